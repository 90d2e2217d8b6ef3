"""Before an order is written: what cannot be had is refused, and said line by line."""

from typing import Any

import pytest

from functions.checkout import look_at_stock as door
from functions.inventory import look_store, stock, store
from functions.inventory.known_levels import known_levels
from functions.inventory.look_store import look_at
from functions.inventory.receive_stock import set_available, set_shards
from functions.shared import ids
from functions.shared.table import TransactionConflicted
from harness.items import MISSING, breaks
from tests.handlers import cloud, saga
from tests.handlers.saga import reserves
from tests.handlers.shop import Shop
from tests.handlers.stockroom import fill

OUT_OF_STOCK = (409, "out-of-stock")
PLENTY = 10 * stock.SOLD_PER_SECOND + stock.LOW
"""So many that a level is gone by for ten seconds."""


def missing(line_id: str, wanted: int, available: int, sku: str = "water", name: str = "Water") -> Any:
    return {"line_id": line_id, "sku": sku, "name": name, "wanted": wanted, "available": available}


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The SKUs of each look at all shards."""
    made: list[list[str]] = []

    def look(skus: list[str]) -> Any:
        made.append(skus)
        return look_at(skus)

    monkeypatch.setattr(look_store, "look_at", look)
    return made


def test_more_than_there_are_is_refused_before_an_order_exists_and_the_key_stays_free(shop: Shop) -> None:
    shop.stock("water", 10)
    shop.put(quantity=99)
    for _ in range(2):
        reply = shop.check_out(99 * 250)
        assert (reply.refusal, reply.body["lines"]) == (OUT_OF_STOCK, [missing("1", 99, 10)])
        assert "Idempotent-Replayed" not in reply.headers
        assert "order_id" not in reply.body
    assert shop.cart()["checkout"] is None
    assert shop.call("GET /orders").body["orders"] == []
    assert shop.executions() == []
    shop.put(quantity=10)
    assert shop.check_out(2500).status == 202


def test_two_lines_of_one_sku_want_it_together_and_both_are_named(shop: Shop) -> None:
    shop.stock("water", 3)
    shop.put("a", quantity=2)
    shop.put("b", quantity=2)
    reply = shop.check_out(1000)
    assert (reply.refusal, reply.body["lines"]) == (OUT_OF_STOCK, [missing("a", 2, 3), missing("b", 2, 3)])


def test_all_lines_that_are_short_are_named_and_no_other(shop: Shop) -> None:
    shop.stock("water", 0)
    shop.stock("pizza", 4)
    shop.put("a", sku="pizza", options={"size": "large"}, quantity=2)
    shop.put("b")
    shop.put("c", sku="pizza", options={"size": "regular"}, quantity=2)
    reply = shop.check_out(2 * 1100 + 250 + 2 * 800)
    assert reply.body["lines"] == [missing("b", 1, 0)]
    shop.stock("pizza", 3)
    pizza = {"available": 3, "sku": "pizza", "name": "Margherita"}
    reply = shop.check_out(2 * 1100 + 250 + 2 * 800)
    assert reply.body["lines"] == [missing("a", 2, **pizza), missing("b", 1, 0), missing("c", 2, **pizza)]


@pytest.mark.usefixtures("empty_shelves")
def test_what_was_never_received_cannot_be_had(shop: Shop) -> None:
    shop.put()
    reply = shop.check_out()
    assert (reply.refusal, reply.body["lines"]) == (OUT_OF_STOCK, [missing("1", 1, 0)])


def test_units_that_others_hold_are_not_there_until_they_are_given_back(shop: Shop) -> None:
    shop.stock("water", 1)
    first = shop.buys("own_eve")
    reserves(first)
    shop.put()
    assert shop.check_out().body["lines"] == [missing("1", 1, 0)]
    saga.abandon(first, saga.Reason.PAYMENT_DECLINED)
    assert shop.check_out().status == 202


@pytest.mark.usefixtures("empty_shelves")
def test_the_last_units_are_had_wherever_they_lie(shop: Shop) -> None:
    fill("water", 1, 0, 2)
    shop.put(quantity=3)
    assert shop.check_out(750).status == 202


def test_where_there_is_plenty_nothing_is_looked_at(shop: Shop, looks: list[list[str]]) -> None:
    shop.put(quantity=99)
    assert shop.check_out(99 * 250).status == 202
    assert looks == []


@pytest.mark.parametrize(("units", "looked"), [(7, [["water"]]), (8, [])])
def test_a_level_within_five_of_what_is_wanted_is_looked_at(
    shop: Shop, looks: list[list[str]], units: int, looked: list[list[str]]
) -> None:
    shop.stock("water", units)
    shop.put(quantity=3)
    assert shop.check_out(750).status == 202
    assert looks == looked


def test_a_low_level_of_a_moment_ago_refuses_nobody(shop: Shop) -> None:
    shop.stock("water", 0)
    shop.put()
    assert shop.check_out().refusal == OUT_OF_STOCK
    set_available("water", 1, "ada")
    assert known_levels(["water"]) == {"water": 0}
    assert shop.check_out().status == 202


def sold_out_behind_the_door(shop: Shop) -> str:
    """An order of two waters that passed the door; one is left when it comes to reserve them."""
    shop.stock("water", 10)
    shop.put("w", quantity=2)
    order_id: str = shop.check_out(500).body["order_id"]
    set_available("water", 1, "ada")
    saga.sell_out(order_id)
    return order_id


@pytest.mark.parametrize("forgotten", [False, True], ids=["record kept", "record lost"])
def test_what_is_missed_behind_the_door_is_told_in_every_repeat_and_in_the_order(
    shop: Shop, forgotten: bool
) -> None:
    order_id = sold_out_behind_the_door(shop)
    if forgotten:
        cloud.empty_table("IDEMPOTENCY_TABLE")
    told = [missing("w", 2, 1)]
    for _ in range(2):
        repeat = shop.check_out(500)
        assert (repeat.refusal, repeat.body["order_id"]) == (OUT_OF_STOCK, order_id)
        assert repeat.body["lines"] == told
        assert repeat.headers["Idempotent-Replayed"] == "true"
    assert shop.order(order_id)["missing"] == told


def test_an_order_that_was_out_of_stock_before_lines_were_kept_names_none(shop: Shop) -> None:
    order_id = shop.buys()
    saga.cancel(order_id, saga.Reason.OUT_OF_STOCK)
    assert shop.check_out().body["lines"] == []
    assert shop.order(order_id)["missing"] == []


@pytest.mark.parametrize("forgotten", [False, True], ids=["record kept", "record lost"])
def test_a_repeat_meets_its_order_though_that_holds_the_last_units(shop: Shop, forgotten: bool) -> None:
    shop.stock("water", 1)
    order_id = shop.buys()
    saga.confirm(order_id)
    cloud.forget_stock()
    shop.put("w")
    if forgotten:
        cloud.empty_table("IDEMPOTENCY_TABLE")
    repeat = shop.check_out()
    assert (repeat.status, repeat.body["order_id"]) == (201, order_id)
    assert shop.check_out(key="another").refusal == OUT_OF_STOCK


@pytest.mark.parametrize(("key", "answered"), [("tab-1", 202), ("tab-2", 409)])
def test_who_reads_the_cart_before_an_order_of_it_takes_the_last_units_meets_that_order(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, key: str, answered: int
) -> None:
    """Another tab places and holds between this one's look at the cart and its look at the stock."""
    raced: list[str] = []

    def overtaken(skus: list[str]) -> Any:
        if not raced:
            raced.append("")
            cloud.empty_table("IDEMPOTENCY_TABLE")
            raced[0] = shop.check_out(key="tab-1").body["order_id"]
            reserves(raced[0])
        return look_at(skus)

    shop.stock("water", 1)
    shop.put()
    monkeypatch.setattr(look_store, "look_at", overtaken)
    reply = shop.check_out(key=key)
    assert (reply.status, reply.body["order_id"]) == (answered, raced[0])
    assert answered == 202 or reply.refusal == (409, "checkout-in-progress")


def test_stock_that_cannot_be_read_is_left_to_the_order(shop: Shop) -> None:
    shop.stock("water", 1)
    shop.put()
    breaks("STOCK_TABLE", {"id": "shard#water#0"}, "received", MISSING)
    assert shop.check_out().status == 202


def test_stock_that_moves_too_fast_to_be_looked_at_is_left_to_the_order(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflicted(_: Any) -> Any:
        raise TransactionConflicted

    shop.stock("water", 1)
    shop.put()
    monkeypatch.setattr(door.look_store, "look_at", conflicted)
    assert shop.check_out().status == 202


def test_what_keeps_an_order_from_being_placed_is_said_one_after_the_other(
    shop: Shop, request: pytest.FixtureRequest
) -> None:
    """From the last to the first: each hides all that come after it."""
    request.getfixturevalue("stripe_secret")(None)
    shop.put("w")
    assert shop.check_out().refusal == (503, "payments-not-configured")
    shop.stock("water", 0)
    assert shop.check_out().refusal == OUT_OF_STOCK
    assert shop.check_out(1).refusal == (409, "price-changed")
    request.getfixturevalue("withdrawn_water")
    assert shop.check_out(1).refusal == (409, "unavailable")
    assert shop.check_out(1, cart_version=7).refusal == (409, "cart-changed")
    shop.call("DELETE /cart/lines/w")
    assert shop.check_out(1).refusal == (409, "cart-empty")


@pytest.mark.usefixtures("empty_shelves")
def test_many_skus_are_looked_at_in_as_few_reads_as_they_fit_into(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    skus = [f"sku-{number}" for number in range(50)]
    for number, sku in enumerate(skus):
        fill(sku, number, 0, 1)
    store.levels(skus)
    reads: list[int] = []
    read = look_store.transact_get

    def counted(keys: Any) -> Any:
        reads.append(len(keys))
        return read(keys)

    monkeypatch.setattr(look_store, "transact_get", counted)
    assert {sku: one.available for sku, one in look_at(skus).items()} == {
        sku: number + 1 for number, sku in enumerate(skus)
    }
    assert reads == [100, 100]


def test_shards_that_a_process_has_not_heard_of_are_looked_at_too(shop: Shop) -> None:
    shop.stock("water", 3)
    store.levels(["water"])
    known = dict(store._counts)
    set_shards("water", 3)
    store._counts.update(known)
    assert look_at(["water", "pizza"])["water"].available == 3


def test_a_level_is_read_once_in_ten_seconds_and_renewed_by_one_before_it_is_old(
    shop: Shop, moment: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[list[str]] = []

    def levels(skus: list[str]) -> dict[str, int]:
        reads.append(skus)
        if len(reads) == 2:  # others come while the one that renews reads
            assert known_levels(["water"]) == {"water": PLENTY}
        return dict.fromkeys(skus, PLENTY)

    monkeypatch.setattr(store, "levels", levels)
    for moment[0] in (0.0, 5.0, 7.9, 9.99, 10.1, 20.2):
        assert known_levels(["water"]) == {"water": PLENTY}
    assert reads == [["water"]] * 3
    known_levels(["water", "pizza"])
    assert reads[3:] == [["pizza"]]


def test_a_level_is_gone_by_for_no_longer_than_its_units_last_however_many_buyers_come(
    shop: Shop, moment: list[float]
) -> None:
    shop.stock("water", stock.LOW + stock.SOLD_PER_SECOND)
    for moment[0], known in ((0.0, 305), (0.7, 305), (1.1, 299)):
        assert known_levels(["water"]) == {"water": known}
        set_available("water", 299, "ada")


def test_the_door_holds_nothing(shop: Shop) -> None:
    shop.stock("water", 2)
    shop.put(quantity=3)
    shop.check_out(750)
    assert {one.held for one in store.look("water").shards} == {0}
    assert store.load_reservation(ids.order_id("own_ada", "key-1")) is None
