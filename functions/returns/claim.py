"""Which of an order's units may come back, and what is paid back for them."""

from functions.order.lines import Quantities, taken
from functions.order.order import Order
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


def check(order: Order, wanted: Quantities) -> None:
    """Raises UnknownLine, NothingLeft or TooMany unless all these units may come back."""
    left = order.left
    known = order.ordered.keys()
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


def refund(order: Order, wanted: Quantities, most: int) -> Money:
    """What these units were paid with, and never more than `most` (minor units): what is left of what was
    captured."""
    paid = order.value_of(wanted)
    return min(paid, Money(max(0, most), paid.currency))


def all_back(order: Order, closed: list[Quantities]) -> bool:
    """Whether these returned units are all that was delivered."""
    left = dict(order.delivered)
    for lines in closed:
        left = taken(left, lines)
    return bool(order.delivered) and not left
