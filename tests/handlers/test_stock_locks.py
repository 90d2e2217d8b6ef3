"""Each condition of a write on stock holds alone. In a transaction another one often makes up for it."""

from dataclasses import replace

import pytest

from functions.inventory import store, writes
from functions.inventory.stock import Layout, Reservation, ReservationState, Units
from functions.shared.table import transact
from functions.shared.write import Write
from harness.items import breaks, present
from tests.handlers.refusals import refused
from tests.handlers.shop import Shop
from tests.handlers.stockroom import fill, shelves

pytestmark = pytest.mark.usefixtures("empty_shelves")

TWO = (Units("water", 0, 2),)
ONE = (Units("water", 0, 1),)
SHARD = writes.shard_label("water", 0)


def reservation() -> Reservation:
    return present(store.load_reservation("ord_x"))


def sold(order_id: str = "ord_x") -> Reservation:
    transact(writes.hold(order_id, TWO))
    transact(writes.sell(order_id, TWO))
    return present(store.load_reservation(order_id))


def of_shards(changes: list[Write]) -> list[Write]:
    return [one for one in changes if one.label == SHARD]


CLAIMED = Reservation("ord_x", ReservationState.SOLD, TWO)


@pytest.mark.parametrize(
    "changes",
    [
        writes.hold("ord_x", TWO),
        writes.sell("ord_x", TWO),
        writes.release(CLAIMED),
        writes.give_back(CLAIMED),
        writes.restock(CLAIMED, (), TWO),
        writes.take_in(CLAIMED, "ret_1", TWO, ()),
        [writes.shift("water", 0, -2)],
    ],
    ids=["hold", "sell", "release", "give back", "restock", "take in", "shift"],
)
def test_a_shard_gives_no_more_than_it_has_whatever_a_reservation_says(
    shop: Shop, changes: list[Write]
) -> None:
    shop.stock("water", 1)

    assert refused(*of_shards(changes)) == {SHARD}

    assert shelves() == [(1, 0, 0, 1)]


def test_a_reservation_is_never_written_over(shop: Shop) -> None:
    shop.stock("water", 9)
    transact(writes.hold("ord_x", TWO))

    for changes in (writes.hold("ord_x", ONE), writes.bury("ord_x")):
        assert refused(*changes) == {writes.RESERVATION}

    assert reservation().units == TWO


def test_a_return_is_taken_in_once(shop: Shop) -> None:
    shop.stock("water", 9)
    transact(writes.take_in(sold(), "ret_1", ONE, ONE))

    assert refused(*writes.take_in(reservation(), "ret_1", ONE, ())) == {writes.RESERVATION}

    assert shelves() == [(8, 0, 1, 9)]


def test_of_two_returns_that_saw_the_same_units_one_looks_again(shop: Shop) -> None:
    shop.stock("water", 9)
    seen = sold()
    transact(writes.take_in(seen, "ret_1", ONE, ONE))

    for changes in (writes.take_in(seen, "ret_2", ONE, ONE), writes.restock(seen, ONE, ONE)):
        assert refused(*changes) == {writes.RESERVATION}

    assert shelves() == [(8, 0, 1, 9)]


def test_of_what_was_given_back_nothing_comes_back_once_more(shop: Shop) -> None:
    shop.stock("water", 9)
    seen = sold()
    sold("ord_other")
    transact(writes.give_back(seen))

    for changes in (
        writes.give_back(seen),
        writes.restock(seen, ONE, ONE),
        writes.take_in(seen, "ret_1", ONE, ONE),
    ):
        assert refused(*changes) == {writes.RESERVATION}

    assert shelves() == [(7, 0, 2, 9)]


def test_what_is_only_held_is_not_given_back_as_if_it_were_sold(shop: Shop) -> None:
    shop.stock("water", 9)
    sold("ord_other")
    transact(writes.hold("ord_x", TWO))

    assert refused(*writes.give_back(reservation())) == {writes.RESERVATION}


def test_stock_that_was_corrected_or_rebalanced_meanwhile_is_not_revised(shop: Shop) -> None:
    fill("water", 1, 1)
    seen = store.look("water")
    transact([writes.revise(seen, Layout(2, 1))])

    for earlier in (seen, replace(seen, version=0), replace(seen, version=0, layout=None)):
        assert refused(writes.revise(earlier, Layout(3, 3))) == {writes.SKU}


def test_stock_of_which_no_version_was_kept_is_revised_once(shop: Shop) -> None:
    fill("water", 1, 1)
    breaks(writes.TABLE, writes.sku_key("water"), "version")
    seen = store.look("water")

    transact([writes.revise(seen, Layout(2, 1))])

    assert refused(writes.revise(seen, Layout(2, 2))) == {writes.SKU}
    assert store.look("water").version == 1
