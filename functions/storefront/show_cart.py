"""Show a cart: at today's prices, with the stock of each line as it is looked at."""

from dataclasses import asdict
from typing import Any

from functions.cart.cart import Cart
from functions.cart.pricing import WithdrawnLine, price
from functions.catalog import store as catalog
from functions.catalog.priced_line import PricedLine
from functions.inventory import stock
from functions.inventory import store as inventory
from functions.inventory.stock import Reservation, ReservationState
from functions.shared.items import Unreadable, describe
from functions.shared.money import Money
from functions.shared.observe import count, logger

_TELLING = ("short", "sold_out")
"""Levels that are shown with how many units are available."""


def show_cart(cart: Cart) -> dict[str, Any]:
    """`{lines, total, credit, to_pay, version, checkout}`. The total is that of the lines that can be
    ordered; `credit` is what was asked for, null for none, and `to_pay` what the total leaves to pay.

    What lines of one SKU want is taken together. Units that an order of this very cart holds count as
    available: they are the customer's.
    """
    priced = price(cart.lines, catalog.offer())
    wanted = stock.wanted(priced.offered)
    available = _available(cart, wanted)
    left = priced.total.amount - cart.credit_for(priced.total.amount)
    return {
        "lines": [_present(line, wanted, available) for line in priced.lines],
        "total": priced.total.as_dict(),
        "credit": Money(cart.credit, priced.total.currency).as_dict() if cart.credit else None,
        "to_pay": Money(left, priced.total.currency).as_dict(),
        "version": cart.version,
        "checkout": cart.checkout,
    }


def _available(cart: Cart, wanted: dict[str, int]) -> dict[str, int]:
    available = inventory.levels(list(wanted))
    own = _own(cart.checkout) if cart.checkout else None
    if own is not None and own.state is ReservationState.HELD:
        for piece in own.units:
            available[piece.sku] = available.get(piece.sku, 0) + piece.quantity
    return available


def _own(order_id: str) -> Reservation | None:
    try:
        return inventory.load_reservation(order_id)
    except Unreadable as broken:
        logger.error("stock not read", extra={"order_id": order_id, "error": describe(broken)})
        count("StockNotRead")
        return None


def _present(
    line: PricedLine | WithdrawnLine, wanted: dict[str, int], available: dict[str, int]
) -> dict[str, Any]:
    if isinstance(line, WithdrawnLine):
        return _unpriced(line) | {"stock": "withdrawn", "available": None}
    there = available[line.sku]
    level = stock.level_for(wanted[line.sku], there)
    return line.as_dict() | {"stock": level, "available": there if level in _TELLING else None}


def _unpriced(line: WithdrawnLine) -> dict[str, Any]:
    return asdict(line) | {"unit_price": None, "line_total": None}
