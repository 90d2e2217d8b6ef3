"""The example of a pipeline does what there is: its commands, its order, its few permissions."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra import deploy

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / "docs" / "deploy-workflow.yml"
PAGE = ROOT / "docs" / "deploying.md"
MAKEFILE = (ROOT / "Makefile").read_text()
TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
PINNED = re.compile(r"[\w.-]+/[\w.-]+@(v\d+\.\d+\.\d+|[0-9a-f]{40})")
TOKEN = {"contents": "read", "id-token": "write"}


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text())
    return found


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands(workflow: dict[str, Any]) -> list[str]:
    return [line.strip() for step in steps(workflow) for line in step.get("run", "").splitlines()]


def targets(workflow: dict[str, Any]) -> list[str]:
    return [command.split()[1] for command in commands(workflow) if command.startswith("make ")]


def test_every_command_is_a_target_of_the_makefile_or_packs_what_was_looked_at(
    workflow: dict[str, Any],
) -> None:
    assert set(targets(workflow)) <= set(TARGET.findall(MAKEFILE))
    others = [one for one in commands(workflow) if not one.startswith("make ")]
    assert others == ["tar -cf assembly.tar .cache/deploy/assembly", "tar -xf assembly.tar"]


def test_every_variable_that_a_command_is_given_is_one_that_the_makefile_knows(
    workflow: dict[str, Any],
) -> None:
    given = {name for command in commands(workflow) for name in re.findall(r" ([A-Z]+)=", command)}
    assert given == {"CONTEXT", "YES", "ASSEMBLY", "URL", "KEYS"}
    assert all(re.search(rf"^export.*\b{name}\b|\$\({name}\)", MAKEFILE, re.MULTILINE) for name in given)


def test_what_is_deployed_is_what_was_looked_at(workflow: dict[str, Any]) -> None:
    folder = str(deploy.FOLDER / "assembly")
    deploys = [one for one in commands(workflow) if one.startswith("make deploy")]

    assert deploys == [f"make deploy YES=1 ASSEMBLY={folder}"]
    assert f"tar -cf assembly.tar {folder}" in commands(workflow)


def test_tests_come_before_the_difference_then_somebody_is_asked_and_a_smoke_checkout_ends_it(
    workflow: dict[str, Any],
) -> None:
    jobs = workflow["jobs"]
    assert [(name, job.get("needs")) for name, job in jobs.items()] == [
        ("test", None),
        ("diff", "test"),
        ("deploy", "diff"),
        ("smoke", "deploy"),
    ]
    assert targets(workflow) == ["lint", "synth", "test", "diff", "deploy", "smoke"]
    assert [name for name, job in jobs.items() if "environment" in job] == ["deploy"]


def test_one_deployment_at_a_time_and_none_is_cut_off(workflow: dict[str, Any]) -> None:
    assert workflow["concurrency"] == {"group": "deploy-production", "cancel-in-progress": False}
    assert all(job["timeout-minutes"] <= 120 for job in workflow["jobs"].values())


def test_actions_are_pinned_and_no_long_lived_key_is_anywhere(workflow: dict[str, Any]) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert all(PINNED.fullmatch(one) for one in used)
    assert "secrets." not in WORKFLOW.read_text()


def test_only_the_jobs_that_need_aws_may_ask_for_its_token(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    with_token = {name for name, job in workflow["jobs"].items() if job.get("permissions") == TOKEN}
    with_role = {
        name
        for name, job in workflow["jobs"].items()
        if any("configure-aws-credentials" in step.get("uses", "") for step in job["steps"])
    }
    assert with_token == with_role == {"diff", "deploy"}
    assert {name for name, job in workflow["jobs"].items() if "permissions" in job} == with_token


def test_no_expression_stands_in_a_command(workflow: dict[str, Any]) -> None:
    """A value that a shell reads as code would be run as such: commands get them by their environment."""
    assert all("${{" not in command for command in commands(workflow))


def test_the_roles_may_what_is_named_and_nothing_by_a_star() -> None:
    policies = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)]
    statements = [one for policy in policies for one in policy["Statement"]]

    assert len(policies) == 2
    assert {action for one in statements for action in one["Action"]} == {
        "cloudformation:DescribeStacks",
        "ssm:GetParameter",
        "sts:AssumeRole",
        "secretsmanager:GetSecretValue",
        "s3:PutObject",
    }
    anything = [one["Sid"] for one in statements if one["Resource"] == "*"]
    assert anything == ["LookFirst"]  # describes what there is
