"""What cannot be read, or could not be looked after by the sweep: how it is listed, and swept again once it
was mended."""

from typing import Any

from functions.operator import set_aside_store
from functions.operator.set_aside_store import SetAside
from functions.order import store as orders
from functions.recovery.sweep_orders import sweep
from functions.returns import store as returns_store
from functions.returns.writes import ReturnUnknown
from functions.shared import ids
from functions.shared.items import Aside, Unreadable, describe
from functions.shared.table import may_pass
from ops.errors import CommandError
from ops.journal import note


def listed(aside: Aside) -> list[dict[str, Any]]:
    """What the sweep set aside and did not look after since, then what else was just found `aside`."""
    broken: Aside = {}
    marked = [one.shown() for one in set_aside_store.load_all(broken) if _still(one)]
    known = {one["id"] for one in marked}
    others = {subject: why for subject, why in (broken | aside).items() if subject not in known}
    return marked + named(others)


def named(aside: Aside) -> list[dict[str, Any]]:
    """As commands show what they could not read, by id."""
    return [{"id": subject, "error": error} for subject, error in sorted(aside.items())]


def with_unreadable(report: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """The report, which says `unreadable` only where something is."""
    return report | ({"unreadable": found} if found else {})


def cannot_be_read(subject: str, broken: Unreadable) -> CommandError:
    """One line that says what to do."""
    return CommandError(
        f"{subject} cannot be read ({broken}): mend its item in the Orders table, then retry-stuck {subject}"
    )


def set_aside(subject: str | None) -> list[str]:
    """The one, if it has a mark; of all, those that nobody looked after since."""
    if subject is not None:
        return [subject] if set_aside_store.is_marked(subject) else []
    return [one["id"] for one in listed({})]


def sweep_again(subject: str, why: str) -> str:
    """Have it looked after now. Empty if that worked, else what keeps it. Raises what a service did not
    answer."""
    try:
        sweep(subject)
    except Exception as failure:
        if may_pass(failure):
            raise
        return describe(failure)
    set_aside_store.clear(subject)  # the mark may stand beside what was written anew
    note("sweep-again", subject, why)
    return ""


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
