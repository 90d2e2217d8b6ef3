"""A return as its owner may speak of it."""

from functions.order.access import own_order
from functions.returns import store as returns_store
from functions.returns.returns import Return
from functions.returns.writes import ReturnUnknown
from functions.shared import ids
from functions.shared.problems import not_found


def own_return(order_id: str, return_id: str, owner: str) -> Return:
    """A return of that order. Raises Problem 404 for what is unknown and what is somebody else's alike."""
    own_order(order_id, owner)
    if ids.order_of_return(return_id) != order_id:
        raise not_found("return")
    try:
        return returns_store.load(return_id)
    except ReturnUnknown:
        raise not_found("return") from None
