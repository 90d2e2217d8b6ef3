"""How a quote comes to its total, row by row, as a customer reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from functions.shared.money import Money

PERCENT = 100
"""Basis points."""


class TotalType(StrEnum):
    ITEMS = "items"
    DISCOUNT = "discount"
    DELIVERY = "delivery"
    TAX = "tax"
    TOTAL = "total"
    TO_PAY = "to_pay"


@dataclass(frozen=True)
class Total:
    """`amount` in minor units, that of a discount negative. Rows add up to the total, but for those that
    are `included` in what stands before them."""

    type: TotalType
    label: str
    amount: int
    included: bool = False

    @property
    def says(self) -> str:
        """The label, for who reads a row alone."""
        return f"{self.label}, included" if self.included else self.label


class Charge(Protocol):
    """What costs something and is taxed: a line, or the delivery. `net` is after discounts."""

    @property
    def net(self) -> int: ...
    @property
    def tax_rate(self) -> int: ...
    @property
    def tax(self) -> int: ...


class LineCharge(Charge, Protocol):
    @property
    def subtotal(self) -> int: ...
    @property
    def discount(self) -> int: ...


class DeliveryCharge(Charge, Protocol):
    @property
    def name(self) -> str: ...


def totals(
    lines: Iterable[LineCharge], delivery: DeliveryCharge | None, *, tax_included: bool, tax_name: str
) -> tuple[Total, ...]:
    """Items and total always, a discount where there is one, delivery where it is needed, tax by its rate."""
    lines = tuple(lines)
    charges: tuple[Charge, ...] = (*lines, delivery) if delivery else lines
    rows = [Total(TotalType.ITEMS, "Items", sum(line.subtotal for line in lines))]
    if discount := sum(line.discount for line in lines):
        rows.append(Total(TotalType.DISCOUNT, "Discount", -discount))
    if delivery:
        rows.append(Total(TotalType.DELIVERY, delivery.name, delivery.net))
    for rate, tax in _by_rate(charges).items():
        rows.append(Total(TotalType.TAX, f"{tax_name} {percent(rate)}", tax, tax_included))
    whole = sum(row.amount for row in rows if not row.included)
    return (*rows, Total(TotalType.TOTAL, "Total", whole))


def between(rows: tuple[Total, ...]) -> tuple[Total, ...]:
    """What stands between lines and their total; nothing where lines alone come to it."""
    more = rows[1:-1]
    return rows[:-1] if more else ()


def less_credit(rows: tuple[Total, ...], credit: int) -> tuple[Total, ...]:
    """The same, and after the total what so much credit (minor units) leaves of it to pay."""
    return (*rows, Total(TotalType.TO_PAY, "To pay", rows[-1].amount - credit))


def present_totals(rows: Iterable[Total], currency: str) -> list[dict[str, Any]]:
    """As the API shows them: `[{type, label, amount, included}]`."""
    return [vars(row) | {"amount": Money(row.amount, currency).as_dict()} for row in rows]


def percent(rate: int) -> str:
    """A rate in basis points, for people: `22%`, `5.5%`."""
    whole, rest = divmod(rate, PERCENT)
    return f"{whole}.{rest:02}".rstrip("0") + "%" if rest else f"{whole}%"


def _by_rate(charges: Iterable[Charge]) -> dict[int, int]:
    """The highest rate first. What is not taxed has no row, nor has a rate of which no tax comes."""
    sums: dict[int, int] = {}
    for charge in charges:
        sums[charge.tax_rate] = sums.get(charge.tax_rate, 0) + charge.tax
    return {rate: tax for rate, tax in sorted(sums.items(), reverse=True) if tax}
