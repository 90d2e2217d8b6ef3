"""No transaction that an order in many pieces meets is larger than DynamoDB takes."""

import pytest

from functions.cart import writes as carts
from functions.checkout.confirm_order import MOST_PIECES
from functions.fulfilment import writes as fulfilments
from functions.inventory import writes as stock
from functions.inventory.stock import Reservation, ReservationState, Units
from functions.order import changes
from functions.order import writes as orders
from functions.order.order import Head, Reason, Status
from functions.shared import clock
from functions.shared.money import ZERO
from functions.shared.table import MOST_WRITES
from functions.shared.write import Write

PIECES = tuple(Units("pizza", number, 2) for number in range(MOST_PIECES))
HELD = Reservation("ord_x", ReservationState.HELD, PIECES)
NOW = clock.now()


def confirmed() -> list[Write]:
    change = changes.confirm(Head("ord_x", Status.PENDING, 1), NOW)
    return [*orders.advance(change), *stock.sell("ord_x", PIECES), carts.empty("own_a", "ord_x", NOW)]


def fenced(status: Status) -> list[Write]:
    change = changes.begin_cancelling(Head("ord_x", status, 1), Reason.REJECTED_BY_SHOP, NOW)
    return orders.advance(change, "2026-11-21T12:30:00.000Z")


TRANSACTIONS = {
    "held": stock.hold("ord_x", PIECES),
    "confirmed": confirmed(),
    "abandoned": [*fenced(Status.PENDING), *stock.release(HELD)],
    "not packed": [
        *fenced(Status.FULFILLING),
        *fulfilments.abandon("ord_x", None, "not-packed-in-time", "2026"),
        *stock.give_back(HELD),
    ],
    "packed in part": [
        *orders.advance(changes.complete(Head("ord_x", Status.FULFILLING, 1), {}, ZERO, NOW)),
        *stock.restock(HELD, (), PIECES),
    ],
    "returned": stock.take_in(HELD, "ret_x", PIECES, ()),
}


@pytest.mark.parametrize("name", TRANSACTIONS)
def test_an_order_in_as_many_pieces_as_may_be_fits_into_its_transactions(name: str) -> None:
    assert len(TRANSACTIONS[name]) <= MOST_WRITES


def test_the_largest_of_them_is_full() -> None:
    assert len(TRANSACTIONS["confirmed"]) == MOST_WRITES
