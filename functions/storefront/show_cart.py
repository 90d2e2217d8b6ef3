"""Show a cart: at today's prices, with the stock of each line as it is looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from functions.cart.cart import Cart
from functions.cart.pricing import WithdrawnLine, goods_of, price, wishes_of
from functions.catalog import store as catalog
from functions.catalog.priced_line import PricedLine
from functions.inventory import stock
from functions.inventory import store as inventory
from functions.inventory.stock import Reservation, ReservationState
from functions.inventory.uses import counted_in, units_of, used_up
from functions.pricing.quote import Goods, Quote, QuotedLine, Wishes, method_for, needs_street
from functions.pricing.quoting import PricesUnavailable, Quoting
from functions.pricing.shop import Method, Place, Shop, Use
from functions.pricing.store import shop_of
from functions.pricing.totals import less_credit, present_totals
from functions.shared.items import Unreadable, describe
from functions.shared.money import Money, shop_currency
from functions.shared.observe import count, logger

UNPRICED = dict.fromkeys(("unit_price", "line_total", "discount", "tax"))
_TELLING = ("short", "sold_out")
"""Levels that are shown with how many units are available."""


def show_cart(cart: Cart, quoting: Quoting) -> dict[str, Any]:
    """`{lines, delivery, delivery_options, delivery_countries, needs_street, codes, priced, totals, total,
    credit, to_pay, version, checkout}`. Totals are those of the lines that can be ordered; `credit` is what
    was asked for, null for none, and `to_pay` what it leaves of the total. A cart of which nobody can say
    what it costs is not `priced`: every amount in it is null then, no code applies, and there are no totals.

    What lines of one SKU want is taken together. Units that an order of this very cart holds count as
    available, and so do uses of codes: they are the customer's.
    """
    offer = catalog.offer()
    priced, shop = price(cart.lines, offer), shop_of(offer)
    wanted, uses = stock.wanted(priced.offered), shop.uses_of(cart.codes)
    available, used = _available(cart, wanted, uses)
    shop = shop.without_uses(used_up(uses, available, used))
    goods = goods_of(priced.offered, offer)
    wishes = wishes_of(cart, goods, shop)
    method, to = method_for(goods, shop, wishes), wishes.destination or shop.place
    quoted = _quoted(quoting, goods, shop, wishes)
    lines = {line.line_id: line for line in quoted.lines} if quoted else {}
    return {
        "lines": [_present(line, lines.get(line.line_id), wanted, available) for line in priced.lines],
        "delivery": _delivery(method, to),
        "delivery_options": _options(shop.methods_to(to), quoting, quoted) if method else [],
        "delivery_countries": sorted(shop.destinations()) if method else [],
        "needs_street": needs_street(goods, method),
        "codes": _codes(cart, quoted),
        **_amounts(cart, quoted),
        "credit": Money(cart.credit).as_dict() if cart.credit else None,
        "version": cart.version,
        "checkout": cart.checkout,
    }


def _quoted(quoting: Quoting, goods: list[Goods], shop: Shop, wishes: Wishes) -> Quote | None:
    """None where nobody can say what it costs: a cart can be seen and changed all the same."""
    try:
        return quoting(goods, shop, wishes)
    except PricesUnavailable:
        return None


def _amounts(cart: Cart, quoted: Quote | None) -> dict[str, Any]:
    if quoted is None:
        return {"priced": False, "totals": [], "total": None, "to_pay": None}
    credit = cart.credit_for(quoted.total)
    return {
        "priced": True,
        "totals": present_totals(less_credit(quoted.totals(), credit), shop_currency()),
        "total": Money(quoted.total).as_dict(),
        "to_pay": Money(quoted.total - credit).as_dict(),
    }


def _codes(cart: Cart, quoted: Quote | None) -> list[dict[str, Any]]:
    if quoted is None:
        return [{"code": code, "applied": False, "takes_off": None, "why": None} for code in cart.codes]
    return [
        {"code": one.code, "applied": one.applied, "takes_off": _shown(one.takes_off), "why": one.why}
        for one in quoted.codes
    ]


def _available(
    cart: Cart, wanted: dict[str, int], uses: Sequence[Use]
) -> tuple[dict[str, int], dict[str, int]]:
    """Units by SKU, those of codes among them, and what the owner has used of codes: one read."""
    skus = [*wanted, *units_of(uses)]
    available, used = inventory.levels_and_uses(skus, cart.owner, counted_in(uses))
    own = _own(cart.checkout) if cart.checkout else None
    if own is not None and own.state is ReservationState.HELD:
        for piece in own.units:
            available[piece.sku] = available.get(piece.sku, 0) + piece.quantity
        used |= {use.code: used.get(use.code, 0) - 1 for use in own.uses}
    return available, used


def _own(order_id: str) -> Reservation | None:
    try:
        return inventory.load_reservation(order_id)
    except Unreadable as broken:
        logger.error("stock not read", extra={"order_id": order_id, "error": describe(broken)})
        count("StockNotRead")
        return None


def _delivery(method: Method | None, to: Place | None) -> dict[str, Any] | None:
    """As it would be placed; None where nothing has to be delivered."""
    if method is None or to is None:
        return None
    return {"method": method.method, "country": to.country, "region": to.region}


def _options(methods: Iterable[Method], quoting: Quoting, quoted: Quote | None) -> list[dict[str, Any]]:
    """At what they cost for these goods, before codes, as far as that is known."""
    return [
        {
            "method": method.method,
            "name": method.name,
            "price": _shown(quoting.delivery_price(method, quoted)) if quoted else None,
            "free_from": _shown(quoting.free_from(method)),
        }
        for method in methods
    ]


def _shown(amount: int | None) -> dict[str, Any] | None:
    return None if amount is None else Money(amount).as_dict()


def _present(
    line: PricedLine | WithdrawnLine,
    cost: QuotedLine | None,
    wanted: dict[str, int],
    available: dict[str, int],
) -> dict[str, Any]:
    if isinstance(line, WithdrawnLine):
        return asdict(line) | UNPRICED | {"stock": "withdrawn", "available": None}
    there = available[line.sku]
    level = stock.level_for(wanted[line.sku], there)
    return _priced(line, cost) | {"stock": level, "available": there if level in _TELLING else None}


def _priced(line: PricedLine, cost: QuotedLine | None) -> dict[str, Any]:
    if cost is None:
        return line.as_dict() | UNPRICED
    agreed = replace(line, unit_price=Money(cost.unit_price, line.unit_price.currency))
    amounts = {"discount": Money(cost.discount).as_dict(), "tax": Money(cost.tax).as_dict()}
    return agreed.as_dict() | amounts
