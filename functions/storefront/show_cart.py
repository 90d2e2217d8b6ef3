"""Show a cart: at today's prices, with the stock of each line as it is looked at."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from functions.cart.cart import Cart
from functions.cart.pricing import WithdrawnLine, goods_of, price, wishes_of
from functions.catalog import store as catalog
from functions.catalog.priced_line import PricedLine
from functions.inventory import stock
from functions.inventory import store as inventory
from functions.inventory.stock import Reservation, ReservationState
from functions.payment import provider_limits
from functions.pricing.quote import Quote, QuotedLine, quote
from functions.pricing.shop import Place, Shop
from functions.pricing.store import shop_of
from functions.pricing.totals import less_credit, present_totals
from functions.shared import clock
from functions.shared.items import Unreadable, describe
from functions.shared.money import Money, shop_currency
from functions.shared.observe import count, logger

_TELLING = ("short", "sold_out")
"""Levels that are shown with how many units are available."""


def show_cart(cart: Cart) -> dict[str, Any]:
    """`{lines, delivery, delivery_options, codes, totals, total, credit, to_pay, version, checkout}`. Totals
    are those of the lines that can be ordered; `credit` is what was asked for, null for none, and `to_pay`
    what it leaves of the total.

    What lines of one SKU want is taken together. Units that an order of this very cart holds count as
    available: they are the customer's.
    """
    offer = catalog.offer()
    priced, shop = price(cart.lines, offer), shop_of(offer)
    goods = goods_of(priced.offered, offer)
    wishes = wishes_of(cart, goods, shop)
    quoted = quote(goods, shop, wishes, clock.now(), provider_limits.of_shop().step)
    lines = {line.line_id: line for line in quoted.lines}
    wanted = stock.wanted(priced.offered)
    available = _available(cart, wanted)
    credit = cart.credit_for(quoted.total)
    return {
        "lines": [_present(line, lines, wanted, available) for line in priced.lines],
        "delivery": _delivery(quoted, wishes.destination or shop.place),
        "delivery_options": _options(quoted, shop, wishes.destination or shop.place),
        "codes": [{"code": one.code, "applied": one.applied, "why": one.why} for one in quoted.codes],
        "totals": present_totals(less_credit(quoted.totals(), credit), shop_currency()),
        "total": Money(quoted.total).as_dict(),
        "credit": Money(cart.credit).as_dict() if cart.credit else None,
        "to_pay": Money(quoted.total - credit).as_dict(),
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


def _delivery(quoted: Quote, to: Place | None) -> dict[str, Any] | None:
    """As it would be placed; None where nothing has to be delivered."""
    if quoted.delivery is None or to is None:
        return None
    return {"method": quoted.delivery.method, "country": to.country, "region": to.region}


def _options(quoted: Quote, shop: Shop, to: Place | None) -> list[dict[str, Any]]:
    """At what they cost for these goods, before codes."""
    if quoted.delivery is None:
        return []
    return [
        {
            "method": method.method,
            "name": method.name,
            "price": Money(method.price_for(quoted.goods)).as_dict(),
        }
        for method in shop.methods_to(to)
    ]


def _present(
    line: PricedLine | WithdrawnLine,
    quoted: Mapping[str, QuotedLine],
    wanted: dict[str, int],
    available: dict[str, int],
) -> dict[str, Any]:
    if isinstance(line, WithdrawnLine):
        return _unpriced(line) | {"stock": "withdrawn", "available": None}
    there, cost = available[line.sku], quoted[line.line_id]
    level = stock.level_for(wanted[line.sku], there)
    return line.as_dict() | {
        "discount": Money(cost.discount).as_dict(),
        "tax": Money(cost.tax).as_dict(),
        "stock": level,
        "available": there if level in _TELLING else None,
    }


def _unpriced(line: WithdrawnLine) -> dict[str, Any]:
    return asdict(line) | dict.fromkeys(("unit_price", "line_total", "discount", "tax"))
