"""`list-returns`, `show-return`, `accept-return`, `reject-return`."""

from itertools import islice
from typing import Any

from functions.order import store as orders
from functions.order.lines import Quantities
from functions.payment import refunds_store
from functions.returns import photos
from functions.returns import store as returns_store
from functions.returns.claim import NotAnnounced, NothingAccepted
from functions.returns.inspect_return import AlreadyInspected
from functions.returns.inspect_return import inspect_return as decide
from functions.returns.returns import Return, Verdict, present
from functions.returns.writes import ReturnUnknown
from functions.shared import clock
from functions.shared.items import Aside
from ops.errors import CommandError
from ops.operator import signature
from ops.output import say
from ops.unreadable import named, with_unreadable


def list_returns(limit: int) -> dict[str, Any]:
    """The returns that are not at their end, those that have waited longest first."""
    aside: Aside = {}
    found = [_entry(one) for one in islice(returns_store.load_open(aside), limit)]
    return with_unreadable({"returns": found}, named(aside))


def show_return(return_id: str) -> dict[str, Any]:
    """All that an inspector needs; links to the photos hold for five minutes. Raises CommandError."""
    one = _load(return_id)
    names = {line.line_id: line.name for line in orders.load(one.order_id).lines}
    entry = _entry(one)
    lines = [{"name": names[line["line_id"]]} | line for line in entry["lines"]]
    return entry | {
        "lines": lines,
        "decision": _decision(one),
        "refunded": _refund_state(one),
        "photos": [
            {
                "name": photo.name,
                "bytes": photo.size,
                "uploaded_at": clock.timestamp(photo.uploaded_at),
                "link": photo.link,
            }
            for photo in photos.uploaded(return_id)
        ],
    }


def announced(return_id: str) -> Quantities:
    """The units that were announced to come back. Raises CommandError."""
    return _load(return_id).lines


def inspect_return(return_id: str, verdict: Verdict) -> dict[str, Any]:
    """Decide, once; the same answer again is fine, and sends on what got stuck. Raises CommandError."""
    try:
        one = decide(return_id, verdict, signature())
    except ReturnUnknown:
        raise _unknown(return_id) from None
    except NotAnnounced as many:
        raise CommandError(f"of line {many.line_id} only {many.most} came back or are accepted") from None
    except NothingAccepted:
        raise CommandError("nothing of it is accepted: reject-return turns it down") from None
    except AlreadyInspected as other:
        raise CommandError(f"already answered: {_told(other.found)}") from None
    say(f"ops: {return_id}: {_told(one)}")
    return _entry(one) | {"decision": _decision(one)}


def _load(return_id: str) -> Return:
    try:
        return returns_store.load(return_id)
    except ReturnUnknown:
        raise _unknown(return_id) from None


def _unknown(return_id: str) -> CommandError:
    return CommandError(f"there is no return {return_id}")


def _entry(one: Return) -> dict[str, Any]:
    """Its photos are counted as they were announced; `show-return` tells which of them came."""
    shown = present(one)
    stuck = one.stuck.shown() if one.stuck else None
    return shown | {"photos": len(one.photos), "stuck": stuck}


def _decision(one: Return) -> dict[str, Any] | None:
    if one.inspection is None:
        return None
    made, said = one.inspection, one.inspection.verdict
    return {
        "verdict": made.result.value,
        "by": made.by,
        "at": made.at,
        "why": said.why,
        "lines": one.accepted_lines,
        "not_on_shelf": said.off_shelf,
        "note": said.note,
    }


def _told(one: Return) -> str:
    if one.inspection is None:
        return one.shown
    made, said = one.inspection, one.inspection.verdict
    why = f" ({said.why})" if said.why else ""
    lines = f", {counted(one.accepted_lines)}" if one.declined_lines and one.accepted else ""
    off = f", not on the shelf {counted(said.off_shelf)}" if said.off_shelf else ""
    return f"{made.result}{lines}{off} by {made.by} at {made.at}{why}"


def counted(units: Quantities) -> str:
    """As accept-return takes it."""
    return " ".join(f"{line}={count}" for line, count in sorted(units.items()))


def _refund_state(one: Return) -> str | None:
    """CLAIMED or DONE, None before the refund was begun."""
    try:
        refund = refunds_store.load(one.order_id).refunds.get(one.return_id)
    except refunds_store.NothingCaptured:
        return None
    return refund.state.value if refund else None
