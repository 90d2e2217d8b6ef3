from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.order import order as orders
from functions.order import schema
from functions.order.history import STEPS, BrokenLog, fold, replay
from functions.order.order import Change, Event, Head, Order, Reason, Status
from functions.order.schema import SCHEMA_VERSION, upcast
from functions.order.view import view_of
from functions.shared.money import Money

START = datetime(2026, 11, 21, 23, 59, 59, 123000, UTC)
LINES = [{"sku": "water", "quantity": 2}]

Act = Callable[[Head, datetime, Reason], Change]
ACTS: dict[Status, list[Act]] = {
    Status.PENDING: [
        lambda head, now, _reason: orders.confirm(head, now),
        lambda head, now, reason: orders.begin_cancelling(head, reason, now),
    ],
    Status.CANCELLING: [lambda head, now, _reason: orders.cancel(head, now)],
}


def placed_order() -> Order:
    head = Head("ord_x", Status.PENDING, 1)
    return Order(head, "own_a", LINES, Money(250), "2026-11-21T23:59:59.123Z", "pm_card_visa", {}, "d")


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[Event, Order]]:
    """What may become of an order: each event, with the order as its heads say it stood then."""
    order = placed_order()
    life = [(orders.placed(order), order)]
    for seconds in range(1, 10):
        acts = ACTS.get(order.status, [])
        if not acts or draw(st.booleans()):
            break
        now = START + timedelta(seconds=seconds)
        change = draw(st.sampled_from(acts))(order.head, now, draw(st.sampled_from(list(Reason))))
        confirmed_at = change.event.at if change.after.status is Status.CONFIRMED else order.confirmed_at
        order = replace(order, head=change.after, confirmed_at=confirmed_at)
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
    possible = (
        ["OrderPlaced"],
        ["OrderPlaced", "OrderConfirmed"],
        ["OrderPlaced", "OrderCancelling"],
        ["OrderPlaced", "OrderCancelling", "OrderCancelled"],
    )
    events = [Event(number, name, "2026-11-21T12:00:00.000Z") for number, name in enumerate(types, start=1)]
    if types in possible:
        assert fold(events).version == len(types)
        return
    with pytest.raises(BrokenLog):
        fold(events)


def test_a_log_that_counts_wrong_has_lost_something() -> None:
    at = "2026-11-21T12:00:00.000Z"
    placed = orders.placed(placed_order())
    for events in ([replace(placed, number=2)], [placed, Event(3, "OrderConfirmed", at)]):
        with pytest.raises(BrokenLog, match="missing"):
            fold(events)


def test_an_order_that_was_confirmed_and_is_not_any_more_is_not_sold() -> None:
    confirmed = replace(
        placed_order(), head=Head("ord_x", Status.CONFIRMED, 2), confirmed_at="2026-11-22T00:00:01.000Z"
    )
    assert view_of(confirmed).sold_on == "2026-11-22"
    assert view_of(replace(confirmed, head=Head("ord_x", Status.CANCELLED, 4))).sold_on is None


def test_a_reason_that_nobody_gives_breaks_a_log() -> None:
    fence = Event(2, "OrderCancelling", "2026-11-21T12:00:00.000Z", {"reason": "bad-mood"})
    with pytest.raises(BrokenLog, match="bad-mood"):
        fold([orders.placed(placed_order()), fence])


def test_an_order_placed_under_the_first_schema_is_read_as_one_whose_items_are_unknown() -> None:
    old = {"owner": "own_a", "total": {"amount": 250, "currency": "EUR"}}
    assert upcast("OrderPlaced", old, 1) == old | {"items": None}
    assert old.keys() == {"owner", "total"}


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
