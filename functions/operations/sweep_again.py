"""What the sweep could not look after: how it is listed, and swept again once it was mended."""

from typing import Any

from functions.operator import journal_store, set_aside_store
from functions.operator.journal import Entry, Signed
from functions.operator.set_aside_store import SetAside
from functions.order import store as orders
from functions.recovery.sweep_orders import sweep
from functions.returns import store as returns_store
from functions.returns.writes import ReturnUnknown
from functions.shared import ids
from functions.shared.items import Aside, Unreadable, describe
from functions.shared.table import may_pass


def sweep_again(subject: str, signed: Signed) -> str:
    """Have it looked after now. Empty if that worked, else what keeps it. Raises what a service did not
    answer."""
    try:
        sweep(subject)
    except Exception as failure:
        if may_pass(failure):
            raise
        return describe(failure)
    # The mark may stand beside what was written anew.
    set_aside_store.clear(
        subject, journal_store.entry(Entry("retry-stuck", subject, signed, {"swept": True}))
    )
    return ""


def set_aside(subject: str | None) -> list[str]:
    """The one, if it has a mark; of all, those that nobody looked after since."""
    if subject is not None:
        return [subject] if set_aside_store.is_marked(subject) else []
    return [one["id"] for one in listed({})]


def listed(aside: Aside) -> list[dict[str, Any]]:
    """What the sweep set aside and did not look after since, then what else was just found `aside`."""
    broken: Aside = {}
    marked = [one.shown() for one in set_aside_store.load_all(broken) if _still(one)]
    known = {one["id"] for one in marked}
    others = {subject: why for subject, why in (broken | aside).items() if subject not in known}
    return marked + named(others)


def named(aside: Aside) -> list[dict[str, Any]]:
    """What could not be read, by id, as operators are shown it."""
    return [{"id": subject, "error": error} for subject, error in sorted(aside.items())]


def _still(mark: SetAside) -> bool:
    """Whether nobody looked after it since: neither the sweep nor whatever brought it to its end."""
    try:
        if ids.order_of_return(mark.subject):
            one = returns_store.load(mark.subject)
            return one.open and one.set_aside is not None
        order = orders.load(mark.subject)
    except Unreadable:
        return True
    except (orders.OrderUnknown, ReturnUnknown):
        return False
    return not order.head.ended and order.set_aside is not None
