"""No transaction that an order in many pieces meets is larger than DynamoDB takes."""

import pytest

from functions.cart import writes as carts
from functions.checkout.confirm_order import MOST_PIECES
from functions.credit import writes as credit
from functions.fulfilment import writes as fulfilments
from functions.inventory import writes as stock
from functions.inventory.stock import HeldCredit, Reservation, ReservationState, Units
from functions.inventory.uses import CustomerUse, sku_of
from functions.order import changes
from functions.order import writes as orders
from functions.order.order import Head, Reason, Status
from functions.payment.writes import record_credited
from functions.pricing.shop import MAX_CODES
from functions.shared import clock
from functions.shared.money import Money
from functions.shared.table import MOST_WRITES
from functions.shared.write import Write
from tests.orders import order

CODES = [f"CODE-{number}" for number in range(MAX_CODES)]
PIECES = (
    *(Units(sku_of(code), 0, 1) for code in CODES),
    *(Units("pizza", number, 2) for number in range(MOST_PIECES - MAX_CODES)),
)
"""Each code is limited in all, and by customer."""
USES = tuple(CustomerUse(code, "own_guest", 1) for code in CODES)
CREDIT = HeldCredit("own_guest", 500)
HELD = Reservation("ord_x", ReservationState.HELD, PIECES, credit=CREDIT, uses=USES)
NOW = clock.now()


def confirmed() -> list[Write]:
    change = changes.confirm(Head("ord_x", Status.PENDING, 1), NOW)
    return [*orders.advance(change), *stock.sell("ord_x", PIECES), carts.empty("own_a", "ord_x", NOW)]


def fenced(status: Status) -> list[Write]:
    change = changes.begin_cancelling(Head("ord_x", status, 1), Reason.REJECTED_BY_SHOP, NOW)
    return orders.advance(change, "2026-11-21T12:30:00.000Z")


def credit_ended(spent: int) -> list[Write]:
    """That of a guest who became somebody: the rest is theirs."""
    return credit.end_hold(CREDIT.owner, CREDIT.amount, spent, "ord_x", "own_a", "2026")


TRANSACTIONS = {
    "held": [*stock.hold("ord_x", PIECES, CREDIT, USES), credit.hold(CREDIT.owner, CREDIT.amount)],
    "confirmed": confirmed(),
    "abandoned": [*fenced(Status.PENDING), *stock.release(HELD), *credit_ended(0)],
    "not packed": [
        *fenced(Status.FULFILLING),
        *fulfilments.abandon("ord_x", None, "not-packed-in-time", "2026"),
        *stock.give_back(HELD),
        *credit_ended(0),
    ],
    "packed in part": [
        *orders.advance(changes.complete(order(status=Status.FULFILLING), {}, Money(0), NOW, Money(0))),
        *stock.restock(HELD, (), PIECES),
        *credit_ended(400),
        record_credited("ord_x", 400),
    ],
    "returned": stock.take_in(HELD, "ret_x", PIECES, ()),
}


@pytest.mark.parametrize("name", TRANSACTIONS)
def test_an_order_in_as_many_pieces_as_may_be_fits_into_its_transactions(name: str) -> None:
    assert len(TRANSACTIONS[name]) <= MOST_WRITES


def test_the_largest_of_them_is_full() -> None:
    assert max(TRANSACTIONS, key=lambda name: len(TRANSACTIONS[name])) == "not packed"
    assert len(TRANSACTIONS["not packed"]) == MOST_WRITES
