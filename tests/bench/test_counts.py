"""What each row of the bill takes, call by call: a change that makes a checkout dearer names its place here.

`make bench` writes the same numbers into docs/performance.md.
"""

from collections import Counter
from fractions import Fraction

import pytest

from bench.bill import MILLION, Bill, Tariff
from bench.bill_growth import SHARDS, Growth
from bench.counting import Counts, transitions
from bench.deployed import read_deployed
from bench.exact import Exact
from bench.markdown import dollars
from bench.operating import LISTS, MEASURES, MEASURING, WHOLE
from bench.prices import read_prices
from bench.rows import read_rows
from bench.sagas import PUBLISHED, Saga
from bench.shared_costs import SharedWork
from bench.talking import TALKS
from harness.moto.executions import history
from harness.moto.world import FORWARD, PACKED, REFUNDED, WAY_BACK, World
from harness.template import Template

BUDGETS_USD = {"to CONFIRMED": 105, "to COMPLETED": 200, "refused at the door": 10}
"""A million of them, as counted; what own CPU adds is measured, which no test should depend on."""

PLACING = {
    "Checkouts PutItem: Idempotency 1": 1,
    "Checkouts GetItem: Carts 1": 1,
    "Checkouts BatchGetItem: Sessions 1": 1,
    "Checkouts TransactWriteItems: Orders 4, Orders/due 1, Carts 2": 1,
    "Checkouts UpdateItem: Idempotency 1": 1,
    "ReserveStock TransactWriteItems: Stock 4": 1,
}
AUTHORIZING = {
    "AuthorizePayment PutItem: Idempotency 1": 1,
    "AuthorizePayment PutItem: Payments 1": 1,
    "AuthorizePayment UpdateItem: Payments 1": 1,
}
CLOSING = {
    "AbandonOrder GetItem: Orders 1": 1,
    "AbandonOrder GetItem: Stock 1": 1,
    "VoidPayment UpdateItem: Payments 1": 1,
    "CloseOrder GetItem: Orders 1": 2,
    "CloseOrder TransactWriteItems: Orders 4, Orders/due 1, Carts 2": 1,
}
CONFIRMING = {
    "AuthorizePayment UpdateItem: Idempotency 1": 1,
    "ConfirmOrder TransactWriteItems: Orders 4, Stock 4, Carts 2": 1,
}
FULFILLING = {
    "Relay GetItem: Orders 1": 1,
    "Relay GetItem: Payments 1": 1,
    "Relay TransactWriteItems: Orders 4, Orders/due 2, Fulfilments 2": 1,
    "Relay GetItem: Fulfilments 1": 1,
    "Relay UpdateItem: Fulfilments 1": 1,
    "OfferPacking UpdateItem: Fulfilments 1": 1,
    "OfferPacking GetItem: Orders 1": 1,
    "ReportPacking GetItem: Orders 1": 1,
    "ReportPacking UpdateItem: Orders 1, Orders/due 2": 1,
    "ReportPacking UpdateItem: Fulfilments 1": 1,
    "CompleteOrder GetItem: Orders 1": 2,
    "CompleteOrder GetItem: Fulfilments 1": 1,
    "CompleteOrder GetItem: Payments 1": 1,
    "CompleteOrder UpdateItem: Payments 1": 2,
    "CompleteOrder TransactWriteItems: Orders 4, Orders/due 1": 1,
    "Relay BatchGetItem: Orders 1": 3,
    "Relay GetItem: OrderViews 1": 1,
    "Relay PutItem: OrderViews 1, OrderViews/by_status 1, OrderViews/by_ending 1": 1,
    "Relay PutItem: OrderViews 1, OrderViews/by_status 2": 1,
}
HEARING = {"Webhook GetItem: Payments 1": 1}
CALLS = {
    "to CONFIRMED": PLACING
    | AUTHORIZING
    | CONFIRMING
    | {"Relay BatchGetItem: Orders 1": 1, "Relay PutItem: OrderViews 1, OrderViews/by_status 1": 1},
    "to COMPLETED": PLACING | AUTHORIZING | CONFIRMING | FULFILLING | HEARING,
    "a return": {
        "Returns GetItem: Orders 1": 2,
        "Returns GetItem: Payments 1": 1,
        "Returns TransactWriteItems: Orders 6, Orders/due 1, Orders/lists 1": 1,
        "AwaitInspection UpdateItem: Orders 1": 1,
        "Operator GetItem: Orders 1": 3,
        "Operator GetItem: Payments 1": 1,
        "Operator TransactWriteItems: Orders 6, Orders/lists 2, Payments 2, Journal 2,"
        " Journal/by_target 1": 1,
        "RefundPayment GetItem: Orders 1": 1,
        "RefundPayment GetItem: Payments 1": 1,
        "RefundPayment UpdateItem: Payments 1": 2,
        "RestockItems GetItem: Orders 1": 2,
        "RestockItems GetItem: Stock 1": 1,
        "RestockItems TransactWriteItems: Stock 4": 1,
        "CloseReturn GetItem: Orders 1": 2,
        "CloseReturn Query: Orders 1": 1,
        "CloseReturn GetItem: Payments 1": 1,
        "CloseReturn TransactWriteItems: Orders 8, Orders/due 1, Orders/lists 3, Payments 2": 1,
        "Relay BatchGetItem: Orders 1": 2,
        "Relay PutItem: OrderViews 1": 1,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 2": 1,
    },
    "a receipt": {"Receipts GetItem: Orders 1": 1, "Receipts GetItem: Fulfilments 1": 1},
    "declined": PLACING
    | AUTHORIZING
    | CLOSING
    | {
        "AuthorizePayment DeleteItem: Idempotency 1": 1,
        "AbandonOrder TransactWriteItems: Orders 4, Stock 4": 1,
        "AbandonOrder GetItem: Orders 1": 2,
        "AbandonOrder UpdateItem: Sessions 1": 4,
        "VoidPayment UpdateItem: Payments 1": 2,
        "Relay GetItem: Fulfilments 1": 1,
        "Relay BatchGetItem: Orders 1": 2,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 1, OrderViews/by_ending 1": 1,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 2": 1,
    },
    "sold out": PLACING
    | CLOSING
    | {
        "ReserveStock TransactGetItems: Stock 6": 1,
        "AbandonOrder TransactWriteItems: Orders 4, Stock 2": 1,
        "Relay GetItem: Fulfilments 1": 1,
        "Relay BatchGetItem: Orders 1": 1,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 1, OrderViews/by_ending 1": 1,
    },
    "refused at the door": {
        "Checkouts PutItem: Idempotency 1": 1,
        "Checkouts GetItem: Carts 1": 2,
        "Checkouts TransactGetItems: Stock 4": 1,
        "Checkouts GetItem: Orders 1": 1,
        "Checkouts DeleteItem: Idempotency 1": 1,
    },
}


def calls(counts: Counts) -> Counter[str]:
    """How often each function makes each call to DynamoDB, with the units it takes by table and index."""
    return Counter(
        f"{one.function} {call}" for one in counts.invocations for call in one.calls if call.to_dynamodb
    )


@pytest.mark.parametrize("title", list(CALLS))
def test_every_call_to_dynamodb_takes_the_units_that_it_took(rows: dict[str, Counts], title: str) -> None:
    made, expected = calls(rows[title]), Counter(CALLS[title])

    assert made == expected, f"{title}: now there is {made - expected}; what is gone is {expected - made}"


def test_units_add_up_to(rows: dict[str, Counts]) -> None:
    assert {title: (rows[title].writes, rows[title].reads) for title in CALLS} == {
        "to CONFIRMED": (29, 3),
        "to COMPLETED": (54, 16),
        "a return": (46, 18),
        "a receipt": (0, 2),
        "declined": (44, 10),
        "sold out": (30, 14),
        "refused at the door": (2, 7),
    }


def test_a_further_line_costs_four_write_units(rows: dict[str, Counts]) -> None:
    """Two for taking the units, two for selling them; an order of three lines is over 1 KB, which doubles
    both writes of its head."""
    assert rows["to CONFIRMED, three lines"].writes == rows["to CONFIRMED"].writes + 2 * 4 + 2 * 2


def test_a_bill_grows_with_the_lines_of_an_order_and_not_with_the_shards_of_what_it_takes(
    growth: Growth,
) -> None:
    assert {count: units(bill) for count, bill in growth.by_lines.items()} == {
        1: (29, 3),
        3: (41, 3),
        10: (79, 3),
        30: (184, 4),  # a cart of more than 4 KB
    }
    assert {count: units(bill) for count, bill in growth.by_shards.items()} == dict.fromkeys(SHARDS, (29, 3))
    assert {count: units(bill) for count, bill in growth.refused.items()} == {
        count: (2, 5 + 2 * count) for count in SHARDS
    }


def units(bill: Bill) -> tuple[Exact, Exact]:
    return bill.counts.writes, bill.counts.reads


@pytest.mark.parametrize("saga", PUBLISHED, ids=lambda saga: saga.name)
def test_a_checkout_to_confirmed_takes_less_than_a_published_saga(
    rows: dict[str, Counts], saga: Saga
) -> None:
    ours, prices = rows["to CONFIRMED"], read_prices()
    taken = [ours.transitions, len(ours.invocations), ours.writes, ours.reads, ours.requests]
    named = ("state_transition", "lambda_request", "write_unit", "read_unit", "api_request")
    assert sum(MILLION * prices[name].of(units) for name, units in zip(named, taken, strict=True)) < saga.usd(
        prices
    )


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("to CONFIRMED", FORWARD),
        ("declined", ["ReserveStock", "AuthorizePayment", *WAY_BACK]),
        ("sold out", ["ReserveStock", *WAY_BACK]),
    ],
)
def test_every_state_entered_is_one_transition_and_one_invocation(
    rows: dict[str, Counts], title: str, path: list[str]
) -> None:
    counts = rows[title]

    assert list(counts.path) == path
    assert counts.transitions == len(path)
    on_the_way = [one.function for one in counts.invocations if one.function != "Relay"]
    assert on_the_way == ["Checkouts", *path]


def test_an_order_that_goes_well_reaches_the_relay_once_with_both_its_events(rows: dict[str, Counts]) -> None:
    (relay,) = rows["to CONFIRMED"].of("Relay")

    assert relay.events == 2


def test_a_success_to_completed_takes_three_transitions_and_two_more(rows: dict[str, Counts]) -> None:
    counts = rows["to COMPLETED"]

    assert list(counts.path) == [*FORWARD, *PACKED]
    assert counts.executions == ("Checkout", "Fulfilment")
    assert counts.transitions == 3 + 2


def test_a_return_takes_four_transitions(rows: dict[str, Counts]) -> None:
    assert list(rows["a return"].path) == REFUNDED
    assert rows["a return"].transitions == 4


def test_what_runs_for_a_completed_order_and_for_a_return(rows: dict[str, Counts]) -> None:
    """The relay: placed and confirmed, fulfilling, completed. The webhook: held."""
    assert [one.function for one in rows["to COMPLETED"].invocations] == [
        *("Checkouts", *FORWARD, "Relay", "Relay"),
        *("Webhook", "OfferPacking", "ReportPacking"),
        *("CompleteOrder", "Relay"),
    ]
    assert [one.function for one in rows["a return"].invocations] == [
        *("Returns", "Relay", "AwaitInspection", "Operator"),
        *("RefundPayment", "RestockItems", "CloseReturn", "Relay"),
    ]
    assert [one.events for one in rows["to COMPLETED"].of("Relay")] == [2, 1, 1]
    assert [one.events for one in rows["a return"].of("Relay")] == [1, 3]


def test_four_messages_of_twelve_requests_pass_for_a_completed_order(
    template: Template, rows: dict[str, Counts]
) -> None:
    assert rows["to COMPLETED"].messages == (
        *("PackingRequests", "Warehouse"),
        *("PackingResults", "Warehouse"),
    )
    assert rows["a return"].messages == ()
    assert read_deployed(template).fifo >= {"PackingRequests"}
    polled = ("Jobs", "NoticesHeldBack", "PackingRequests", "PackingResults", "Sayings")
    assert read_deployed(template).polled == polled


def test_a_share_of_returns_adds_that_share_of_one(
    tariff: Tariff, rows: dict[str, Counts], shared: SharedWork
) -> None:
    share = Fraction(3, 100)
    order, returned = rows["to COMPLETED"], rows["a return"]
    without, mixed = tariff.bill(order, shared, {}), tariff.with_returns(order, returned, shared, {})

    written, written_without = (
        next(line.units for line in bill.lines if line.what == "write request units")
        for bill in (mixed, without)
    )
    assert mixed.lines[0].units == 5 + 4 * share
    assert written - written_without == 46 * share
    assert mixed.title == "to COMPLETED, with a return in 3 % of orders"


def test_the_news_of_a_hold_are_one_request_and_no_part_of_the_rows_to_confirmed(
    tariff: Tariff, rows: dict[str, Counts], shared: SharedWork
) -> None:
    news = read_rows(tariff, rows, shared, {}).news.counts

    assert [one.function for one in news.invocations] == ["Webhook"]
    assert (news.requests, news.authorized, news.writes, news.reads) == (1, 0, 0, 1)
    assert rows["to CONFIRMED"].of("Webhook") == []


def test_an_open_page_is_counted_by_its_messages_and_an_unseen_change_by_two_reads(
    tariff: Tariff, rows: dict[str, Counts], shared: SharedWork
) -> None:
    bills = read_rows(tariff, rows, shared, {})
    page, unseen = bills.page.counts, bills.unseen.counts

    assert (page.socket_messages, page.connection_minutes, page.requests) == (30, 60, 1)
    assert [call.operation for one in unseen.invocations for call in one.calls] == ["Query"] * 8
    assert (unseen.writes, unseen.reads) == (0, 8)
    assert page.writes == 1 + 6 + 5 + 12 * 5 + 4


def taken(counts: Counts) -> tuple[int, Exact, Exact, int]:
    """Calls to DynamoDB, units written and read, messages on sockets."""
    calls = sum(one.to_dynamodb for one in counts.invocations)
    return calls, counts.writes, counts.reads, counts.socket_messages


def test_a_message_in_a_conversation_takes_this(rows: dict[str, Counts]) -> None:
    """A tab of each side hears it, and the other side's what is unread; for a customer, those who came by the
    link of a mail are looked for, too."""
    assert {one.title: taken(rows[one.title]) for one in TALKS} == {
        "a customer's message over the socket": (7, 7, 5, 4),
        "an operator's message over the socket": (9, 7, 7, 4),
        "a customer's message over HTTP": (5, 6, 4, 3),
        "an operator's message over HTTP": (7, 6, 6, 3),
    }


def test_an_operators_look_writes_nothing_and_takes_this(rows: dict[str, Counts]) -> None:
    looks = {one.title: taken(rows[one.title]) for one in (LISTS, WHOLE, MEASURES)}
    assert looks == {
        "an operator's list of orders": (57, 0, Fraction(57, 2), 0),
        "one order whole, by an operator": (9, 0, 9, 0),
        "an operator's measures": (6, 0, Fraction(7, 2), 0),
    }
    measuring = rows[MEASURING.title]
    assert [one.function for one in measuring.invocations] == ["MeasureOrders"] * 4
    assert measuring.writes == 4 * 7 + 1


def test_functions_write_no_more_log_than_this(rows: dict[str, Counts]) -> None:
    written = {
        title: {one.function: one.log_bytes for one in rows[title].invocations if one.log_bytes}
        for title in CALLS
    }
    assert written == {
        "to CONFIRMED": {"ConfirmOrder": 314},
        "to COMPLETED": {"ConfirmOrder": 314, "ReportPacking": 328, "CompleteOrder": 251},
        "a return": {"CloseReturn": 277},
        "a receipt": {},
        "declined": {"AuthorizePayment": 389, "CloseOrder": 287},
        "sold out": {"ReserveStock": 380, "CloseOrder": 283},
        "refused at the door": {"Checkouts": 279},
    }


def test_a_retried_state_is_a_transition_more(world: World) -> None:
    world.sells()
    world.fault("ReserveStock", "before")

    order_id = world.places_order()
    world.run_to_end()

    assert world.path(order_id) == FORWARD
    assert transitions(history(world.executions.of(order_id))) == 4


def test_what_checkouts_share_is_read_seldom_and_writes_nothing(shared: SharedWork) -> None:
    (signed_out,) = shared.authorizer.calls
    assert str(signed_out) == "BatchGetItem: Sessions 2"
    assert shared.sweep is not None
    assert shared.sweep.reads == 4
    assert {f"{one.function} {call}" for one in shared.refresh for call in one.calls} == {
        "Checkouts Scan: Catalog 0.5",
        "Checkouts GetItem: Idempotency 0.5",
        "AuthorizePayment GetItem: Idempotency 0.5",
        "Checkouts BatchGetItem: Stock 1",
        "ReserveStock BatchGetItem: Stock 1",
    }


@pytest.mark.parametrize("row", BUDGETS_USD)
def test_a_million_stay_within_the_budget(
    row: str, tariff: Tariff, rows: dict[str, Counts], shared: SharedWork
) -> None:
    bill = tariff.bill(rows[row], shared, {})

    lines = [f"{line.service}, {line.what}: ${dollars(line.usd)}" for line in bill.lines]
    assert bill.counted < BUDGETS_USD[row], lines
