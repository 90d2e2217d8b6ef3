"""Shops and carts for the tests of quotes: rates of 2026, delivery, codes."""

from collections.abc import Iterable
from datetime import UTC, datetime

from functions.catalog.priced_line import PricedLine
from functions.order.lines import OrderLine
from functions.order.order import Order
from functions.pricing.quote import Goods, Quote, Wishes, quote
from functions.pricing.shop import Code, Method, Place, Shop, TaxRate
from functions.pricing.totals import Total
from functions.shared.money import Money
from tests.orders import order

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
DE, FR, IT = Place("DE"), Place("FR"), Place("IT")

PICKUP = Method("pickup", "Pickup", 0, pickup=True)
COURIER = Method("courier", "Courier", 490, frozenset({"DE", "IT"}), free_from=3000)

CODES = (
    Code("CENT", amount=1),
    Code("FIVE", rate=500),
    Code("FIVER", amount=500, goes_with_others=True),
    Code("FREESHIP", free_delivery=True),
    Code("ODD", rate=1500),
    Code("PIZZA20", rate=2000, skus=frozenset({"pizza"})),
    Code("TEN", rate=1000, goes_with_others=True),
)

GROSS = Shop(
    place=IT,
    prices_include_tax=True,
    tax_name="VAT",
    taxes=(
        TaxRate(2200, "IT"),
        TaxRate(1000, "IT", tax_class="reduced"),
        TaxRate(1900, "DE"),
        TaxRate(700, "DE", tax_class="reduced"),
    ),
    delivery=(PICKUP, COURIER),
    codes=CODES,
)
NET = Shop(
    GROSS.place,
    prices_include_tax=False,
    tax_name="VAT",
    taxes=GROSS.taxes,
    delivery=GROSS.delivery,
    codes=CODES,
)
JAPAN = Shop(
    Place("JP"),
    tax_name="CT",
    taxes=(TaxRate(1000, "JP"), TaxRate(800, "JP", tax_class="reduced")),
    delivery=(Method("post", "Post", 550, frozenset({"JP"})),),
)
BAHRAIN = Shop(
    Place("BH"), prices_include_tax=False, tax_name="VAT", taxes=(TaxRate(1000, "BH"),), codes=CODES
)
"""Its provider takes fils by tens."""
AMERICA = Shop(
    Place("US", "CA"),
    prices_include_tax=False,
    tax_name="Sales tax",
    taxes=(
        TaxRate(0, "US"),
        TaxRate(725, "US", "CA"),
        TaxRate(0, "US", "CA", tax_class="food"),
        TaxRate(400, "US", "NY"),
        TaxRate(100, "US", tax_class="books"),
    ),
)


def goods(
    line_id: str, unit_price: int, quantity: int = 1, tax_class: str = "standard", sku: str = ""
) -> Goods:
    return Goods(line_id, sku or line_id, quantity, unit_price, tax_class)


def quoted(
    *lines: Goods,
    shop: Shop = GROSS,
    codes: tuple[str, ...] = (),
    method: str | None = None,
    to: Place | None = None,
    step: int = 1,
) -> Quote:
    return quote(lines, shop, Wishes(codes, method, to), NOW, step)


def ordered(of: Quote, goods: Iterable[Goods]) -> Order:
    """The order of these goods, as it was quoted."""
    lines = [
        OrderLine.agreed(
            PricedLine(one.line_id, one.sku, one.sku, {}, one.quantity, Money(one.unit_price)),
            cost,
            of.tax_included,
        )
        for one, cost in zip(goods, of.lines, strict=True)
    ]
    return order(*lines, total=Money(of.total), delivery=of.delivery, tax_name=of.tax_name)


def rows(totals: Iterable[Total]) -> list[tuple[str, int]]:
    """As they are read; items, discounts, deliveries and the total by their types."""
    return [(total.label if total.type == "tax" else total.type, total.amount) for total in totals]
