"""What a cart costs: lines, discounts, delivery and tax, to the cent.

A quote is made once for an order, and nothing asks again: what is packed in part, or comes back, is a share
of what was quoted (functions/order/lines.py).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from functions.catalog.product import STANDARD
from functions.pricing.discounts import Entered, Why, choose, entered, take_off
from functions.pricing.rounding import tax_on, tax_within, to_step
from functions.pricing.shop import Code, Method, Place, Shop, Use
from functions.pricing.totals import Total, totals
from functions.shared.errors import BusinessError


class NotDelivered(BusinessError):
    """No method of the shop's, or not the one that was chosen, goes there: `options` are those that do."""

    def __init__(self, options: tuple[Method, ...]) -> None:
        super().__init__(f"{len(options)} methods of delivery go there")
        self.options = options

    def as_dicts(self) -> list[dict[str, str]]:
        """The options, for whoever is to choose."""
        return [{"method": method.method, "name": method.name} for method in self.options]


@dataclass(frozen=True)
class Goods:
    """So many units of one SKU, before anything is taken off."""

    line_id: str
    sku: str
    quantity: int
    unit_price: int
    tax_class: str = STANDARD
    needs_delivery: bool = True


@dataclass(frozen=True)
class Wishes:
    """What the customer chose beside goods: codes as they were entered, a method of delivery (the first that
    goes there, if none is chosen), and where to. Without a destination the shop's own place is one."""

    codes: tuple[str, ...] = ()
    method: str | None = None
    destination: Place | None = None


@dataclass(frozen=True)
class QuotedLine:
    """`subtotal` is what its units cost before the `discount`; `tax` is included in the rest, or comes on top
    of it, as the whole quote says."""

    line_id: str
    sku: str
    quantity: int
    unit_price: int
    subtotal: int
    discount: int = 0
    tax_rate: int = 0
    tax: int = 0
    needs_delivery: bool = True

    @classmethod
    def of(cls, goods: Goods, step: int) -> "QuotedLine":
        """Before discounts and tax."""
        subtotal = to_step(goods.unit_price * goods.quantity, step)
        return cls(
            goods.line_id,
            goods.sku,
            goods.quantity,
            goods.unit_price,
            subtotal,
            needs_delivery=goods.needs_delivery,
        )

    @property
    def net(self) -> int:
        """What is left after the discount."""
        return self.subtotal - self.discount


@dataclass(frozen=True)
class QuotedDelivery:
    """`net` is what it costs: nothing where enough was bought, or a code says so. `standard`: what of it, tax
    and all, would have been paid for the least expensive way of delivery, and comes back with the goods."""

    method: str
    name: str
    net: int
    tax_rate: int = 0
    tax: int = 0
    standard: int = 0


@dataclass(frozen=True)
class Quote:
    """`delivery` is None where nothing needs it. `codes` are all that were entered, those that do not apply
    included; `uses` is what has to be held of those that apply and have a limit."""

    lines: tuple[QuotedLine, ...]
    delivery: QuotedDelivery | None
    codes: tuple[Entered, ...]
    tax_included: bool
    tax_name: str
    uses: tuple[Use, ...] = ()

    @property
    def total(self) -> int:
        """What all of it costs."""
        return self.totals()[-1].amount

    @property
    def goods(self) -> int:
        """What the goods cost after discounts, without delivery: what that is free from."""
        return sum(line.net for line in self.lines)

    def totals(self) -> tuple[Total, ...]:
        """How it comes to the total, the total last."""
        return totals(self.lines, self.delivery, tax_included=self.tax_included, tax_name=self.tax_name)


Quotes = Callable[[Sequence[Goods], Shop, Wishes], Quote]
"""Whoever makes quotes for a request (quoting.py)."""


def quote(goods: Sequence[Goods], shop: Shop, wishes: Wishes, now: datetime, step: int = 1) -> Quote:
    """What the goods cost at this shop, now. Amounts are multiples of `step` minor units. Raises
    NotDelivered."""
    destination = wishes.destination or shop.place
    method = method_for(goods, shop, wishes)
    place = shop.place if method and method.pickup else destination

    lines = [QuotedLine.of(one, step) for one in goods]
    codes, refused = choose(wishes.codes, lines, shop, now)
    off = take_off(codes, lines, step)
    lines = [replace(line, discount=off.by_line[line.line_id]) for line in lines]
    worth = sum(line.net for line in lines)
    price = to_step(method.price_for(worth), step) if method else 0
    freed = _freed(codes, price)
    by_code = off.by_code | {code.code: price if code == freed else 0 for code in codes if code.free_delivery}
    refused |= {name: Why.NOTHING_TO_DISCOUNT for name, amount in by_code.items() if not amount}

    taxes = _Taxes(shop, place, step)
    return Quote(
        lines=tuple(taxes.line(line, one.tax_class) for line, one in zip(lines, goods, strict=True)),
        delivery=taxes.delivery(method, 0 if freed else price, _least(shop, destination, worth, step))
        if method
        else None,
        codes=entered(wishes.codes, refused, by_code),
        tax_included=shop.prices_include_tax,
        tax_name=shop.tax_name,
        uses=tuple(code.use for code in codes if code.limited and code.code not in refused),
    )


def needs_street(goods: Iterable[Goods], method: Method | None) -> bool:
    """Whether somebody has to find the customer's door: not where nothing needs delivery, or all of it is
    picked up. `method`: by which it comes, as far as the shop says."""
    return not (method and method.pickup) and any(one.needs_delivery for one in goods)


def method_for(goods: Sequence[Goods], shop: Shop, wishes: Wishes) -> Method | None:
    """None where nothing needs to be delivered, or the shop says nothing of delivery. Raises NotDelivered."""
    if not shop.delivery or not any(one.needs_delivery for one in goods):
        return None
    options = shop.methods_to(wishes.destination or shop.place)
    for method in options:
        if wishes.method in (None, method.method):
            return method
    raise NotDelivered(options)


def _least(shop: Shop, destination: Place | None, worth: int, step: int) -> int | None:
    """What the least expensive method costs that goes there, tax and all. Who picks up is delivered
    nothing."""
    taxes = _Taxes(shop, destination, step)
    going = (method for method in shop.methods_to(destination) if not method.pickup)
    return min((taxes.whole(one, to_step(one.price_for(worth), step)) for one in going), default=None)


def _freed(codes: Iterable[Code], price: int) -> Code | None:
    """The code that makes the delivery free, where it costs anything: the first of them is enough."""
    return next((code for code in codes if code.free_delivery), None) if price else None


@dataclass(frozen=True)
class _Taxes:
    """What is taxed at this place with how much."""

    shop: Shop
    place: Place | None
    step: int

    def line(self, line: QuotedLine, tax_class: str) -> QuotedLine:
        rate = self.shop.rate(self.place, tax_class)
        return replace(line, tax_rate=rate, tax=self._tax(line.net, rate))

    def delivery(self, method: Method, price: int, least: int | None) -> QuotedDelivery:
        rate = self.shop.rate(self.place, method.tax_class)
        paid = self.whole(method, price)
        standard = paid if least is None else min(paid, least)
        return QuotedDelivery(method.method, method.name, price, rate, self._tax(price, rate), standard)

    def whole(self, method: Method, price: int) -> int:
        """What is paid for it at this price, tax and all."""
        if self.shop.prices_include_tax:
            return price
        return price + self._tax(price, self.shop.rate(self.place, method.tax_class))

    def _tax(self, net: int, rate: int) -> int:
        tax = tax_within if self.shop.prices_include_tax else tax_on
        return tax(net, rate, self.step)
