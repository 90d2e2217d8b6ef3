"""`list-returns` and `show-return`."""

from itertools import islice
from typing import Any

from functions.operations.decide_return import decision_of, entry_of, load_return
from functions.operations.sweep_again import named
from functions.order import store as orders
from functions.payment import refunds_store
from functions.returns import photos
from functions.returns import store as returns_store
from functions.returns.returns import Return
from functions.shared import clock
from functions.shared.items import Aside
from ops.unreadable import with_unreadable


def list_returns(limit: int) -> dict[str, Any]:
    """The returns that are not at their end, those that have waited longest first."""
    aside: Aside = {}
    found = [entry_of(one) for one in islice(returns_store.load_open(aside), limit)]
    return with_unreadable({"returns": found}, named(aside))


def show_return(return_id: str) -> dict[str, Any]:
    """All that an inspector needs; links to the photos hold for five minutes. Raises TargetUnknown."""
    one = load_return(return_id)
    names = {line.line_id: line.name for line in orders.load(one.order_id).lines}
    entry = entry_of(one)
    lines = [{"name": names[line["line_id"]]} | line for line in entry["lines"]]
    return entry | {
        "lines": lines,
        "decision": decision_of(one),
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


def _refund_state(one: Return) -> str | None:
    """CLAIMED or DONE, None before the refund was begun."""
    try:
        refund = refunds_store.load(one.order_id).refunds.get(one.return_id)
    except refunds_store.NothingCaptured:
        return None
    return refund.state.value if refund else None
