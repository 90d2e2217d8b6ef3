"""A region is lost, and the shop goes on in another from what replication left there."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.order.store import load_with_events
from functions.payment.provider import provider
from functions.shared import clock
from functions.shared.money import Money
from harness.customers import DECLINED_CARD
from harness.moto.world import SKU, World
from ops import __main__ as ops
from ops import fail_over as command
from ops import mend
from tests.workflows.operating import Capture, told
from tests.workflows.replication import Items, Replication

SEEDS = range(4)
LAG = 14
"""Writes that may not have arrived: more than an order's way through one saga makes."""
AGAIN = ("fail-over", "--why", "lost", "--yes", "--quiet", "1")


@pytest.fixture
def replication(shop: World, operator: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replication]:
    """Into a region where nothing runs until it is opened: the tests let only their own sagas run."""
    monkeypatch.setattr(command, "stack_outputs", lambda: {})
    monkeypatch.setattr(command, "close_region", lambda: None)
    monkeypatch.setattr(command, "open_region", lambda: None)
    found = Replication(shop.cloud)
    with found.watching():
        yield found


def everything_happens(shop: World) -> None:
    """Orders at every place of their way, when the region is lost with all that runs and waits in it."""
    shop.delivered_order(2)
    shop.buys(DECLINED_CARD)
    shop.offered()
    shop.confirmed()
    shop.places_order()
    is_lost(shop)


def is_lost(shop: World) -> None:
    shop.executions.lose()
    shop.messages("PackingRequests")
    shop.messages("Warehouse")


def refused(capsys: Capture, *arguments: str) -> str:
    """What is said at last of a command that mends nothing."""
    capsys.readouterr()
    assert ops.main([*AGAIN, *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()[-1]


def goes_on(shop: World) -> None:
    """Whatever is open comes to its end: the stream, the warehouse."""
    for _ in range(2):
        shop.run_to_rest()
        shop.relays()
        shop.run_to_rest()
        for work in shop.offers():
            shop.report(work)
    shop.run_to_end()


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_replication_left_of_orders_each_ends_charged_once_and_nothing_is_sold_twice(
    shop: World, replication: Replication, capsys: Capture, seed: int
) -> None:
    everything_happens(shop)
    arrived = replication.left_behind(seed, LAG * (1 + seed))
    replication.arrives(arrived)

    report = told(capsys, *AGAIN)
    goes_on(shop)

    assert report["ok"], report
    assert set(shop.violations()) <= carts_that_never_arrived(replication, arrived)


def carts_that_never_arrived(replication: Replication, arrived: Items) -> set[str]:
    """What their customers had put into them is gone: nobody but the lost region knew of it."""
    carts = {place for place in replication.ever() if place[0] == "Carts"}
    return {f"the cart of {owner} was not given back" for _, (owner,) in carts - arrived.keys()}


@pytest.mark.parametrize("lost", ["event#000001", "event#000002", "event#000003", "head"])
def test_an_item_of_an_orders_log_may_never_arrive(
    shop: World, replication: Replication, capsys: Capture, lost: str
) -> None:
    """What stands behind a gap is taken back, and comes again."""
    order_id = shop.asked()
    is_lost(shop)
    arrived = {place: item for place, item in replication.now().items() if lost not in str(place)}
    replication.arrives(arrived)

    report = told(capsys, *AGAIN)
    goes_on(shop)

    assert report["lost" if lost == "head" else "put_back"]["for_example"] == [order_id]
    if lost != "head":
        assert shop.outcome(order_id) == ("COMPLETED", None)
        assert [event.number for event in load_with_events(order_id)[1]] == [1, 2, 3, 4]


def test_a_head_that_is_behind_its_log_says_again_all_that_it_said(
    shop: World, replication: Replication, capsys: Capture
) -> None:
    """When it was handed over, too: by that it is known whether the price of its delivery comes back."""
    order_id, work = shop.offered(2)
    before = replication.now()
    shop.report(work)
    shop.run_to_rest()
    was = shop.order(order_id)
    is_lost(shop)
    head = ("Orders", (order_id, "head"))
    replication.arrives(replication.now() | {head: before[head]})
    assert shop.order(order_id).completed_at is None

    assert told(capsys, *AGAIN)["put_back"]["for_example"] == [order_id]

    assert shop.order(order_id) == was


@pytest.mark.parametrize("table", ["Orders", "Payments", "Stock", "Fulfilments", "Carts"])
def test_a_whole_table_may_be_behind_the_others(
    shop: World, replication: Replication, capsys: Capture, table: str
) -> None:
    shop.offered()
    is_lost(shop)
    replication.arrives(replication.lag_of(table, LAG))

    assert told(capsys, *AGAIN)["ok"]
    goes_on(shop)


def test_who_fails_over_twice_finds_nothing_left_to_mend(
    shop: World, replication: Replication, capsys: Capture
) -> None:
    everything_happens(shop)
    replication.arrives(replication.left_behind(1, LAG))
    told(capsys, *AGAIN)
    goes_on(shop)

    again = told(capsys, *AGAIN)

    assert again["ok"]
    for done in ("lost", "put_back", "cancelled", "going_on", "paid_unrecorded", "units_corrected"):
        assert again[done]["orders"] == 0, done
    assert again["counted_anew"] == {}


@pytest.mark.parametrize("step", ["_send_on", "_shelve", "_free_carts", "_end"])
def test_one_that_was_killed_is_done_again(
    shop: World, replication: Replication, capsys: Capture, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    shop.offered()
    shop.confirmed()
    is_lost(shop)
    replication.arrives(replication.left_behind(3, LAG))

    with monkeypatch.context() as killed:
        killed.setattr(mend, step, interrupted)
        with pytest.raises(Killed):
            told(capsys, *AGAIN)
    assert told(capsys, *AGAIN)["ok"]
    goes_on(shop)


class Killed(BaseException):
    pass


def interrupted(*_: Any) -> None:
    raise Killed


def test_while_the_lost_region_still_sells_nothing_is_mended(
    shop: World, replication: Replication, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its orders do not arrive any more; that its customers pay is seen at the provider."""
    before = replication.now()
    nobodys = "ord_" + "a" * 32

    def sells_on(_seconds: float) -> None:
        provider.create_hold(nobodys, Money(500, "eur"))

    with monkeypatch.context() as selling:
        selling.setattr(clock, "pause", sells_on)
        assert "the lost region still sells" in refused(capsys)
    assert replication.now() == before


def test_while_orders_still_arrive_nothing_is_mended(
    shop: World, replication: Replication, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arrives(_seconds: float) -> None:
        shop.places_order()

    with monkeypatch.context() as arriving:
        arriving.setattr(clock, "pause", arrives)
        assert "orders still arrive or change here" in refused(capsys)
    shop.run_to_end()


def test_a_replica_without_one_table_is_refused_by_the_tables_name(
    shop: World, replication: Replication, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = shop.template.tables["Orders"].name
    outputs = {"OrdersTable": there, "PaymentsTable": "never-replicated"}
    monkeypatch.setattr(command, "stack_outputs", lambda: outputs)

    said = refused(capsys)

    assert "Payments (never-replicated) is not there" in said
    assert "Orders" not in said


def test_a_table_that_came_empty_is_no_reason_to_cancel_what_was_sold(
    shop: World, replication: Replication, capsys: Capture
) -> None:
    shop.confirmed(quantity=2)
    is_lost(shop)
    arrived: Items = {place: item for place, item in replication.now().items() if place[0] != "Stock"}
    replication.arrives(arrived)

    said = refused(capsys, "--most-given-up", "0")

    assert "1 orders would be given up" in said
    assert "1 for want of units" in said
    assert replication.now() == arrived
    told(capsys, *AGAIN, "--most-given-up", "1")
    goes_on(shop)


def test_a_unit_that_was_given_back_and_bought_again_is_sold_once(
    shop: World, replication: Replication, capsys: Capture
) -> None:
    """That it was given back has not arrived, that somebody else bought it has."""
    shop.leaves(1)
    first = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    held = replication.now()
    shop.answers_bank_token(first, "PaymentDeclined")
    shop.run_to_end()
    second = shop.confirmed()
    is_lost(shop)
    old = {place: item for place, item in held.items() if first in str(place) or first in str(item)}
    newer = {place: item for place, item in replication.now().items() if first not in str(place)}
    replication.arrives(newer | old)

    report = told(capsys, *AGAIN)
    goes_on(shop)

    assert report["cancelled"]["for_example"] == [first]
    assert shop.outcome(first)[0] == "CANCELLED"
    assert shop.outcome(second)[0] == "COMPLETED"
    assert shop.stock(SKU)["sold"] == 1
