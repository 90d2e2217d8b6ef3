"""What cannot be read, and what the sweep could not look after: how operators are shown it."""

from typing import Any

from functions.operator import set_aside_store
from functions.operator.set_aside_store import SetAside
from functions.order import store as orders
from functions.refunds import store as amounts_store
from functions.refunds.writes import RefundUnknown
from functions.returns import store as returns_store
from functions.returns.writes import ReturnUnknown
from functions.shared import ids
from functions.shared.items import Aside, Unreadable


def named(aside: Aside) -> list[dict[str, Any]]:
    """What could not be read, by id."""
    return [{"id": subject, "error": error} for subject, error in sorted(aside.items())]


def set_aside(subject: str | None) -> list[str]:
    """The one, if it has a mark; of all, those that nobody looked after since."""
    if subject is not None:
        return [subject] if set_aside_store.is_marked(subject) else []
    return [mark.subject for mark in set_aside_store.load_all({}) if still_aside(mark)]


def still_aside(mark: SetAside) -> bool:
    """Whether nobody looked after it since: neither the sweep nor whatever brought it to its end."""
    try:
        if ids.order_of_return(mark.subject):
            one = returns_store.load(mark.subject)
            return one.open and one.set_aside is not None
        if ids.order_of_amount_refund(mark.subject):
            refund = amounts_store.load(mark.subject)
            return refund.open and refund.set_aside is not None
        order = orders.load(mark.subject)
    except Unreadable:
        return True
    except (orders.OrderUnknown, ReturnUnknown, RefundUnknown):
        return False
    return not order.head.ended and order.set_aside is not None
