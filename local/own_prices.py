"""A shop's own prices, as an example of what the context value quoteFunction names (docs/adopting.md).

One file that needs nothing but Python: zipped, it is a Lambda whose handler is `own_prices.handle`. Whoever
takes ten of something pays a tenth less for each. What is carried costs half a euro more for every unit above
ten. The code PARTY takes a tenth off, from twenty units on; the shop's file may say how many uses it has.
"""

from typing import Any

MANY = 10
PARTY, GUESTS = "PARTY", 20
PER_UNIT = 50

Json = dict[str, Any]


def handle(question: Json, _context: Any) -> Json:
    """The quote of these goods."""
    units = sum(one["quantity"] for one in question["goods"])
    codes = [
        {"code": code, "why": why_not(code, units, question["shop"])} for code in question["wishes"]["codes"]
    ]
    party = {"code": PARTY, "why": None} in codes
    lines = [line(one, question, party) for one in question["goods"]]
    carried = delivery(question, units)
    charged = [(one["subtotal"] - one["discount"], one["tax"]) for one in lines]
    charged += [(carried["net"], carried["tax"])] if carried else []
    included = question["shop"]["prices_include_tax"]
    return {
        "currency": question["currency"],
        "lines": lines,
        "delivery": carried,
        "codes": codes,
        "tax_included": included,
        "tax_name": question["shop"]["tax_name"],
        "total": sum(net + (0 if included else tax) for net, tax in charged),
    }


def why_not(code: str, units: int, shop: Json) -> str | None:
    if code != PARTY:
        return "unknown"
    if any((one["code"], one.get("uses")) == (code, 0) for one in shop["codes"]):
        return "used-up"
    return None if units >= GUESTS else "minimum-not-met"


def line(goods: Json, question: Json, party: bool) -> Json:
    step, quantity = question["step"], goods["quantity"]
    unit_price = part(goods["unit_price"], 90 if quantity >= MANY else 100, 100, step)
    discount = part(unit_price * quantity, 10, 100, step) if party else 0
    return {
        "line_id": goods["line_id"],
        "sku": goods["sku"],
        "quantity": quantity,
        "unit_price": unit_price,
        "subtotal": unit_price * quantity,
        "discount": discount,
        **taxed(unit_price * quantity - discount, goods["tax_class"], question),
    }


def delivery(question: Json, units: int) -> Json | None:
    """What carrying costs. With all goods comes back what the least expensive way would have cost."""
    method = chosen(question)
    if method is None:
        return None
    place = question["wishes"]["destination"] or {}
    ways = [one for one in question["shop"]["delivery"] if place.get("country") in one.get("countries", ())]
    carried = carrying(method, units, question)
    least = min(whole(carrying(one, units, question), question) for one in [method, *ways])
    return {"method": method["method"], **carried, "standard": least}


def carrying(method: Json, units: int, question: Json) -> Json:
    more = 0 if method.get("pickup") else PER_UNIT * max(0, units - MANY)
    net = part(method["price"] + more, 1, 1, question["step"])
    return {"net": net, **taxed(net, method["tax_class"], question)}


def whole(charge: Json, question: Json) -> int:
    """What is paid for it, tax and all."""
    net: int = charge["net"]
    return net if question["shop"]["prices_include_tax"] else net + charge["tax"]


def chosen(question: Json) -> Json | None:
    wanted = question["wishes"]["method"]
    return next((one for one in question["shop"]["delivery"] if one["method"] == wanted), None)


def taxed(net: int, tax_class: str, question: Json) -> Json:
    """What is picked up is taxed where the shop is, everything else where it goes."""
    method, shop = chosen(question), question["shop"]
    pickup = method is not None and method.get("pickup", False)
    place = shop["place"] if pickup else question["wishes"]["destination"]
    rate = rate_of(shop, place, tax_class)
    whole = 10_000 + rate if shop["prices_include_tax"] else 10_000
    return {"tax_rate": rate, "tax": part(net, rate, whole, question["step"])}


def rate_of(shop: Json, place: Json | None, tax_class: str) -> int:
    """The first of the file's rates that fits, one for the class and the region before one for all."""
    if place is None:
        return 0
    rates: dict[tuple[str, str, str | None], int] = {
        (one["tax_class"], one["country"], one.get("region")): one["rate"] for one in shop["taxes"]
    }
    fitting = ((name, region) for name in (tax_class, "standard") for region in (place.get("region"), None))
    for name, region in fitting:
        if (name, place["country"], region) in rates:
            return rates[name, place["country"], region]
    return 0


def part(amount: int, numerator: int, denominator: int, step: int) -> int:
    """So much of an amount, half up, as a multiple of the step."""
    whole = denominator * step
    return step * ((2 * amount * numerator + whole) // (2 * whole))
