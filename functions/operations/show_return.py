"""Show one return whole, with its photos: all that an inspector needs."""

from typing import Any

from functions.operations.return_view import decision_of, load_return, present_return
from functions.order import store as orders
from functions.payment import refunds_store
from functions.returns import photos
from functions.returns.photos import Photo
from functions.returns.returns import Return
from functions.shared import clock


def show_return(return_id: str) -> dict[str, Any]:
    """The return as lists have it, its `lines` with their names, its `decision`, how its refund stands
    (`refunded`: CLAIMED, DONE or None), and the `photos` that were uploaded:
    `[{name, bytes, uploaded_at, link, expires_at}]`. Whoever holds a link sees the photo until it expires.
    Raises TargetUnknown."""
    one = load_return(return_id)
    names = {line.line_id: line.name for line in orders.load(one.order_id).lines}
    entry = present_return(one)
    return entry | {
        "lines": [{"name": names[line["line_id"]]} | line for line in entry["lines"]],
        "decision": decision_of(one),
        "refunded": _refund_state(one),
        "photos": [_photo(photo) for photo in photos.uploaded(return_id)],
    }


def _photo(photo: Photo) -> dict[str, Any]:
    return {
        "name": photo.name,
        "bytes": photo.size,
        "uploaded_at": clock.timestamp(photo.uploaded_at),
        "link": photo.link,
        "expires_at": clock.timestamp(photo.expires_at),
    }


def _refund_state(one: Return) -> str | None:
    try:
        refund = refunds_store.load(one.order_id).refunds.get(one.return_id)
    except refunds_store.NothingCaptured:
        return None
    return refund.state.value if refund else None
