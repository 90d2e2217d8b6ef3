"""An app that is wrong in every way that the CDK, cdk-nag and cfn-lint look for, synthesized once."""

import json
import os
from pathlib import Path

import pytest

from gates.assembly import REPORT, Assembly
from gates.templates import check_templates
from gates.validation import check_validation
from tests.gates.machines import said

FAILED = {"pluginName": "AwsSolutions", "violations": [], "metadata": {"error": "it fell over"}}


def synthesize_broken_app(outdir: Path) -> Assembly:
    os.environ["CDK_VALIDATION"] = "false"  # as the template that other tests share has it
    from aws_cdk import Acknowledgment, App, Stack, Validations  # starts Node
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_sqs as sqs

    from gates.synthesis import context, synthesize
    from infra.parts.acknowledge import acknowledge

    app = App(context=context(), outdir=str(outdir))
    stack = Stack(app, "Broken")
    wide = iam.Role(stack, "Wide", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    wide.add_to_policy(iam.PolicyStatement(actions=["dynamodb:*"], resources=["*"]))
    acknowledge(wide, "AwsSolutions-IAM5[Resource::*]", "Every table is meant.")
    misspelt = sqs.CfnQueue(stack, "Misspelt")
    misspelt.add_property_override("VisibilityTimeOut", 5)
    sqs.CfnQueue(stack, "Plain")
    acknowledge(stack, "AwsSolutions-SQS3", "All queues at once.")
    acknowledge(wide, "AwsSolutions-IAM4[Policy::none]", "Nothing of the kind is there.")
    Validations.of(misspelt).acknowledge(Acknowledgment(id="AwsSolutions::AwsSolutions-SQS4", reason=" "))
    return synthesize(app)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    folder = tmp_path_factory.mktemp("broken")
    (folder / REPORT).write_text('{"pluginReports": []}')
    return synthesize_broken_app(folder)


@pytest.fixture(scope="module")
def validated(broken: Assembly) -> list[str]:
    return said(check_validation(broken).findings)


def test_a_role_that_was_widened_is_named_by_its_construct_with_the_exact_finding(
    validated: list[str],
) -> None:
    (finding,) = [one for one in validated if "IAM5" in one]

    assert finding.startswith("Broken/Wide/DefaultPolicy/Resource: ")
    assert finding.endswith("(AwsSolutions-IAM5[Action::dynamodb:*])")


@pytest.mark.parametrize(
    "finding",
    [
        "Broken/Plain: The SQS queue does not have a redrive policy configured. "
        "(Serverless-SQSRedrivePolicy)",
        "Broken: AwsSolutions::AwsSolutions-SQS3 is acknowledged for 2 resources; do it at each one",
        "Broken/Wide: AwsSolutions::AwsSolutions-IAM4[Policy::none] is acknowledged, but nothing is found: "
        "delete the acknowledgement",
        "Broken/Misspelt: AwsSolutions::AwsSolutions-SQS4 is acknowledged without a reason",
    ],
    ids=[
        "the serverless pack is asked too",
        "one acknowledgement for many resources",
        "an acknowledgement of nothing",
        "an acknowledgement without a reason",
    ],
)
def test_what_is_refused_is_said_with_its_place(validated: list[str], finding: str) -> None:
    assert finding in validated


def test_the_librarys_own_validation_is_asked_whatever_the_environment_says(validated: list[str]) -> None:
    assert [one for one in validated if one.startswith("Broken/Misspelt: ") and "VisibilityTimeOut" in one]


def test_what_was_looked_at_is_counted(broken: Assembly) -> None:
    assert check_validation(broken).looked_at == (
        "validation: CDK, cdk-nag AwsSolutions and Serverless; 1 stack, 4 resources, 3 acknowledgements"
    )


def test_a_property_that_does_not_exist_is_named_by_cfn_lint_with_its_resource(broken: Assembly) -> None:
    checked = check_templates(broken)

    assert checked.looked_at == "cfn-lint: 1 template"
    (finding,) = [one for one in said(checked.findings) if "E3002" in one]
    assert finding.startswith("Broken/Misspelt: ")
    assert "VisibilityTimeOut" in finding


def test_the_report_of_an_earlier_synthesis_is_not_read(broken: Assembly) -> None:
    assert broken.report


@pytest.mark.parametrize(
    ("resources", "plugins", "finding"),
    [
        ({}, [], "app: no stack has any resource: nothing was validated"),
        ({"Queue": {"Type": "AWS::SQS::Queue"}}, [FAILED], "AwsSolutions: it fell over"),
    ],
    ids=["an app of nothing", "a plugin that failed"],
)
def test_a_validation_that_looked_at_nothing_is_a_finding(
    tmp_path: Path, resources: dict[str, object], plugins: list[object], finding: str
) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "One.json"}}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"One": stack}}))
    (tmp_path / "One.json").write_text(json.dumps({"Resources": resources} if resources else {}))
    (tmp_path / REPORT).write_text(json.dumps({"pluginReports": plugins}))

    assert said(check_validation(Assembly(tmp_path)).findings) == [finding]
