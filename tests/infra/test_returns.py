"""A return's state machine and the bucket for files, as the app ships them."""

import json
import re
from typing import Any

import pytest

from infra.machine import FOLDER, load_machine
from infra.settings import PATIENCE
from tests.world.roles import grants, role_of
from tests.world.template import Template

SHIPPED: dict[str, Any] = json.loads((FOLDER / "return.asl.json").read_text())
STATES: dict[str, Any] = SHIPPED["States"]
WAITS = ("AwaitInspection", "AwaitOperator")
STEPS = ("RefundPayment", "RestockItems", "CloseReturn")
OUTCOMES = {"ReturnRejected", "RefundRefused"}


def test_a_return_goes_from_its_inspection_to_its_end() -> None:
    path = [SHIPPED["StartAt"]]
    while "Next" in STATES[path[-1]]:
        path.append(STATES[path[-1]]["Next"])
    assert path == ["AwaitInspection", *STEPS]
    assert set(STATES) == {*WAITS, *STEPS}


def test_what_an_operator_sends_on_begins_where_the_decision_is_found() -> None:
    assert STATES["AwaitOperator"]["Next"] == "AwaitInspection"
    assert {one["Next"] for one in STATES["AwaitOperator"]["Catch"]} == {"AwaitInspection"}


def test_a_rejection_closes_the_return_and_a_wait_without_end_begins_anew() -> None:
    ways = {one["ErrorEquals"][0]: one["Next"] for one in STATES["AwaitInspection"]["Catch"]}
    assert ways == {
        "ReturnRejected": "CloseReturn",
        "States.Timeout": "AwaitInspection",
        "States.ALL": "AwaitOperator",
    }


@pytest.mark.parametrize("step", STEPS)
def test_whatever_fails_for_a_day_stands_before_an_operator(step: str) -> None:
    assert {one["Next"] for one in STATES[step]["Catch"]} == {"AwaitOperator"}
    last = STATES[step]["Retry"][-1]
    waits = [min(last["IntervalSeconds"] * 2**n, last["MaxDelaySeconds"]) for n in range(last["MaxAttempts"])]
    assert sum(waits) >= 24 * 60 * 60


@pytest.mark.parametrize("state", sorted(STATES))
def test_everything_unforeseen_is_handled_alone_and_last(state: str) -> None:
    for handlers in ("Retry", "Catch"):
        *named, last = STATES[state][handlers]
        assert last["ErrorEquals"] == ["States.ALL"]
        assert all("States.ALL" not in one["ErrorEquals"] for one in named)
    growing = [one for one in STATES[state]["Retry"] if one.get("BackoffRate", 1) > 1]
    assert growing
    assert all(one["JitterStrategy"] == "FULL" for one in growing)


@pytest.mark.parametrize("state", sorted(STATES))
def test_outcomes_are_never_retried(state: str) -> None:
    caught = {error for one in STATES[state]["Catch"] for error in one["ErrorEquals"]}
    first = STATES[state]["Retry"][0]
    unretried = set(first["ErrorEquals"]) if first.get("MaxAttempts") == 0 else set()
    assert caught & (OUTCOMES | {"States.Timeout"}) <= unretried


def test_every_placeholder_is_substituted_and_every_substitution_is_used(template: Template) -> None:
    machine = template.machines["Return"].properties
    placeholders = set(re.findall(r"\$\{(\w+)\}", machine["DefinitionString"]))
    assert placeholders == set(machine["DefinitionSubstitutions"])


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_task_outlives_its_function(template: Template, state: str) -> None:
    named = STATES[state].get("Parameters", {}).get("FunctionName") or STATES[state]["Resource"]
    function = template.functions[named.removeprefix("${").removesuffix("}")].properties
    deployed = template.definition(template.machines["Return"])["States"]
    assert deployed[state]["TimeoutSeconds"] > function["Timeout"]


def test_a_profile_sets_the_numbers_of_patience_and_nothing_else() -> None:
    brisk = PATIENCE["brisk"]
    expected = json.loads(json.dumps(SHIPPED))
    expected["States"]["AwaitInspection"]["TimeoutSeconds"] = brisk.inspection_seconds
    for step in STEPS:
        expected["States"][step]["Retry"][-1]["MaxAttempts"] = brisk.compensation_attempts
    assert load_machine("return", brisk) == expected
    assert load_machine("return", PATIENCE["standard"]) == SHIPPED


def test_nothing_in_the_bucket_for_files_is_public_or_unencrypted(template: Template) -> None:
    (bucket,) = template.resources("AWS::S3::Bucket")
    properties = bucket.properties
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    (policy,) = template.resources("AWS::S3::BucketPolicy")
    (statement,) = policy.properties["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_forms_for_photos_can_put_photos_and_nothing_else(template: Template) -> None:
    function = template.functions["ReturnPhotos"]
    given = {one for one in grants(template, role_of(function)) if one[0].startswith("s3:")}
    (bucket,) = template.resources("AWS::S3::Bucket")
    assert given == {("s3:PutObject", f"arn:aws:s3:::{bucket.name}/returns/*")}
