"""What a cart costs today, and which of its lines the shop no longer offers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.cart.cart import Cart, Line
from functions.catalog.priced_line import PricedLine
from functions.catalog.product import Choices, Offer, Product, UnknownChoice
from functions.pricing.quote import Goods, Quote, Wishes, quote
from functions.pricing.shop import Shop


@dataclass(frozen=True)
class WithdrawnLine:
    """A line that is no longer sold as it was chosen: it has no price, and keeps its cart from being placed.
    `name` is the SKU where nothing else is known."""

    line_id: str
    sku: str
    name: str
    options: Choices
    quantity: int


@dataclass(frozen=True)
class PricedCart:
    """All lines, in the cart's order."""

    lines: tuple[PricedLine | WithdrawnLine, ...]

    @property
    def offered(self) -> tuple[PricedLine, ...]:
        return tuple(line for line in self.lines if isinstance(line, PricedLine))

    @property
    def withdrawn(self) -> tuple[WithdrawnLine, ...]:
        return tuple(line for line in self.lines if isinstance(line, WithdrawnLine))


def price(lines: tuple[Line, ...], offer: Offer) -> PricedCart:
    """The lines at today's prices."""
    return PricedCart(tuple(_priced(line, offer) for line in lines))


def goods_of(lines: Iterable[PricedLine], offer: Offer) -> list[Goods]:
    """Offered lines as a quote takes them."""
    return [_goods(line, offer.products[line.sku]) for line in lines]


def quote_cart(cart: Cart, offer: Offer, shop: Shop, now: datetime, step: int) -> Quote:
    """What the lines cost that are offered, delivered as the cart says, in multiples of `step`."""
    goods = goods_of(price(cart.lines, offer).offered, offer)
    return quote(goods, shop, wishes_of(cart, goods, shop), now, step)


def wishes_of(cart: Cart, goods: Sequence[Goods], shop: Shop) -> Wishes:
    """What the customer chose, as far as the shop has it: whatever its file says since, a cart can be
    shown. A method that does not go there gives way to the first that does, and a place where nothing goes
    to the shop's own."""
    chosen = cart.delivery
    if chosen is None:
        return Wishes(cart.codes)
    options = [method.method for method in shop.methods_to(chosen.place)]
    if not options and shop.delivery and any(one.needs_delivery for one in goods):
        return Wishes(cart.codes)
    return Wishes(cart.codes, chosen.method if chosen.method in options else None, chosen.place)


def _goods(line: PricedLine, product: Product) -> Goods:
    return Goods(
        line.line_id,
        line.sku,
        line.quantity,
        line.unit_price.amount,
        product.tax_class,
        product.needs_delivery,
    )


def _priced(line: Line, offer: Offer) -> PricedLine | WithdrawnLine:
    product = offer.products.get(line.sku)
    if product is None:
        return _withdrawn(line, offer.withdrawn.get(line.sku, line.sku))
    try:
        unit_price = product.price(line.options)
    except UnknownChoice:
        return _withdrawn(line, product.name)
    return PricedLine(line.line_id, line.sku, product.name, line.options, line.quantity, unit_price)


def _withdrawn(line: Line, name: str) -> WithdrawnLine:
    return WithdrawnLine(line.line_id, line.sku, name, line.options, line.quantity)
