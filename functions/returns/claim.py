"""Which of an order's units may come back, and what is paid back for them."""

from functions.order.lines import Quantities, taken
from functions.order.order import Order
from functions.returns.returns import Grant, Verdict
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


class NotAnnounced(Exception):
    """More units of a line than were announced to come back, or accepted: `most`."""

    def __init__(self, line_id: str, most: int) -> None:
        super().__init__(line_id)
        self.line_id = line_id
        self.most = most


class NothingAccepted(Exception):
    """A return of which nothing is accepted is rejected."""


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


def accepted(announced: Quantities, verdict: Verdict) -> Quantities:
    """The units that a verdict accepts of those that were announced. Raises NotAnnounced, NothingAccepted."""
    lines = announced if verdict.lines is None else verdict.lines
    _check_within(lines, announced)
    _check_within(verdict.off_shelf, lines)
    if not lines:
        raise NothingAccepted
    return lines


def _check_within(units: Quantities, most: Quantities) -> None:
    for line_id, wanted in units.items():
        if wanted > most.get(line_id, 0):
            raise NotAnnounced(line_id, most.get(line_id, 0))


def grant(order: Order, units: Quantities, left: int) -> Grant:
    """What these units give back, after those that were accepted before them: what they were paid with, and
    never more than is `left` (minor units) of what was captured."""
    amount = order.value_of(units, order.accepted)
    return Grant(amount, min(amount, Money(max(0, left), amount.currency)))


def all_back(order: Order, closed: list[Quantities]) -> bool:
    """Whether these returned units are all that was delivered."""
    left = dict(order.delivered)
    for lines in closed:
        left = taken(left, lines)
    return bool(order.delivered) and not left
