"""What each row of the bill takes, call by call: a change that makes a checkout dearer names its place here.

`make bench` writes the same numbers into docs/performance.md.
"""

import pytest

from bench.assumptions import Assumptions
from bench.bill import Tariff
from bench.charging import Call
from bench.counting import Counts, transitions
from bench.deployed import read_deployed
from bench.prices import read_prices
from bench.shared_costs import SharedWork
from tests.workflows.saga import FORWARD, WAY_BACK
from tests.world.executions import history
from tests.world.world import World

BUDGET_USD = 110
ROOM_FOR_OWN_CPU_USD = 2
"""Measured by `make bench` it is about 1.2, which no test should depend on."""

PLACING = {
    "Checkouts PutItem: Idempotency 1": 1,
    "Checkouts GetItem: Carts 1": 1,
    "Checkouts TransactWriteItems: Orders 4, Orders/due 1, Carts 2": 1,
    "Checkouts UpdateItem: Idempotency 1": 1,
    "Checkouts GetItem: Payments 1": 1,
    "ReserveStock GetItem: Orders 1": 1,
    "ReserveStock TransactWriteItems: Orders 2, Stock 4": 1,
}
AUTHORIZING = {
    "AuthorizePayment PutItem: Idempotency 1": 1,
    "AuthorizePayment PutItem: Payments 1": 1,
    "AuthorizePayment UpdateItem: Payments 1": 1,
}
CLOSING = {
    "AbandonOrder GetItem: Orders 1": 1,
    "AbandonOrder GetItem: Stock 1": 1,
    "VoidPayment PutItem: Payments 1": 1,
    "CloseOrder GetItem: Orders 1": 2,
    "CloseOrder TransactWriteItems: Orders 4, Orders/due 1, Carts 2": 1,
}
CALLS = {
    "to CONFIRMED": PLACING
    | AUTHORIZING
    | {
        "AuthorizePayment UpdateItem: Idempotency 1": 1,
        "ConfirmOrder TransactWriteItems: Orders 4, Stock 4, Carts 2": 1,
        "Relay BatchGetItem: Orders 1": 1,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 1, OrderViews/by_day 1": 1,
    },
    "declined": PLACING
    | AUTHORIZING
    | CLOSING
    | {
        "AuthorizePayment DeleteItem: Idempotency 1": 1,
        "AbandonOrder TransactWriteItems: Orders 4, Stock 4": 1,
        "VoidPayment UpdateItem: Payments 1": 1,
        "Relay BatchGetItem: Orders 1": 2,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 1": 1,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 2": 1,
    },
    "sold out": PLACING
    | CLOSING
    | {
        "ReserveStock TransactGetItems: Stock 4": 1,
        "AbandonOrder TransactWriteItems: Orders 4, Stock 2": 1,
        "Relay BatchGetItem: Orders 1": 1,
        "Relay PutItem: OrderViews 1, OrderViews/by_status 1": 1,
    },
}


def calls(counts: Counts) -> dict[str, int]:
    """How often each function makes each call to DynamoDB, with the units it takes by table and index."""
    made: dict[str, int] = {}
    for one in counts.invocations:
        for call in filter(to_dynamodb, one.calls):
            made[f"{one.function} {call}"] = made.get(f"{one.function} {call}", 0) + 1
    return made


def to_dynamodb(call: Call) -> bool:
    return call.to_dynamodb


@pytest.mark.parametrize("title", list(CALLS))
def test_every_call_to_dynamodb_takes_the_units_that_it_took(rows: dict[str, Counts], title: str) -> None:
    made, expected = calls(rows[title]), CALLS[title]

    dearer = [f"{call}, {times} times" for call, times in made.items() if times > expected.get(call, 0)]
    gone = [f"{call}, {times} times" for call, times in expected.items() if times > made.get(call, 0)]
    assert (dearer, gone) == ([], []), f"{title}: now there is {dearer}; what is gone is {gone}"


@pytest.mark.parametrize(
    ("title", "writes", "reads"), [("to CONFIRMED", 32, 4), ("declined", 41, 9), ("sold out", 31, 12)]
)
def test_units_add_up_to(rows: dict[str, Counts], title: str, writes: float, reads: float) -> None:
    assert (rows[title].writes, rows[title].reads) == (writes, reads)


def test_a_further_line_costs_four_write_units(rows: dict[str, Counts]) -> None:
    """Two for taking the units, two for selling them; an order of three lines is over 1 KB once it is
    confirmed, which doubles that write of its head."""
    assert rows["to CONFIRMED, three lines"].writes == rows["to CONFIRMED"].writes + 2 * 4 + 2


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


def test_functions_write_no_more_log_than_this(rows: dict[str, Counts]) -> None:
    written = {
        title: {one.function: one.log_bytes for one in rows[title].invocations if one.log_bytes}
        for title in CALLS
    }
    assert written == {
        "to CONFIRMED": {"ConfirmOrder": 205},
        "declined": {"AuthorizePayment": 305, "CloseOrder": 241},
        "sold out": {"ReserveStock": 298, "CloseOrder": 237},
    }


def test_a_retried_state_is_a_transition_more(world: World) -> None:
    world.sells()
    world.fault("ReserveStock", "before")

    order_id = world.places_order()
    world.run_to_end()

    assert world.path(order_id) == FORWARD
    assert transitions(history(world.executions.of(order_id))) == 4


def test_what_checkouts_share_is_read_seldom_and_writes_nothing(shared: SharedWork) -> None:
    assert shared.authorizer.calls == ()
    assert shared.sweep.reads == 4
    assert {f"{one.function} {call}" for one in shared.refresh for call in one.calls} == {
        "Checkouts Scan: Catalog 1",
        "ReserveStock GetItem: Stock 1",
    }


def test_a_million_checkouts_to_confirmed_stay_within_the_budget(
    bench_world: World, rows: dict[str, Counts], shared: SharedWork
) -> None:
    deployed = read_deployed(bench_world.cloud.template)
    bill = Tariff(read_prices(), Assumptions(), deployed).bill(rows["to CONFIRMED"], shared, {})

    lines = [f"{line.service}, {line.what}: ${line.usd:.2f}" for line in bill.lines]
    assert bill.counted + ROOM_FOR_OWN_CPU_USD < BUDGET_USD, lines
