from dataclasses import replace
from datetime import UTC, datetime

import pytest

from functions.order import changes
from functions.order import order as orders
from functions.order.changes import ReturnOutcome
from functions.order.keys import DUE_BUCKETS, due_bucket
from functions.order.order import Event, Head, Order, Reason, Status
from functions.order.writes import advance, create
from functions.shared.money import Money
from tests.orders import line
from tests.orders import order as an_order

NOW = datetime(2026, 11, 21, 12, 0, 0, 123000, UTC)
PENDING = Head("ord_x", Status.PENDING, 1)
WATERS = line("1", 125, 2, sku="water", name="Water")


def order(head: Head = PENDING) -> Order:
    return replace(an_order(WATERS), head=head)


def test_the_first_event_says_who_ordered_what_for_how_much_and_nothing_personal() -> None:
    total = {"amount": 250, "currency": "EUR"}
    data = {"owner": "own_a", "total": total, "items": [{"sku": "water", "quantity": 2}]}
    placed = Event(1, "OrderPlaced", "2026-11-21T12:00:00.000Z", data)
    assert changes.placed(order()) == placed


def test_an_order_is_confirmed_by_its_next_event() -> None:
    change = changes.confirm(PENDING, NOW)
    assert change.before == PENDING
    assert change.after == Head("ord_x", Status.CONFIRMED, 2)
    assert change.event == Event(2, "OrderConfirmed", "2026-11-21T12:00:00.123Z", {})


def test_the_reason_given_at_the_fence_is_kept_to_the_end() -> None:
    fenced = changes.begin_cancelling(PENDING, Reason.OUT_OF_STOCK, NOW).after
    assert fenced == Head("ord_x", Status.CANCELLING, 2, Reason.OUT_OF_STOCK)
    closed = changes.cancel(fenced, NOW)
    assert closed.after == Head("ord_x", Status.CANCELLED, 3, Reason.OUT_OF_STOCK)
    assert closed.event.data == {"reason": "out-of-stock"}


def test_the_fence_tells_how_many_there_were_of_what_was_out_of_stock() -> None:
    change = changes.begin_cancelling(PENDING, Reason.OUT_OF_STOCK, NOW, {"pizza": 2})
    assert change.event.data == {"reason": "out-of-stock", "short": {"pizza": 2}}
    head, _ = advance(change)
    assert head.values["short"] == {"pizza": 2}


def test_what_was_missing_is_shown_line_by_line_once_the_order_is_cancelled() -> None:
    lines = (line("a", quantity=2, sku="pizza"), line("water"), line("b", quantity=3, sku="pizza"))
    placed = replace(order(), lines=lines, short={"pizza": 4})
    fenced, closed = (
        replace(placed, head=Head("ord_x", status, 2, Reason.OUT_OF_STOCK))
        for status in (Status.CANCELLING, Status.CANCELLED)
    )
    assert orders.present(fenced, None)["missing"] == []
    assert orders.present(closed, None)["missing"] == [
        {"line_id": "a", "sku": "pizza", "name": "a", "wanted": 2, "available": 4},
        {"line_id": "b", "sku": "pizza", "name": "b", "wanted": 3, "available": 4},
    ]


def test_an_order_is_undecided_until_it_is_confirmed_or_cancelled() -> None:
    statuses = (Status.PENDING, Status.CANCELLING, Status.CONFIRMED, Status.CANCELLED)
    undecided = [Head("ord_x", status, 1).undecided for status in statuses]
    assert undecided == [True, True, False, False]


@pytest.mark.parametrize(
    ("status", "shown", "reason"),
    [
        (Status.PENDING, "PENDING", None),
        (Status.CANCELLING, "PENDING", None),
        (Status.CONFIRMED, "CONFIRMED", None),
        (Status.CANCELLED, "CANCELLED", "payment-declined"),
    ],
)
def test_a_customer_sees_a_fenced_order_as_pending_and_a_reason_only_at_the_end(
    status: Status, shown: str, reason: str | None
) -> None:
    why = Reason.PAYMENT_DECLINED if status in (Status.CANCELLING, Status.CANCELLED) else None
    found = orders.present(order(Head("ord_x", status, 2, why)), None)
    assert (found["status"], found["reason"]) == (shown, reason)
    told = {"order_id", "status", "reason", "lines", "missing", "total", "to_pay", "charged", "credited"}
    told |= {"refunded", "placed_at"}
    assert found.keys() == told | {"next_action"}


def test_lines_of_an_order_that_the_card_paid_nothing_for_show_no_money() -> None:
    let_go = replace(order(), delivered={"1": 1}, returned={"1": 1}, charged=0)
    (one,) = orders.present_lines(let_go, {"1": 1})
    assert (one["charged"]["amount"], one["refunded"]["amount"]) == (0, 0)


def test_an_order_shows_what_became_of_its_lines_and_of_its_money() -> None:
    back = replace(order(), delivered={"1": 2}, returned={"1": 2}, charged=250, refunded=125)
    shown = orders.present(back, None)
    assert (shown["charged"]["amount"], shown["refunded"]["amount"]) == (250, 125)
    (one,) = orders.present_lines(back, {"1": 1})
    assert (one["quantity"], one["delivered"], one["returned"]) == (2, 2, 1)
    assert one["paid"] == {"amount": 250, "currency": "EUR"}
    assert (one["charged"]["amount"], one["refunded"]["amount"]) == (250, 125)
    own = {"delivered", "returned", "paid", "charged", "refunded"}
    assert one.keys() - own == shown["lines"][0].keys()


def test_a_timeline_tells_what_happened_when_and_no_more() -> None:
    shown = orders.present_timeline([changes.placed(order())])
    assert shown == [{"type": "OrderPlaced", "at": "2026-11-21T12:00:00.000Z"}]


def test_a_new_order_is_its_first_event_and_a_head_that_is_due_and_neither_replaces_another() -> None:
    head, event = create(order(), changes.placed(order()), "2026-11-21T12:01:00.000Z")
    assert head.item is not None
    assert event.item is not None
    assert (head.item["order_id"], head.item["item"]) == ("ord_x", "head")
    assert (head.item["due_at"], head.item["due_bucket"]) == ("2026-11-21T12:01:00.000Z", due_bucket("ord_x"))
    assert (event.item["item"], event.item["schema_version"]) == ("event#000001", 3)
    assert {head.condition, event.condition} == {"attribute_not_exists(#order_id)"}


def test_a_head_advances_only_from_where_it_was_seen_and_leaves_what_is_due_at_its_end() -> None:
    fence = changes.begin_cancelling(PENDING, Reason.OUT_OF_STOCK, NOW)
    head, _ = advance(fence)
    assert head.condition == "#status = :seen AND #version = :seen_version"
    assert (head.values["seen"], head.values["seen_version"]) == (Status.PENDING, 1)
    assert "REMOVE" not in head.changes
    fulfilling = changes.begin_fulfilling(changes.confirm(PENDING, NOW).after, NOW)
    for on_its_way in (changes.confirm(PENDING, NOW), fulfilling):
        assert "due" not in advance(on_its_way)[0].changes
    for end in (
        changes.cancel(fence.after, NOW),
        changes.complete(order(fulfilling.after), {}, Money(0), NOW),
    ):
        assert advance(end)[0].changes.endswith(" REMOVE #due_at, #due_bucket")


def test_a_change_says_when_the_order_is_to_be_looked_after_next() -> None:
    head, _ = advance(changes.begin_cancelling(PENDING, Reason.OUT_OF_STOCK, NOW), "2026-11-21T12:30:00.000Z")
    assert "#due_at = :due_at" in head.changes
    assert head.values["due_at"] == "2026-11-21T12:30:00.000Z"


def test_another_state_machine_counts_its_executions_from_one_again() -> None:
    confirmed = replace(changes.confirm(PENDING, NOW).after, run=3)
    fulfilling = changes.begin_fulfilling(confirmed, NOW)
    assert fulfilling.after.execution == "ord_x"
    assert advance(fulfilling)[0].values["run"] == 1
    fenced = changes.begin_cancelling(replace(fulfilling.after, run=2), Reason.REJECTED_BY_SHOP, NOW)
    assert fenced.after.run == 2


def test_units_announced_to_come_back_are_spoken_for_until_the_return_is_rejected() -> None:
    delivered = replace(order(), delivered={"a": 3, "b": 1}, returned={"a": 1})
    requested = changes.request_return(delivered, "ret_x", {"a": 1, "b": 1}, NOW)
    assert requested.sets == {"returned": {"a": 2, "b": 1}, "refunded": 0}
    assert requested.event.data == {"return_id": "ret_x", "lines": {"a": 1, "b": 1}}
    after = replace(delivered, head=requested.after, returned={"a": 2, "b": 1})
    assert changes.reject_return(after, "ret_x", {"a": 1, "b": 1}, NOW).sets["returned"] == {"a": 1}
    in_part = ReturnOutcome({"a": 1}, {"b": 1}, Money(900), Money(0), Money(0))
    refunded = changes.refund_return(after, "ret_x", in_part, NOW)
    assert refunded.sets == {"returned": {"a": 2}, "refunded": 900}
    again = changes.refund_return(replace(after, refunded=900), "ret_y", in_part, NOW)
    assert again.sets["refunded"] == 1800


def test_a_completed_order_says_what_was_delivered_and_what_the_card_paid() -> None:
    change = changes.complete(order(replace(PENDING, status=Status.FULFILLING)), {"1": 1}, Money(125), NOW)
    assert change.event.data == {"delivered": {"1": 1}, "charged": {"amount": 125, "currency": "EUR"}}
    at = change.event.at
    assert change.sets == {"completed_at": at, "delivered": {"1": 1}, "charged": 125, "refunded": 0}


def test_units_that_are_accepted_are_counted_after_those_accepted_before() -> None:
    delivered = replace(order(), delivered={"a": 3, "b": 1}, returned={"a": 3}, accepted={"a": 1})
    accepted = changes.accept_return(delivered, "ret_x", {"a": 2}, NOW)
    assert accepted.sets["accepted"] == {"a": 3}
    assert accepted.event.data == {"return_id": "ret_x", "lines": {"a": 2}}


def test_the_head_of_a_confirmed_order_keeps_since_when_it_is_and_no_other_head_does() -> None:
    confirmed, _ = advance(changes.confirm(PENDING, NOW))
    assert confirmed.values["confirmed_at"] == "2026-11-21T12:00:00.123Z"
    assert "#confirmed_at = :confirmed_at" in confirmed.changes
    fenced, _ = advance(changes.begin_cancelling(PENDING, Reason.OUT_OF_STOCK, NOW))
    assert "confirmed_at" not in fenced.changes


def test_what_is_due_spreads_over_all_buckets() -> None:
    assert len({due_bucket(f"ord_{number}") for number in range(200)}) == DUE_BUCKETS
