"""What a second region has of the shop, what is deployed there, and experiments that lose it on purpose."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.roles import grants, role_named, role_of
from harness.template import Properties, Resource, Template, synthesize
from infra.deploy_needs import Assembly, read_assembly
from infra.settings import InvalidSetting, read_settings
from infra.stacks.faults import FAILING, STEPS, TABLES, TAG
from infra.stacks.replica import NAMES
from local.settings import CORE_STACKS
from ops import prepare_region
from tests.deployments import stacks_in, synthesized_once
from tests.infra.test_settings import node
from tests.infra.test_tables import LASTING

SECOND = "eu-central-1"
WRITES = ("PutItem", "UpdateItem", "DeleteItem")


@pytest.fixture(scope="module")
def replicating(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the synthesized app."""
    return synthesized_once(tmp_path_factory, "replicated", replicaRegion=SECOND, faultInjection="on")


@pytest.fixture(scope="module")
def replicated(replicating: Path) -> Template:
    return stacks_in(replicating)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Properties]:
    return synthesize(tmp_path_factory.mktemp("second"), replicaOf="eu-west-1")


def of(stacks: dict[str, Properties], kind: str) -> Iterator[tuple[str, Properties]]:
    for stack in stacks.values():
        for name, one in stack["Resources"].items():
            if one["Type"] == kind:
                yield name, one.get("Properties", {})


# what is replicated


def test_every_lasting_table_has_a_replica_that_is_recoverable_and_protected(replicated: Template) -> None:
    for name, table in replicated.tables.items():
        elsewhere = [one for one in table.properties["Replicas"] if one["Region"] == SECOND]
        if name not in LASTING:
            assert not elsewhere, name
            continue
        (replica,) = elsewhere
        assert replica["DeletionProtectionEnabled"] is True, name
        assert replica["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}, name
        assert table.properties["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}, name


def test_a_deployment_looks_whether_the_second_region_can_take_its_stack(replicating: Path) -> None:
    assert read_assembly(replicating).regions == {SECOND}


def test_without_the_context_value_nothing_is_replicated(template: Template) -> None:
    assert not Assembly(Path("-"), template.stacks, 0).closed
    for table in template.tables.values():
        assert len(table.properties["Replicas"]) == 1
    (files,) = [one for one in template.resources("AWS::S3::Bucket") if one.stack == "PaidOnceData"]
    assert "ReplicationConfiguration" not in files.properties
    assert "PaidOnceReplica" not in template.stacks
    assert "PaidOnceFaults" not in template.stacks


def test_session_keys_and_files_are_replicated_too(replicated: Template) -> None:
    (keys,) = [
        one for one in replicated.resources("AWS::SecretsManager::Secret") if one.stack == "PaidOnceData"
    ]
    buckets = {one.stack: one for one in replicated.resources("AWS::S3::Bucket")}
    (rule,) = buckets["PaidOnceData"].properties["ReplicationConfiguration"]["Rules"]

    assert keys.properties["ReplicaRegions"] == [{"Region": SECOND}]
    assert rule["Status"] == "Enabled"
    assert rule["Filter"] == {"Prefix": ""}
    there = buckets["PaidOnceReplica"].properties
    assert rule["Destination"]["Bucket"] == f"arn:aws:s3:::{there['BucketName']}"
    assert there["VersioningConfiguration"] == {"Status": "Enabled"}


# the second region


def test_there_lasting_tables_are_found_and_the_others_made(second: dict[str, Properties]) -> None:
    made = {name[:-8] for name, _ in of(second, "AWS::DynamoDB::GlobalTable")}
    looked_up = {
        one["Default"].removeprefix(NAMES)
        for one in second["PaidOnceData"]["Parameters"].values()
        if str(one.get("Default", "")).startswith(NAMES)
    }

    assert made == {"Live", "Idempotency", "Measures", "Sessions"}
    assert {f"{name}Table" for name in LASTING} <= looked_up
    assert looked_up - {f"{name}Table" for name in LASTING} == {
        "OrdersStream",
        "SessionKeysSecret",
        "FilesBucket",
        "FilesBucketArn",
    }
    assert prepare_region.NAMES == NAMES


def test_there_nothing_runs_until_somebody_fails_over(second: dict[str, Properties]) -> None:
    functions = [one for _, one in of(second, "AWS::Lambda::Function")]
    mappings = [one for _, one in of(second, "AWS::Lambda::EventSourceMapping")]
    rules = [one for _, one in of(second, "AWS::Events::Rule")]

    assert functions
    assert Assembly(Path("-"), second, 0).closed
    assert [one["Handler"] for one in functions if one.get("ReservedConcurrentExecutions") != 0] == [
        "functions.checkout.call_wait.handle"
    ]
    assert mappings
    assert all(one["Enabled"] is False for one in mappings)
    assert rules
    assert all(one["State"] == "DISABLED" for one in rules)


def test_what_is_left_running_in_a_closed_region_writes_nothing(template: Template) -> None:
    reserving = [
        name for name, one in template.functions.items() if "ReservedConcurrentExecutions" in one.properties
    ]

    assert reserving == ["Wait"]
    allowed = grants(template, role_of(template.functions["Wait"]))
    assert allowed
    assert not [action for action, _ in allowed if action.startswith("dynamodb:") and action.endswith(WRITES)]


def test_no_machine_writes_to_a_table_by_itself(template: Template) -> None:
    """Closing the functions closes all that writes."""
    for machine in template.machines.values():
        allowed = grants(template, role_named(machine.properties["RoleArn"]))
        assert allowed
        assert not [action for action, _ in allowed if action.startswith("dynamodb:")]


def test_the_local_run_deploys_neither_replicas_nor_experiments() -> None:
    assert not {"PaidOnceReplica", "PaidOnceFaults"} & set(CORE_STACKS)


# experiments


def experiments(template: Template) -> list[Resource]:
    return template.resources("AWS::FIS::ExperimentTemplate")


def test_each_experiment_is_short_logged_and_stopped_by_an_alarm_that_there_is(replicated: Template) -> None:
    alarms = {one.properties.get("AlarmName") for one in replicated.resources("AWS::CloudWatch::Alarm")}
    assert len(experiments(replicated)) == 4
    for one in experiments(replicated):
        (stop,) = one.properties["StopConditions"]
        (action,) = one.properties["Actions"].values()
        assert stop["Source"] == "aws:cloudwatch:alarm"
        assert stop["Value"].rpartition(":")[2] in alarms
        assert action["Parameters"]["duration"] == "PT10M"
        assert one.properties["LogConfiguration"]["CloudWatchLogsConfiguration"]["LogGroupArn"]


def test_an_experiment_meets_what_carries_its_tag_and_may_do_no_more(replicated: Template) -> None:
    tagged = {
        name
        for name, one in replicated.functions.items()
        if {"Key": TAG, "Value": STEPS} in one.properties.get("Tags", [])
    }
    assert tagged == set(FAILING)
    for one in experiments(replicated):
        (target,) = one.properties["Targets"].values()
        assert target["ResourceTags"] in ({TAG: STEPS}, {TAG: TABLES})
        allowed = grants(replicated, role_named(one.properties["RoleArn"]))
        everywhere = {action for action, resource in allowed if resource == "*"}
        assert {action for action in everywhere if not action.startswith("logs:")} == {"tag:GetResources"}


def test_functions_that_fail_on_purpose_have_the_extension_and_only_with_the_context_value(
    template: Template, replicated: Template
) -> None:
    for name in FAILING:
        variables = replicated.functions[name].properties["Environment"]["Variables"]
        assert variables["AWS_LAMBDA_EXEC_WRAPPER"] == "/opt/aws-fis/bootstrap"
        assert variables["AWS_FIS_CONFIGURATION_LOCATION"].endswith("/FisConfigs/")
        assert len(replicated.functions[name].properties["Layers"]) == 2
        assert (
            "AWS_LAMBDA_EXEC_WRAPPER" not in template.functions[name].properties["Environment"]["Variables"]
        )


# settings


@pytest.mark.parametrize("name", ["replicaRegion", "replicaOf", "standby", "faultInjection"])
@pytest.mark.parametrize("value", ["x", "eu", "eu_west_1", 1, ["eu-west-1"], True])
def test_what_is_no_such_value_is_refused(name: str, value: object) -> None:
    with pytest.raises(InvalidSetting, match=f"context {name}: "):
        read_settings(node(**{name: value}))


@pytest.mark.parametrize("other", [{"replicaRegion": SECOND}, {"tableSuffix": "R1"}])
def test_replicas_are_neither_replicated_on_nor_restored(other: dict[str, Any]) -> None:
    with pytest.raises(InvalidSetting, match="context replicaOf: not together with"):
        read_settings(node(replicaOf="eu-west-1", **other))


def test_a_shop_that_is_no_replica_is_never_closed() -> None:
    assert not read_settings(node()).closed
    assert read_settings(node(replicaOf="eu-west-1")).closed
    assert not read_settings(node(replicaOf="eu-west-1", standby="open")).closed
    with pytest.raises(InvalidSetting, match="context standby: only with replicaOf"):
        read_settings(node(standby="open"))
