"""List the returns of an order to whoever may read it."""

from functions.order.access import readable_order
from functions.returns import store
from functions.returns.returns import Return
from functions.shared.items import Aside
from functions.shared.observe import count, logger


def list_returns(order_id: str, owner: str) -> list[Return]:
    """The oldest first; one that cannot be read is counted and left out. Raises OrderUnknown."""
    order = readable_order(order_id, owner)
    aside: Aside = {}
    found = store.of_order(order.order_id, aside)
    for return_id, why in aside.items():
        logger.error("return not listed", extra={"return_id": return_id, "error": why})
        count("ReturnsNotListed")
    return found
