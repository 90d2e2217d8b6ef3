"""The shop's file: what is taxed with how much, how goods are delivered, which codes there are.
`local/shop.json` is one.

    {"currency"?, "place": {"country", "region"?}, "prices_include_tax": true, "tax_name": "VAT",
     "taxes": [{"country", "region"?, "tax_class"?, "rate"}],
     "delivery": [{"method", "name", "price", "free_from"?, "tax_class"?, "pickup": true or "countries"}],
     "codes": [{"code", "rate" or "amount" or "free_delivery": true, "skus"?, "starts"?, "ends"?, "minimum"?,
                "goes_with_others"?, "uses"?, "uses_per_customer"?}]}

Currency and amounts are as in the catalog's file: whole minor units (490 is 4.90). Rates are whole basis
points (2200 is 22 %), moments RFC 3339, countries and regions as in addresses. A file with anything wrong is
refused whole: a wrong line, and what refers to something that the file does not have.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from functions.catalog.product import STANDARD
from functions.checkout.address import NotTaken, check_country
from functions.pricing.rounding import WHOLE
from functions.pricing.shop import Method, Place, Shop, TaxRate
from ops.catalog_file import contents, tax_class
from ops.currency import Prices, prices_of
from ops.errors import FileRefused
from ops.fields import fields, flag, line_of_text, named, sequence, whole_number
from ops.located_json import Node, Wrong, parse
from ops.shop_file_codes import read_code

MAX_FILE_BYTES = 100_000  # an item of DynamoDB takes 400 kB, and every process reads it every ten seconds
MAX_TAXES = 500
MAX_METHODS = 50
MAX_CODES = 500
MAX_NAME = 100
MAX_TAX_NAME = 20  # it stands before a rate
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")

T = TypeVar("T")


def read_shop_file(path: str) -> Shop:
    """Raises FileRefused, or CommandError if there is nothing to read."""
    data = contents(path, MAX_FILE_BYTES)
    try:
        return read_shop(data)
    except Wrong as wrong:
        raise FileRefused(f"{path}:{wrong.line}: {wrong}") from None


def read_shop(data: bytes) -> Shop:
    """Raises Wrong."""
    if len(data) > MAX_FILE_BYTES:
        raise Wrong(1, f"the file is larger than {MAX_FILE_BYTES} bytes")
    names = ("place", "prices_include_tax", "tax_name", "taxes", "delivery", "codes")
    found = fields(parse(data), "the shop", names, ("currency",))
    prices = prices_of(found)
    method, code = partial(_method, prices), partial(read_code, prices)
    shop = Shop(
        place=_place(found["place"], "place"),
        prices_include_tax=flag(found["prices_include_tax"], "prices_include_tax"),
        tax_name=line_of_text(found["tax_name"], "tax_name", MAX_TAX_NAME),
        taxes=_each(found["taxes"], "taxes", MAX_TAXES, _tax, _where_taxed),
        delivery=_each(found["delivery"], "delivery", MAX_METHODS, method, lambda one: one.method),
        codes=_each(found["codes"], "codes", MAX_CODES, code, lambda one: one.code),
        currency=prices.currency,
    )
    _check_taxes(shop, found)
    _check_delivery(shop, found)
    return shop


def _each(
    node: Node, what: str, most: int, read: Callable[[Node], T], name: Callable[[T], str]
) -> tuple[T, ...]:
    """All of a list; none has the name of another."""
    listed = sequence(node, what)
    if len(listed) > most:
        raise Wrong(listed[most].line, f"{what}: more than {most}")
    lines: dict[str, int] = {}
    found = []
    for each in listed:
        one = read(each)
        if name(one) in lines:
            raise Wrong(each.line, f"{what}: {name(one)} stands on line {lines[name(one)]} already")
        lines[name(one)] = each.line
        found.append(one)
    return tuple(found)


def _place(node: Node, what: str) -> Place:
    found = fields(node, what, ("country",), ("region",))
    return Place(_country(found["country"], f"{what}: country"), _region(found, what))


def _tax(node: Node) -> TaxRate:
    found = fields(node, "a tax", ("country", "rate"), ("region", "tax_class"))
    return TaxRate(
        rate=whole_number(found["rate"], "a tax: rate", WHOLE),
        country=_country(found["country"], "a tax: country"),
        region=_region(found, "a tax"),
        tax_class=tax_class(found, "a tax"),
    )


def _where_taxed(tax: TaxRate) -> str:
    return " ".join(part for part in (tax.country, tax.region, tax.tax_class) if part)


def _method(prices: Prices, node: Node) -> Method:
    optional = ("pickup", "countries", "free_from", "tax_class")
    found = fields(node, "a method", ("method", "name", "price"), optional)
    method = named(found["method"], "method", NAME, "small letters")
    pickup = "pickup" in found and flag(found["pickup"], f"{method}: pickup")
    if pickup == ("countries" in found):
        raise Wrong(node.line, f"{method}: either pickup, or the countries that it goes to")
    countries = () if pickup else _countries(found["countries"], f"{method}: countries")
    return Method(
        method=method,
        name=line_of_text(found["name"], f"{method}: name", MAX_NAME),
        price=prices.read(found["price"], f"{method}: price").amount,
        countries=frozenset(countries),
        pickup=pickup,
        free_from=prices.read_if_said(found, method, "free_from"),
        tax_class=tax_class(found, method),
    )


def _check_taxes(shop: Shop, found: dict[str, Node]) -> None:
    """Where something is sold or delivered, it is known what is taxed with how much: a rate of 0 has to be
    written. A shop that names no rate at all taxes nothing."""
    if not shop.taxes:
        return
    standard = {tax.country for tax in shop.taxes if tax.region is None and tax.tax_class == STANDARD}
    classes = {tax.tax_class for tax in shop.taxes}
    if shop.place and shop.place.country not in standard:
        raise Wrong(found["place"].line, f"taxes: no standard rate for {shop.place.country}")
    for node, method in zip(sequence(found["delivery"], "delivery"), shop.delivery, strict=True):
        for country in sorted(method.countries - standard):
            raise Wrong(node.line, f"{method.method}: taxes have no standard rate for {country}")
        if method.tax_class not in classes:
            raise Wrong(node.line, f"{method.method}: taxes have no class {method.tax_class!r}")


def _check_delivery(shop: Shop, found: dict[str, Node]) -> None:
    """A cart whose address is not known yet is delivered where the shop is."""
    if shop.place and shop.delivery and not shop.methods_to(shop.place):
        raise Wrong(
            found["delivery"].line, f"delivery: no method goes to {shop.place.country}, where the shop is"
        )


def _country(node: Node, what: str) -> str:
    code = line_of_text(node, what, MAX_NAME)
    try:
        check_country(code)
    except NotTaken as refused:
        raise Wrong(node.line, f"{what}: {refused}") from None
    return code


def _countries(node: Node, what: str) -> list[str]:
    listed = [_country(one, what) for one in sequence(node, what)]
    if not listed:
        raise Wrong(node.line, f"{what}: none")
    return listed


def _region(found: dict[str, Node], what: str) -> str | None:
    return line_of_text(found["region"], f"{what}: region", MAX_NAME) if "region" in found else None
