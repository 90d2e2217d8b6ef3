"""Buyers in restored tables: more of them than there are units of a thing that costs nothing.

It costs nothing, and nobody has to bring it, so that neither the provider nor anybody's card hears of it. No
state machine runs: that of the shop works on the shop's own tables. The steps are the shipped ones, called
here in the machine's order, some of them twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from botocore.exceptions import ClientError

from functions.cart.cart import Line
from functions.cart.change_cart import put_line
from functions.catalog import store as catalog
from functions.catalog.product import Product
from functions.checkout import steps, workflow
from functions.checkout.draft_order import CheckoutRequest
from functions.checkout.look_at_stock import NotInStock
from functions.checkout.place_order import place_order
from functions.inventory.receive_stock import set_available
from functions.order import store as orders
from functions.order.order import Status
from functions.payment import steps as payment_steps
from functions.shared import ids
from functions.shared.errors import BusinessError
from functions.shared.money import Money

SKU = "restore-drill"
UNITS = 8
BUYERS = 14
AT_ONCE = 14
KEY = "restore-drill"
ADDRESS = {
    "name": "Restore Drill",
    "line1": "1 Nowhere St",
    "city": "Nowhere",
    "postal_code": "80100",
    "country": "IT",
}


@dataclass
class Bought:
    """`refused`: no order was written, nothing being left."""

    order_ids: set[str] = field(default_factory=set)
    confirmed: int = 0
    cancelled: int = 0
    refused: int = 0

    @property
    def right(self) -> bool:
        """Every unit is sold, none twice, and nobody is left in between."""
        return self.confirmed == UNITS and self.cancelled + self.refused == BUYERS - UNITS


def let_them_buy(signed_by: str) -> Bought:
    """In whatever tables the environment names, CHECKOUT_MACHINE being none that there is."""
    free = Money(0)
    catalog.save(Product(SKU, "Restore drill", "In restored tables alone", free, (), needs_delivery=False))
    set_available(SKU, UNITS, signed_by)
    with ThreadPoolExecutor(AT_ONCE) as buyers:
        ended = list(buyers.map(_buy, range(BUYERS)))
    bought = Bought()
    for order_id, status in ended:
        bought.confirmed += status is Status.CONFIRMED
        bought.cancelled += status is Status.CANCELLED
        bought.refused += status is None
        bought.order_ids |= {order_id} if status else set()
    return bought


def _buy(number: int) -> tuple[str, Status | None]:
    """The order's id, and what it has come to; None if the shop refused it."""
    owner = ids.new_owner()
    put_line(owner, Line("1", SKU, {}, 1), None)
    request = CheckoutRequest(None, Money(0), ADDRESS, compared={"buyer": number})
    try:
        place_order(owner, KEY, request)
    except NotInStock:
        return "", None
    except ClientError:
        pass  # the order is written; its machine is not there, and its steps are taken here
    order_id = ids.order_id(owner, KEY)
    _take_steps(order_id, twice=number % 2 == 0)
    return order_id, orders.load(order_id).head.status


def _take_steps(order_id: str, *, twice: bool) -> None:
    given = workflow.given(orders.load(order_id))
    try:
        for _ in range(2 if twice else 1):
            held = steps.reserve_stock(given, None)
            payment_steps.authorize_payment(held, None)
            steps.confirm_order(held, None)
    except BusinessError as failed:
        payment_steps.authorize_payment(given, None)  # nothing to pay is recorded, or the provider is asked
        cause = json.dumps({"errorMessage": str(failed)})
        failure = {"Error": type(failed).__name__, "Cause": cause}
        abandoned = steps.abandon_order({"order_id": order_id, "failure": failure}, None)
        payment_steps.void_payment({"order_id": order_id, "abandoned": abandoned}, None)
        steps.close_order({"order_id": order_id}, None)
