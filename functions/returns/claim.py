"""Which of an order's units may come back, and what is paid back for them."""

from collections.abc import Mapping

from functions.order.order import Order, Quantities, taken
from functions.shared.money import Money


class UnknownLine(Exception):
    """The order has no line of this name."""


class NothingLeft(Exception):
    """Every unit that was delivered, of this line or of the whole order (`` names none), is on its way back
    already."""


class TooMany(Exception):
    """More units than are left of a line."""

    def __init__(self, line_id: str, left: int) -> None:
        super().__init__(line_id)
        self.line_id = line_id
        self.left = left


def returnable(order: Order) -> Quantities:
    """Units by line that were delivered and are not spoken for by a return."""
    return taken(order.delivered, order.returned)


def check(order: Order, wanted: Mapping[str, int]) -> None:
    """Raises UnknownLine, NothingLeft or TooMany unless all these units may come back."""
    left = returnable(order)
    known = {line["line_id"] for line in order.lines}
    for line_id in wanted:
        if line_id not in known:
            raise UnknownLine(line_id)
    if not left:
        raise NothingLeft("")
    for line_id, units in wanted.items():
        if line_id not in left:
            raise NothingLeft(line_id)
        if units > left[line_id]:
            raise TooMany(line_id, left[line_id])


def refund(order: Order, wanted: Mapping[str, int], most: int) -> Money:
    """What these units were paid with, and never more than `most` (minor units): what is left of what was
    captured."""
    prices = {line["line_id"]: Money.from_dict(line["unit_price"]) for line in order.lines}
    total = Money(0, order.total.currency)
    for line_id, units in wanted.items():
        total += prices[line_id] * units
    return min(total, Money(max(0, most), total.currency))


def units_by_sku(order: Order, wanted: Mapping[str, int]) -> dict[str, int]:
    """The units of these lines as the shelves count them."""
    total: dict[str, int] = {}
    for line in order.lines:
        units = wanted.get(line["line_id"], 0)
        if units:
            total[line["sku"]] = total.get(line["sku"], 0) + units
    return total


def all_back(order: Order, closed: list[Quantities]) -> bool:
    """Whether these returned units are all that was delivered."""
    left = dict(order.delivered)
    for lines in closed:
        left = taken(left, lines)
    return bool(order.delivered) and not left
