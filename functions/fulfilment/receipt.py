"""A receipt: what was delivered of an order, what it cost, when. It follows from what is fixed once the order
is completed, so it says the same whenever it is written.

Nothing in it says who bought: whoever holds its link already knows, and whoever else sees it need not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from functions.catalog.product import Choices
from functions.order.lines import OrderLine, Quantities
from functions.order.order import Order
from functions.pricing.totals import Total, between
from functions.shared.money import Money

MINUTE = len("2026-11-22T10:30")

# Nothing may be loaded or run from a page that shows what others have written (names of products, choices).
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Receipt {order_id}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ padding: .4rem .6rem; text-align: left; border-bottom: 1px solid #ccc; vertical-align: top }}
.amount {{ text-align: right; white-space: nowrap }}
small {{ display: block }}
</style>
</head>
<body>
<h1>Receipt</h1>
<p>Order {order_id}</p>
{dates}
<table>
<thead><tr><th scope="col">Item</th><th scope="col" class="amount">Quantity</th>\
<th scope="col" class="amount">Price</th><th scope="col" class="amount">Sum</th></tr></thead>
<tbody>
{lines}
</tbody>
<tfoot>
{sums}
</tfoot>
</table>
</body>
</html>
"""


@dataclass(frozen=True)
class Receipt:
    """`lines` as delivered, `totals` what they come to; `credited` is what credit paid of it, `forgone` what
    of the rest was not `charged`, being too little; `dates` by what happened then (RFC 3339, UTC)."""

    order_id: str
    lines: Sequence[OrderLine]
    charged: Money
    credited: Money
    forgone: Money
    dates: dict[str, str]
    totals: tuple[Total, ...]

    def html(self) -> str:
        return _PAGE.format(
            order_id=escape(self.order_id),
            dates="\n".join(f"<p>{escape(what)} {_time(at)}</p>" for what, at in self.dates.items()),
            lines="\n".join(map(_row, self.lines)),
            sums="\n".join(_sum(what, amount) for what, amount in self._sums()),
        )

    def _sums(self) -> list[tuple[str, Money]]:
        rows = [(row.says, Money(row.amount, self.charged.currency)) for row in between(self.totals)]
        beside = [("Paid by credit", self.credited), ("Not charged, too little for a card", self.forgone)]
        return [*rows, *(one for one in beside if one[1].amount), ("Total charged", self.charged)]


def receipt_of(order: Order, packed: Quantities, charged: Money, packed_at: str | None) -> Receipt:
    """`packed`: units by line id; `charged`: what the card paid for them; `packed_at` (RFC 3339): when the
    warehouse said so."""
    dates = {"Ordered": order.placed_at, "Confirmed": order.confirmed_at, "Packed": packed_at}
    return Receipt(
        order_id=order.order_id,
        lines=order.lines_of(packed),
        charged=charged,
        credited=Money(order.credited, charged.currency),
        forgone=Money(order.due(packed).amount - order.credited - charged.amount, charged.currency),
        totals=order.totals_of(packed),
        dates={what: at for what, at in dates.items() if at is not None},
    )


def _row(line: OrderLine) -> str:
    options = "".join(f"<small>{escape(text)}</small>" for text in _options(line.options))
    return (
        f"<tr><td>{escape(line.name)}{options}</td>"
        f'<td class="amount">{line.quantity}</td>'
        f'<td class="amount">{escape(line.unit_price.text())}</td>'
        f'<td class="amount">{escape(line.line_total.text())}</td></tr>'
    )


def _sum(what: str, amount: Money) -> str:
    return (
        f'<tr><th scope="row" colspan="3">{escape(what)}</th>'
        f'<td class="amount">{escape(amount.text())}</td></tr>'
    )


def _options(chosen: Choices) -> list[str]:
    """`size: large`, in the order of their names."""
    listed = {name: [one] if isinstance(one, str) else list(one) for name, one in sorted(chosen.items())}
    return [f"{name}: {', '.join(choices)}" for name, choices in listed.items() if choices]


def _time(at: str) -> str:
    return f'<time datetime="{escape(at)}">{escape(at[:MINUTE].replace("T", " "))} UTC</time>'
