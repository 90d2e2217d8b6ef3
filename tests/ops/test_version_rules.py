"""Which versions stay: what an alias, an execution or a definition needs, and the newest."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from ops.version_rules import (
    KEPT,
    LIVE,
    NAMED,
    RECENT,
    RUNNING,
    FunctionLook,
    MachineLook,
    MachineVersion,
    function_reasons,
    kept_definitions,
    machine_reasons,
    named_in,
)

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:Checkout"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:ReserveStock"
NOW = datetime(2026, 11, 27, tzinfo=UTC)
DAY = timedelta(days=1)


def definition(version: int) -> str:
    asked = {"Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken"}
    ask = asked | {"Parameters": {"FunctionName": f"{FUNCTION}Ask:{version}"}}
    return json.dumps({"States": {"Reserve": {"Resource": f"{FUNCTION}:{version}"}, "Ask": ask}})


def look(**more: object) -> MachineLook:
    """Ten versions, one a week; the last is live."""
    versions = tuple(
        MachineVersion(f"{MACHINE}:{one}", NOW - timedelta(weeks=10 - one) - DAY, definition(one))
        for one in range(1, 11)
    )
    given = {"routed": frozenset({f"{MACHINE}:10"})} | more
    return MachineLook(MACHINE, definition(10), versions, **given)  # type: ignore[arg-type]


def reasons(of: MachineLook, keep: int = 2, rested: timedelta = timedelta()) -> dict[int, str]:
    """By number, of those that stay."""
    found = machine_reasons(of, keep, rested, NOW)
    return {int(arn.rpartition(":")[2]): why for arn, why in found.items() if why}


def test_what_is_live_and_what_was_before_it_stay() -> None:
    assert reasons(look()) == {10: LIVE, 9: KEPT}
    assert reasons(look(), keep=4) == {10: LIVE, 9: KEPT, 8: KEPT, 7: KEPT}


def test_an_alias_that_moves_points_to_two_and_one_that_was_put_back_to_an_older_one() -> None:
    moving = look(routed=frozenset({f"{MACHINE}:10", f"{MACHINE}:4"}))
    assert reasons(moving) == {10: LIVE, 9: KEPT, 4: LIVE}


def test_a_version_stays_as_long_as_an_execution_runs_on_it() -> None:
    assert reasons(look(running={f"{MACHINE}:3": 1, f"{MACHINE}:5": 0})) == {10: LIVE, 9: KEPT, 3: RUNNING}


def test_a_version_rests_before_it_goes() -> None:
    """Nobody has begun on it since the next one came, and lists of executions lag behind."""
    assert reasons(look(), keep=1, rested=2 * DAY) == {10: LIVE, 9: RECENT}
    assert reasons(look(), keep=1, rested=DAY) == {10: LIVE}


def test_definitions_that_stay_are_those_of_kept_versions_of_loose_executions_and_the_present_one() -> None:
    one = look(running={f"{MACHINE}:3": 7}, loose=(json.dumps({"States": {"Old": {"Resource": FUNCTION}}}),))
    stay = kept_definitions(one, machine_reasons(one, 1, DAY, NOW))

    assert named_in(stay) == {
        FUNCTION,
        *(f"{FUNCTION}{ask}:{version}" for ask in ("", "Ask") for version in (3, 10)),
    }


@pytest.mark.parametrize("keep", [1, 2])
def test_a_function_keeps_what_a_definition_or_an_alias_names_and_the_newest(keep: int) -> None:
    found = function_reasons(
        FunctionLook(FUNCTION, (1, 2, 3, 9, 10), frozenset({2})), {f"{FUNCTION}:3", f"{FUNCTION}:10"}, keep
    )
    newest = {f"{FUNCTION}:9": KEPT if keep == 2 else ""}
    assert found == newest | {
        f"{FUNCTION}:1": "",
        f"{FUNCTION}:2": LIVE,
        f"{FUNCTION}:3": NAMED,
        f"{FUNCTION}:10": NAMED,
    }
