"""What survives a lost table: copies in a vault, and a restore of them each month that our audit judges."""

import json

import pytest

from harness.roles import grants, role_named
from harness.template import Resource, Template, synthesize
from infra.settings import InvalidSetting, read_settings
from tests.infra.test_settings import node
from tests.infra.test_tables import LASTING


def only(template: Template, kind: str) -> Resource:
    (found,) = template.resources(kind)
    return found


def tables(template: Template) -> list[str]:
    return sorted(template.tables[name].arn for name in LASTING)


def test_every_lasting_table_is_copied_every_night_and_each_copy_of_a_month_kept_a_year(
    template: Template,
) -> None:
    plan = only(template, "AWS::Backup::BackupPlan").properties["BackupPlan"]
    selection = only(template, "AWS::Backup::BackupSelection").properties["BackupSelection"]

    assert sorted(selection["Resources"]) == tables(template)
    assert {
        one["ScheduleExpression"]: (
            one["Lifecycle"],
            one["StartWindowMinutes"],
            one["CompletionWindowMinutes"],
        )
        for one in plan["BackupPlanRule"]
    } == {
        "cron(0 3 * * ? *)": ({"DeleteAfterDays": 35}, 60, 480),
        "cron(0 4 1 * ? *)": ({"DeleteAfterDays": 365}, 60, 480),
    }


def test_nobody_deletes_a_copy_within_a_week_nor_the_vault_with_its_stack(template: Template) -> None:
    vault = only(template, "AWS::Backup::BackupVault")

    assert vault.properties["LockConfiguration"] == {"MinRetentionDays": 7}
    assert template.stacks[vault.stack]["Resources"][vault.logical_id]["DeletionPolicy"] == "Retain"


def test_each_month_the_latest_copy_of_every_lasting_table_is_restored_for_a_day(template: Template) -> None:
    plan = only(template, "AWS::Backup::RestoreTestingPlan").properties
    selection = only(template, "AWS::Backup::RestoreTestingSelection").properties

    assert plan["ScheduleExpression"] == "cron(0 6 2 * ? *)"
    assert plan["StartWindowHours"] == 1
    assert plan["RecoveryPointSelection"] | {"IncludeVaults": []} == {
        "Algorithm": "LATEST_WITHIN_WINDOW",
        "IncludeVaults": [],
        "RecoveryPointTypes": ["SNAPSHOT"],
        "SelectionWindowDays": 2,
    }
    assert selection["RestoreTestingPlanName"] == plan["RestoreTestingPlanName"]
    assert selection["ProtectedResourceType"] == "DynamoDB"
    assert sorted(selection["ProtectedResourceArns"]) == tables(template)
    assert selection["ValidationWindowHours"] == 24


def test_the_end_of_each_restore_starts_our_audit_and_one_at_a_time(template: Template) -> None:
    project = only(template, "AWS::CodeBuild::Project")
    (target,) = template.rules["RestoreEnded"].properties["Targets"]
    pattern = template.rules["RestoreEnded"].properties["EventPattern"]
    plan = only(template, "AWS::Backup::RestoreTestingPlan").name

    assert target["Arn"] == f"{project.name}.Arn" or target["Arn"] == project.arn
    assert pattern["detail"]["restoreTestingPlanArn"] == [f"{plan}.RestoreTestingPlanArn"]
    assert project.properties["ConcurrentBuildLimit"] == 1
    assert project.properties["TimeoutInMinutes"] == 480
    assert project.properties["Artifacts"] == {"Type": "NO_ARTIFACTS"}
    spec = json.loads(project.properties["Source"]["BuildSpec"])
    assert spec["phases"]["build"]["commands"][0].endswith("python3 -m ops.validate_restore")


def test_the_audit_knows_the_tables_by_the_variables_that_the_stores_read(template: Template) -> None:
    project = only(template, "AWS::CodeBuild::Project")
    variables = {
        one["Name"]: one["Value"] for one in project.properties["Environment"]["EnvironmentVariables"]
    }
    tested = variables["TESTED_TABLES"].split()

    assert sorted(variables[name] for name in tested) == sorted(template.tables[one].name for one in LASTING)
    assert {"ORDERS_TABLE", "ORDER_VIEWS_TABLE", "PAYMENTS_TABLE", "STOCK_TABLE"} <= set(tested)
    assert variables["PAYMENT_SECRET"] == "paidonce/stripe"


def test_the_audit_may_read_and_judge_and_write_nothing_of_the_shop(template: Template) -> None:
    project = only(template, "AWS::CodeBuild::Project")
    allowed = grants(template, role_named(project.properties["ServiceRole"]))
    restored = "arn:aws:dynamodb:eu-west-1:123456789012:table/awsbackup-restore-test-*"
    dynamo = {(action, resource) for action, resource in allowed if action.startswith("dynamodb:")}

    assert dynamo == {
        *((f"dynamodb:{name}", restored) for name in ("GetItem", "BatchGetItem", "Query", "Scan")),
        ("dynamodb:Query", f"{restored}/index/due"),
        ("dynamodb:BatchGetItem", template.tables["Orders"].arn),
        ("dynamodb:BatchGetItem", template.tables["Fulfilments"].arn),
        ("dynamodb:GetItem", template.tables["Payments"].arn),
    }
    assert {action for action, _ in allowed} - {action for action, _ in dynamo} == {
        "backup:ListRestoreJobs",
        "backup:PutRestoreValidationResult",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "secretsmanager:GetSecretValue",
    }


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(synthesize(tmp_path_factory.mktemp("restored"), tableSuffix="R1"))


def of(template: Template, stack: str) -> dict[str, Resource]:
    return {
        one.construct: one for one in template.resources("AWS::DynamoDB::GlobalTable") if one.stack == stack
    }


def test_restored_tables_have_streams_expiry_recovery_and_protection_of_the_first_ones(
    template: Template, restored: Template
) -> None:
    first, second = of(template, "PaidOnceData"), of(restored, "PaidOnceDataR1")

    assert second.keys() == first.keys()
    for name, table in second.items():
        assert table.properties["TableName"] == f"PaidOnce-{name}-R1"
        given = {key: value for key, value in table.properties.items() if key != "TableName"}
        assert given == first[name].properties
        stacks = (template.stacks["PaidOnceData"], restored.stacks["PaidOnceDataR1"])
        policies = [
            stack["Resources"][one.logical_id].get("DeletionPolicy")
            for stack, one in zip(stacks, (first[name], table), strict=True)
        ]
        assert policies[0] == policies[1]


def test_a_shop_on_restored_tables_keeps_its_first_ones_as_they_are(
    template: Template, restored: Template
) -> None:
    """Files and session keys stay there, and so do exports that other stacks have not let go of yet."""
    assert restored.stacks["PaidOnceData"] == template.stacks["PaidOnceData"]
    kinds = {one["Type"] for one in restored.stacks["PaidOnceDataR1"]["Resources"].values()}
    assert kinds == {"AWS::DynamoDB::GlobalTable"}


def test_on_restored_tables_every_role_may_what_it_might_on_the_first_ones(
    template: Template, restored: Template
) -> None:
    first, second = permissions(template, ""), permissions(restored, "R1")

    assert second == first
    assert any("dynamodb:" in action for granted in first.values() for action, _ in granted)


def permissions(template: Template, suffix: str) -> dict[str, set[tuple[str, str]]]:
    """By role; tables by the names of their constructs, wherever they stand."""
    own = {one.name: name for name, one in of(template, f"PaidOnceData{suffix}").items()}
    found = {}
    for role in template.resources("AWS::IAM::Role"):
        found[f"{role.stack}/{role.construct}"] = {
            (action, _renamed(resource, own)) for action, resource in grants(template, role.name)
        }
    return found


def _renamed(resource: str, own: dict[str, str]) -> str:
    for name, construct in own.items():
        resource = resource.replace(f"table/{name}", f"table/<{construct}>")
    return resource


@pytest.mark.parametrize("value", ["a-b", "x" * 33, "../R1", 1, ["R1"], " "])
def test_a_suffix_is_letters_and_digits(value: object) -> None:
    with pytest.raises(InvalidSetting, match="tableSuffix"):
        read_settings(node(tableSuffix=value))
