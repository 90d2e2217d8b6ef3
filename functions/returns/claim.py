"""Which of an order's units may come back, and what is paid back for them."""

from datetime import datetime, timedelta

from functions.order.lines import Quantities, added, taken
from functions.order.order import Order
from functions.returns.returns import Grant, Verdict
from functions.shared import clock
from functions.shared.money import Money

IN_TIME = timedelta(days=14)
"""So long after it was handed over, all of an order can be announced to come back with delivery's price."""


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


def estimate(order: Order, units: Quantities, left: int, now: str) -> Money:
    """What these units would give back, announced `now` (RFC 3339) after those that were announced before."""
    return _grant(order, units, left, late=is_late(order, now), before=order.returned).refund


def grant(order: Order, units: Quantities, left: int, *, late: bool = False) -> Grant:
    """What these units give back, after those that were accepted before them: what they were paid with, the
    price of standard delivery if nothing else is left with the customer and all of it was announced in time,
    and never more than is `left` (minor units) of what was captured."""
    return _grant(order, units, left, late=late, before=order.accepted)


def _grant(order: Order, units: Quantities, left: int, *, late: bool, before: Quantities) -> Grant:
    currency, goods = order.total.currency, order.value_of(units, order.accepted)
    all_of_it = not taken(order.delivered, added(before, units))
    delivery = order.delivery_back if all_of_it and not (late or order.accepted_late) else 0
    amount = goods + Money(delivery, currency)
    return Grant(amount, min(amount, Money(max(0, left), currency)), Money(delivery, currency))


def is_late(order: Order, announced_at: str) -> bool:
    """Whether the price of delivery, where any could come back, stays with the shop for what was announced
    then (RFC 3339)."""
    if not order.delivery_back or order.completed_at is None:
        return order.delivery_back > 0
    return announced_at > clock.timestamp(datetime.fromisoformat(order.completed_at) + IN_TIME)


def all_back(order: Order, closed: list[Quantities]) -> bool:
    """Whether these returned units are all that was delivered."""
    left = dict(order.delivered)
    for lines in closed:
        left = taken(left, lines)
    return bool(order.delivered) and not left
