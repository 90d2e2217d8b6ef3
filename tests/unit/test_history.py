import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.order import changes, schema
from functions.order.changes import AmountOutcome, Change, ReturnOutcome
from functions.order.disputes import Told
from functions.order.history import STEPS, BrokenLog, fold, replay, taken_back
from functions.order.order import Event, Head, Order, Reason, Status
from functions.order.schema import SCHEMA_VERSION, upcast
from functions.order.view import view_of
from functions.shared.money import Money
from tests.orders import order as an_order
from tests.rule_tables import rows_of

START = datetime(2026, 11, 21, 23, 59, 59, 123000, UTC)


AT = "2026-11-21T10:00:00.000Z"


def disputed(state: str, taken: int = 0) -> Told:
    return {"state": state, "amount": 5, "taken": taken}


def with_one_by_hand(order: Order) -> Order:
    return replace(order, by_hand=order.by_hand | {"re_x": 5})


AMOUNT = AmountOutcome(card=Money(300), credit=Money(200), given_back=Money(0), why="it came cold")
REFUNDED = ReturnOutcome({"one": 1}, {"two": 1}, Money(900), Money(0), Money(0))
"""A return that was accepted in part."""

Act = Callable[[Order, datetime, Reason], Change]
ACTS: dict[Status, list[Act]] = {
    Status.PENDING: [
        lambda order, now, _reason: changes.require_action(order.head, now),
        lambda order, now, _reason: changes.confirm(order.head, now),
        lambda order, now, _: changes.begin_cancelling(order.head, Reason.OUT_OF_STOCK, now, {"one": 1}),
        lambda order, now, reason: changes.begin_cancelling(order.head, reason, now),
    ],
    Status.CONFIRMED: [lambda order, now, _reason: changes.begin_fulfilling(order.head, now)],
    Status.FULFILLING: [
        lambda order, now, _reason: changes.complete(order, {"one": 2}, Money(1800), now),
        lambda order, now, reason: changes.begin_cancelling(order.head, reason, now),
    ],
    Status.CANCELLING: [lambda order, now, _reason: changes.cancel(order.head, now)],
    Status.COMPLETED: [
        lambda order, now, _reason: changes.request_return(order, "ret_a", {"one": 1}, now),
        lambda order, now, _reason: changes.reject_return(order, "ret_a", {"one": 1}, now),
        lambda order, now, _reason: changes.accept_return(order, "ret_a", {"one": 1}, now),
        lambda order, now, _reason: changes.refund_return(order, "ret_a", REFUNDED, now),
        lambda order, now, _reason: changes.refund_amount(order, "rfd_a", AMOUNT, now),
        lambda order, now, _reason: changes.refund_by_hand(order, f"re_{now.second}", 5, AT, now),
        lambda order, now, _reason: changes.refund_by_hand(order, "re_x", 5, AT, now),
        lambda order, now, _reason: changes.fail_refund_by_hand(with_one_by_hand(order), "re_x", now),
        lambda order, now, _reason: changes.move_dispute(order, "dp_x", disputed("OPEN", now.second), now),
        lambda order, now, _reason: changes.move_dispute(order, "dp_y", disputed("LOST", 5), now),
        lambda order, now, _reason: changes.mark_returned(order.head, now),
    ],
    Status.RETURNED: [
        lambda order, now, _reason: changes.refund_return(order, "ret_a", REFUNDED, now),
        lambda order, now, _reason: changes.refund_amount(order, "rfd_a", AMOUNT, now),
    ],
}
LETTERS = {
    "OrderPlaced": "P",
    "OrderActionRequired": "A",
    "OrderConfirmed": "C",
    "OrderFulfilling": "F",
    "OrderCompleted": "D",
    "OrderCancelling": "X",
    "OrderCancelled": "Z",
    "ReturnRequested": "r",
    "ReturnAccepted": "r",
    "ReturnRejected": "r",
    "ReturnRefunded": "r",
    "AmountRefunded": "r",
    "OrderRefunded": "r",
    "OrderRefundFailed": "r",
    "DisputeOpened": "r",
    "DisputeFundsMoved": "r",
    "DisputeWon": "r",
    "DisputeLost": "r",
    "DisputeClosed": "r",
    "OrderReturned": "B",
    "OrderEaten": "?",
}
POSSIBLE = re.compile("PA*(XZ?|C(F(XZ?|Dr*(Br*)?)?)?)?")
"""Every life that an order can have, and every beginning of one."""


STEPS_THERE_ARE = """
    event                after                becomes
    OrderPlaced          nothing              PENDING
    OrderActionRequired  PENDING              as before
    OrderConfirmed       PENDING              CONFIRMED
    OrderFulfilling      CONFIRMED            FULFILLING
    OrderCompleted       FULFILLING           COMPLETED
    OrderCancelling      PENDING, FULFILLING  CANCELLING
    OrderCancelled       CANCELLING           CANCELLED
    ReturnRequested      COMPLETED, RETURNED  as before
    ReturnAccepted       COMPLETED, RETURNED  as before
    ReturnRejected       COMPLETED, RETURNED  as before
    ReturnRefunded       COMPLETED, RETURNED  as before
    AmountRefunded       COMPLETED, RETURNED  as before
    OrderRefunded        COMPLETED, RETURNED  as before
    OrderRefundFailed    COMPLETED, RETURNED  as before
    DisputeOpened        COMPLETED, RETURNED  as before
    DisputeFundsMoved    COMPLETED, RETURNED  as before
    DisputeWon           COMPLETED, RETURNED  as before
    DisputeLost          COMPLETED, RETURNED  as before
    DisputeClosed        COMPLETED, RETURNED  as before
    OrderReturned        COMPLETED            RETURNED
"""
TABLE = {row["event"]: row for row in rows_of(STEPS_THERE_ARE)}
WAYS = {
    "nothing": "",
    "PENDING": "OrderPlaced",
    "CONFIRMED": "OrderPlaced OrderConfirmed",
    "FULFILLING": "OrderPlaced OrderConfirmed OrderFulfilling",
    "COMPLETED": "OrderPlaced OrderConfirmed OrderFulfilling OrderCompleted",
    "RETURNED": "OrderPlaced OrderConfirmed OrderFulfilling OrderCompleted OrderReturned",
    "CANCELLING": "OrderPlaced OrderCancelling",
    "CANCELLED": "OrderPlaced OrderCancelling OrderCancelled",
}
"""A log that ends in each status."""


def log(*types: str) -> list[Event]:
    data = {
        "delivered": {},
        "charged": None,
        "lines": {},
        "declined": {},
        "refund": Money(0).as_dict(),
        "card": Money(0).as_dict(),
    }
    data |= {"refund_id": "re_x", "amount": {"amount": 5}}
    data |= {"dispute_id": "dp_x", "state": "OPEN", "taken": {"amount": 5}}
    at = "2026-11-21T12:00:00.000Z"
    return [Event(number, name, at, data) for number, name in enumerate(types, start=1)]


def test_every_event_and_every_status_is_in_the_table() -> None:
    assert TABLE.keys() == STEPS.keys() == LETTERS.keys() - {"OrderEaten"}
    assert WAYS.keys() == {"nothing", *Status}


@pytest.mark.parametrize("status", WAYS)
@pytest.mark.parametrize("event", TABLE)
def test_an_event_follows_where_the_table_says_and_makes_the_order_what_it_says(
    event: str, status: str
) -> None:
    events = log(*WAYS[status].split(), event)
    if status not in TABLE[event]["after"].split(", "):
        with pytest.raises(BrokenLog):
            fold(events)
        return
    becomes = TABLE[event]["becomes"]
    assert fold(events).status == (status if becomes == "as before" else becomes)


def placed_order() -> Order:
    return an_order(placed_at="2026-11-21T23:59:59.123Z")


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[Event, Order]]:
    """What may become of an order: each event, with the order as its heads say it stood then."""
    order = placed_order()
    life = [(changes.placed(order), order)]
    for seconds in range(1, 12):
        acts = ACTS.get(order.status, [])
        if not acts or draw(st.booleans()):
            break
        now = START + timedelta(seconds=seconds)
        change = draw(st.sampled_from(acts))(order, now, draw(st.sampled_from(list(Reason))))
        sets = {name: value for name, value in change.sets.items() if name != "run"}
        order = replace(order, head=change.after, **sets)
        life.append((change.event, order))
    return life


@given(lives())
def test_every_prefix_of_a_log_is_an_order_as_it_stood_then(life: list[tuple[Event, Order]]) -> None:
    events = [event for event, _ in life]
    for length, (_, order) in enumerate(life, start=1):
        assert replay(placed_order(), events[:length]) == order
        assert view_of(replay(placed_order(), events[:length])) == view_of(order)


@given(lives(), st.data())
def test_a_log_with_a_hole_in_it_or_in_another_order_is_no_log(
    life: list[tuple[Event, Order]], data: st.DataObject
) -> None:
    events = [event for event, _ in life]
    other = data.draw(st.permutations(events) | st.lists(st.sampled_from(events), max_size=5))
    if other == events[: len(other)] and other:
        return
    with pytest.raises(BrokenLog):
        fold(other)


@given(st.lists(st.sampled_from([*STEPS, "OrderEaten"]), max_size=6))
def test_events_that_no_order_can_go_through_are_refused_and_never_fold_to_something(
    types: list[str],
) -> None:
    events = log(*types)
    if POSSIBLE.fullmatch("".join(LETTERS[name] for name in types)):
        assert fold(events).version == len(types)
        return
    with pytest.raises(BrokenLog):
        fold(events)


def test_a_log_that_counts_wrong_has_lost_something() -> None:
    at = "2026-11-21T12:00:00.000Z"
    placed = changes.placed(placed_order())
    for events in ([replace(placed, number=2)], [placed, Event(3, "OrderConfirmed", at)]):
        with pytest.raises(BrokenLog, match="missing"):
            fold(events)


@pytest.mark.parametrize(
    "status", [Status.CONFIRMED, Status.FULFILLING, Status.COMPLETED, Status.RETURNED, Status.CANCELLED]
)
def test_a_confirmed_order_stays_sold_even_when_it_comes_back_unless_it_is_cancelled(status: Status) -> None:
    order = replace(placed_order(), head=Head("ord_x", status, 4), confirmed_at="2026-11-22T00:00:01.000Z")
    assert view_of(order).sold_on == (None if status is Status.CANCELLED else "2026-11-22")


def test_a_reason_that_nobody_gives_breaks_a_log() -> None:
    fence = Event(2, "OrderCancelling", "2026-11-21T12:00:00.000Z", {"reason": "bad-mood"})
    with pytest.raises(BrokenLog, match="bad-mood"):
        fold([changes.placed(placed_order()), fence])


def test_a_log_of_the_second_schema_says_that_what_was_delivered_was_charged() -> None:
    old = {"delivered": {"water": 1}}
    assert upcast("OrderCompleted", old, 2) == old | {"charged": None}
    ways = log(*WAYS["COMPLETED"].split())
    events = [*ways[:-1], replace(ways[-1], data=upcast("OrderCompleted", old, 2))]
    assert replay(placed_order(), events).charged == 250


def test_what_was_taken_back_is_what_refunded_returns_say() -> None:
    lines = {"ReturnRequested": {"a": 3}, "ReturnRejected": {"a": 1}, "ReturnRefunded": {"a": 2, "b": 1}}
    at = "2026-11-21T12:00:00.000Z"
    first, second = (
        [
            Event(number, name, at, {"return_id": one, "lines": units})
            for number, (name, units) in enumerate(lines.items(), 7)
        ]
        for one in ("ret_1", "ret_2")
    )
    assert taken_back([*first, *second]) == {"a": 4, "b": 2}
    failed = Event(10, "OrderRefundFailed", at, {"return_id": "ret_1"})
    assert taken_back([*first, failed, first[-1]]) == {"a": 2, "b": 1}


def test_an_order_placed_under_the_first_schema_is_read_as_one_whose_items_are_unknown() -> None:
    old = {"owner": "own_a", "total": {"amount": 250, "currency": "EUR"}}
    assert upcast("OrderPlaced", old, 1) == old | {"items": None}
    assert old.keys() == {"owner", "total"}


def test_a_return_of_the_second_schema_was_accepted_whole_and_refunded_to_the_card() -> None:
    refund = {"amount": 900, "currency": "EUR"}
    assert upcast("ReturnRefunded", {"refund": refund}, 2) == {
        "refund": refund,
        "declined": {},
        "given_back": {"amount": 0, "currency": "EUR"},
    }


@given(st.sampled_from([*STEPS, "OrderEaten"]), st.dictionaries(st.text(), st.integers()))
def test_an_event_of_the_current_schema_or_a_newer_one_is_read_as_it_is(
    name: str, data: dict[str, int]
) -> None:
    for version in (SCHEMA_VERSION, SCHEMA_VERSION + 1):
        assert upcast(name, data, version) == data


def test_an_old_event_passes_every_schema_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {
        ("E", version): lambda data, version=version: {"seen": [*data["seen"], version]}
        for version in range(1, 4)
    }
    del steps["E", 2]
    monkeypatch.setattr(schema, "UPCASTS", steps)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 4)
    assert upcast("E", {"seen": []}, 1) == {"seen": [1, 3]}
    assert upcast("E", {"seen": []}, 3) == {"seen": [3]}
