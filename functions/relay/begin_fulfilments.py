"""Have confirmed orders fulfilled."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from functions.fulfilment.begin_fulfilment import begin_fulfilment
from functions.relay.bus import News
from functions.shared.items import describe
from functions.shared.observe import count, logger
from functions.shared.table import may_pass

CONFIRMED = "OrderConfirmed"
STARTERS = 4


def begin_fulfilments(news: Sequence[News]) -> list[News]:
    """Begin each order that is told to be confirmed; those that are worth another try.

    One that cannot be begun at all is reported and left out, as the others would wait behind it: the sweep
    meets it again.
    """
    confirmed = [item for item in news if item.event.type == CONFIRMED]
    if not confirmed:
        return []
    with ThreadPoolExecutor(STARTERS) as starters:
        begun = list(starters.map(_begin, confirmed))
    return [item for item, done in zip(confirmed, begun, strict=True) if not done]


def _begin(news: News) -> bool:
    """Whether this order is done with."""
    try:
        begin_fulfilment(news.order_id)
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one order, the others go on
        if may_pass(broken):
            logger.exception("fulfilment not begun", extra={"order_id": news.order_id})
            return False
        logger.error("fulfilment cannot begin", extra={"order_id": news.order_id, "error": describe(broken)})
        count("FulfilmentsNotBegun")
    return True
