"""What the sweep cannot look after stops nobody: it is set aside, told to an operator, and met again."""

import os
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.operator import set_aside_store
from functions.order import store
from functions.recovery import sweep_orders, sweep_run
from functions.returns.writes import return_key
from functions.shared import machines
from functions.shared.errors import TransientError
from harness.moto.world import World
from harness.template import unqualified
from tests.workflows.breaking import (
    breaks,
    breaks_order,
    head_attributes,
    item_of,
    mends_order,
    overdue,
    puts,
    wrong,
)
from tests.workflows.operating import Capture, refused, told
from tests.workflows.test_sweep import DUE_SECONDS

RETURN_DUE_SECONDS = 24 * 60 * 60 + 1
KINDS = ("missing", "of another type")
RETURN_ATTRIBUTES = ["lines", "photos", "reason", "refund", "request_digest", "requested_at", "run", "status"]

pytestmark = pytest.mark.usefixtures("operator")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(sweep_run, "count", names.append)
    return names


@pytest.fixture
def broken(world: World) -> str:
    """The only order there is: it is overdue, and its status is lost."""
    (order_id,) = overdue(1)
    breaks_order(order_id)
    return order_id


def sweeps(world: World) -> int:
    outcome = world.sweep()
    assert outcome.error is None, outcome
    world.run_to_rest()
    started: int = outcome.answer["started"]
    return started


def executions(world: World) -> set[str]:
    machine = unqualified(os.environ["CHECKOUT_MACHINE"])
    listed = world.cloud.machines.list_executions(stateMachineArn=machine)["executions"]
    return {one["name"] for one in listed}


def unreadable(capsys: Capture) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(capsys, "list-stuck").get("unreadable", [])
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attribute", head_attributes())
def test_an_order_with_an_attribute_broken_stops_nobody_and_stands_before_an_operator(
    world: World, capsys: Capture, counted: list[str], attribute: str, kind: str
) -> None:
    before, broken, after = overdue(3)
    known = breaks_order(broken, attribute)
    if kind != "missing":
        mends_order(broken, **{attribute: wrong(known[attribute])})

    assert sweeps(world) == 2

    assert executions(world) == {before, after}
    assert counted == ["SubjectsNotSwept"]
    (one,) = unreadable(capsys)
    assert (one["id"], one["times"]) == (broken, 1)
    assert one["error"].startswith(f"Unreadable: {attribute} is ")
    assert one["since"] == one["last"]


def test_an_unknown_status_word_is_unreadable_too_and_nothing_stored_is_said(
    world: World, capsys: Capture
) -> None:
    (broken,) = overdue(1)
    breaks_order(broken, "status", "Ada Lovelace")
    assert sweeps(world) == 0
    (one,) = unreadable(capsys)
    assert one["error"] == "Unreadable: status is an unknown word"


def test_once_mended_it_is_swept_when_it_is_met_again_and_leaves_the_list(
    world: World, broken: str, capsys: Capture
) -> None:
    assert sweeps(world) == 0
    mends_order(broken, status="PENDING")
    assert [one["id"] for one in unreadable(capsys)] == [broken]
    assert sweeps(world) == 0  # not yet: it does not stand in the way

    world.time_passes(DUE_SECONDS)
    assert sweeps(world) == 1

    assert executions(world) == {broken}
    assert unreadable(capsys) == []
    assert store.load(broken).set_aside is None


def test_written_anew_as_it_was_it_is_swept_and_leaves_the_list_too(world: World, capsys: Capture) -> None:
    (broken,) = overdue(1)
    whole = breaks_order(broken)
    sweeps(world)
    puts("ORDERS_TABLE", whole)
    assert sweeps(world) == 1
    assert unreadable(capsys) == []


def test_one_that_stays_broken_is_met_again_and_told_with_how_often_and_since_when(
    world: World, broken: str, capsys: Capture
) -> None:
    sweeps(world)
    world.time_passes(DUE_SECONDS)
    sweeps(world)
    (one,) = unreadable(capsys)
    assert one["times"] == 2
    assert one["since"] < one["last"]


def test_broken_orders_by_the_hundred_do_not_starve_those_behind_them(world: World) -> None:
    *broken, healthy = overdue(251)
    for order_id in broken:
        breaks_order(order_id)
    assert sweeps(world) == 1
    assert executions(world) == {healthy}


@pytest.mark.parametrize(("bound", "of_the_first_run"), [("MOST_AT_ONCE", 4), ("MOST_MET", 1)])
def test_a_run_ends_at_its_bounds_and_the_next_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, bound: str, of_the_first_run: int
) -> None:
    monkeypatch.setattr(sweep_run, bound, 4)
    *broken, one, two, three, four, five = overdue(8)
    for order_id in broken:
        breaks_order(order_id)
    assert sweeps(world) == of_the_first_run
    for _ in range(5):
        sweeps(world)
    assert executions(world) == {one, two, three, four, five}


def test_an_operator_has_it_swept_again_at_once(world: World, broken: str, capsys: Capture) -> None:
    sweeps(world)

    kept = told(capsys, "retry-stuck", broken, "--yes", status=1)
    assert [one["id"] for one in kept["unreadable"]] == [broken]
    assert "mend its item" in refused(capsys, "settle-stuck", broken, "--why", "lost", "--yes")
    mends_order(broken, status="PENDING")
    report = told(capsys, "retry-stuck", broken, "--yes")

    assert report["swept"] == [broken]
    assert executions(world) == {broken}
    assert unreadable(capsys) == []


def test_all_that_is_set_aside_is_swept_again_at_once(world: World, capsys: Capture) -> None:
    both = overdue(2)
    for order_id in both:
        breaks_order(order_id)
    sweeps(world)
    mends_order(both[0], status="PENDING")
    report = told(capsys, "retry-stuck", "--all", "--yes", status=1)
    assert report["swept"] == [both[0]]
    assert [one["id"] for one in report["unreadable"]] == [both[1]]


def test_find_order_shows_what_can_be_shown_and_says_what_cannot(world: World, capsys: Capture) -> None:
    (broken,) = overdue(1)
    breaks_order(broken, "lines")
    found = told(capsys, "find-order", broken)
    assert found["unreadable"] == {"head": "Unreadable: lines is missing"}
    assert [event["type"] for event in found["events"]] == ["OrderPlaced"]
    assert found["payment"] is None


def test_a_command_that_meets_what_cannot_be_read_says_so_in_one_line(world: World, capsys: Capture) -> None:
    world.sells()
    return_id = world.requested(world.delivered_order(1))
    breaks("ORDERS_TABLE", return_key(return_id), "refund")
    for command in (["show-return", return_id], ["accept-return", return_id, "--yes"]):
        assert "cannot be read: refund is missing" in refused(capsys, *command)


def test_an_order_whose_fulfilment_cannot_be_read_is_set_aside(world: World, capsys: Capture) -> None:
    world.sells()
    order_id, _ = world.offered()
    breaks("FULFILMENTS_TABLE", {"order_id": order_id}, "pack_by", 7)
    (other,) = overdue(1)
    world.time_passes(7 * 24 * 60 * 60)
    assert sweeps(world) >= 1
    assert other in executions(world)
    assert [(one["id"], one["error"]) for one in unreadable(capsys)] == [
        (order_id, "Unreadable: pack_by is not of type str")
    ]


@pytest.mark.parametrize("attribute", RETURN_ATTRIBUTES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_return_with_an_attribute_broken_stops_nobody(
    world: World, capsys: Capture, attribute: str, kind: str
) -> None:
    world.sells()
    order = world.delivered_order(2)
    whole = world.requested(order, key="whole")
    world.aborts(whole, "Return")
    broken = world.requested(order, key="broken")
    key = return_key(broken)
    known = breaks("ORDERS_TABLE", key, attribute)
    if kind != "missing":
        puts("ORDERS_TABLE", item_of("ORDERS_TABLE", key) | {attribute: wrong(known[attribute])})
    world.time_passes(RETURN_DUE_SECONDS)
    overdue(1)

    assert sweeps(world) == 2

    assert [one["id"] for one in unreadable(capsys)] == [broken]
    listed = told(capsys, "list-returns")
    assert [one["return_id"] for one in listed["returns"]] == [whole]
    assert [one["id"] for one in listed["unreadable"]] == [broken]
    answer = world.api("GET", f"/orders/{order.order_id}/returns", owner=order.owner)
    assert [one["return_id"] for one in answer.json["returns"]] == [whole]
    puts("ORDERS_TABLE", known)
    sweeps(world)
    assert unreadable(capsys) == []


def test_the_attributes_of_a_return_are_all_tried(world: World) -> None:
    world.sells()
    item = item_of("ORDERS_TABLE", return_key(world.requested(world.delivered_order(1))))
    never_broken = {"order_id", "item", "due_at", "due_bucket", "task_tokens", "listed", "listed_at"}
    assert sorted(item.keys() - never_broken) == RETURN_ATTRIBUTES


def busy(code: str = "ThrottlingException") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "DescribeExecution")


def failing(monkeypatch: pytest.MonkeyPatch, failure: Exception, *order_ids: str) -> None:
    """Of these orders Step Functions tells nothing; of none named, of nobody."""
    has_ended = machines.has_ended

    def broken(machine: str, execution: str) -> bool | None:
        if not order_ids or execution in order_ids:
            raise failure
        return has_ended(machine, execution)

    monkeypatch.setattr(sweep_orders.machines, "has_ended", broken)


@pytest.mark.parametrize("failure", [busy(), TransientError("later")])
def test_what_no_service_answered_for_stops_nobody_and_the_next_sweep_meets_it(
    world: World, monkeypatch: pytest.MonkeyPatch, counted: list[str], capsys: Capture, failure: Exception
) -> None:
    before, troubled, after = overdue(3)
    with monkeypatch.context() as meanwhile:
        failing(meanwhile, failure, troubled)
        assert sweeps(world) == 2
    assert executions(world) == {before, after}
    assert counted == ["SubjectsPutOff"]
    assert unreadable(capsys) == []
    assert sweeps(world) == 1
    assert executions(world) == {before, troubled, after}


def test_a_run_in_which_nothing_works_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    overdue(3)
    failing(monkeypatch, busy())
    assert world.sweep().error == "ClientError"


def test_what_no_later_try_makes_right_is_set_aside(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    broken, _ = overdue(2)
    failing(monkeypatch, busy("InvalidName"), broken)
    assert sweeps(world) == 1
    (one,) = unreadable(capsys)
    assert one["id"] == broken
    assert one["error"].startswith("ClientError (functions/recovery/sweep_orders.py:")


def test_one_swept_by_itself_still_fails_so_that_it_is_tried_again(world: World, broken: str) -> None:
    event = {"detail": {"executionArn": "any", "name": broken}}
    assert world.invoke("Sweep", event).error == "Unreadable"
    assert not set_aside_store.is_marked(broken)


def test_a_stuck_order_that_cannot_be_read_does_not_hide_the_others(world: World, capsys: Capture) -> None:
    (broken,) = overdue(1)
    mark = {"order_id": broken, "item": "operator", "due_bucket": "stuck", "due_at": "2026"}
    puts("ORDERS_TABLE", mark)
    report = told(capsys, "list-stuck")
    assert report["stuck"] == []
    assert report["unreadable"] == [{"id": broken, "error": "Unreadable: error is missing"}]


def test_the_sweep_of_what_is_well_makes_no_call_for_marks(world: World) -> None:
    """Taking a mark away is paid for by what has one."""
    overdue(1)
    sweeps(world)
    assert {action for action, _ in world.invocations("Sweep")[-1].needs} == {
        "dynamodb:Query",
        "dynamodb:GetItem",
        "states:DescribeExecution",
        "states:StartExecution",
    }
