"""A shop's prices as they are stored, which is as its file has them."""

from datetime import datetime
from typing import Any

from functions.pricing.shop import Code, Method, Place, Shop, TaxRate
from functions.shared import clock
from functions.shared.items import optional, reader, value
from functions.shared.money import USUAL
from functions.shared.write import Item


def as_item(shop: Shop) -> dict[str, Any]:
    """Of a shop that has a place, as every file has. What is not said leaves no trace."""
    return {
        "currency": shop.currency,
        "place": _said(vars(shop.place)) if shop.place else None,
        "prices_include_tax": shop.prices_include_tax,
        "tax_name": shop.tax_name,
        "taxes": [_tax(tax) for tax in shop.taxes],
        "delivery": [_method(method) for method in shop.delivery],
        "codes": [_code(code) for code in shop.codes],
    }


@reader
def from_item(item: Item) -> Shop:
    """Raises Unreadable."""
    return Shop(
        place=_place_from(value(item, "place", dict)),
        prices_include_tax=value(item, "prices_include_tax", bool),
        tax_name=value(item, "tax_name", str),
        taxes=tuple(map(_tax_from, value(item, "taxes", list))),
        delivery=tuple(map(_method_from, value(item, "delivery", list))),
        codes=tuple(map(_code_from, value(item, "codes", list))),
        currency=optional(item, "currency", str) or USUAL,
    )


def _tax(tax: TaxRate) -> Item:
    return _said(vars(tax))


def _method(method: Method) -> Item:
    countries = sorted(method.countries) or None
    return _said(vars(method) | {"countries": countries, "pickup": method.pickup or None})


def _code(code: Code) -> Item:
    return _said(
        vars(code)
        | {
            "free_delivery": code.free_delivery or None,
            "skus": sorted(code.skus) or None,
            "starts": clock.timestamp(code.starts) if code.starts else None,
            "ends": clock.timestamp(code.ends) if code.ends else None,
        }
    )


def _said(found: Item) -> Item:
    return {name: said for name, said in found.items() if said is not None}


def _place_from(item: Item) -> Place:
    return Place(value(item, "country", str), optional(item, "region", str))


def _tax_from(item: Item) -> TaxRate:
    return TaxRate(
        rate=value(item, "rate", int),
        country=value(item, "country", str),
        region=optional(item, "region", str),
        tax_class=value(item, "tax_class", str),
    )


def _method_from(item: Item) -> Method:
    return Method(
        method=value(item, "method", str),
        name=value(item, "name", str),
        price=value(item, "price", int),
        countries=frozenset(optional(item, "countries", list) or ()),
        pickup=optional(item, "pickup", bool) or False,
        free_from=optional(item, "free_from", int),
        tax_class=value(item, "tax_class", str),
    )


def _code_from(item: Item) -> Code:
    return Code(
        code=value(item, "code", str),
        rate=optional(item, "rate", int),
        amount=optional(item, "amount", int),
        free_delivery=optional(item, "free_delivery", bool) or False,
        skus=frozenset(optional(item, "skus", list) or ()),
        starts=_moment(item, "starts"),
        ends=_moment(item, "ends"),
        minimum=value(item, "minimum", int),
        goes_with_others=value(item, "goes_with_others", bool),
        uses=optional(item, "uses", int),
        uses_per_customer=optional(item, "uses_per_customer", int),
    )


def _moment(item: Item, name: str) -> datetime | None:
    text = optional(item, name, str)
    return datetime.fromisoformat(text) if text else None
