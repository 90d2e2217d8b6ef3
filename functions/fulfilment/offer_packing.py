"""Offer an order to the warehouse, and keep the token of the execution that waits for its answer."""

from functions.fulfilment import callback, store, warehouse
from functions.fulfilment.decide_packing import answer
from functions.fulfilment.store import TokenOutdated
from functions.fulfilment.tell_warehouse import tell_if_ended
from functions.order import store as order_store
from functions.session import store as session_store
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.observe import logger


class NotScheduled(TransientError):
    """There is a token and no time to pack: the order was never begun."""


def offer_packing(order_id: str, task_token: str, run: int) -> None:
    """Decided already (the customer was quick, or an earlier execution came this far), the token is answered
    at once and nobody packs. Twice is fine: it is the same offer.

    Where the order has even ended, its end may have been relayed before this token was kept, when no last
    word was owed: it is said here.
    """
    try:
        fulfilment = store.keep_token(order_id, task_token, run, clock.timestamp(clock.now()))
    except TokenOutdated:
        logger.info("an outdated token was left out", extra={"order_id": order_id})
        return
    if fulfilment.outcome is not None:
        answer(fulfilment)
        tell_if_ended(fulfilment)
        return
    if fulfilment.pack_by is None:
        raise NotScheduled(order_id)
    order = order_store.load(order_id)
    callback_id = callback.mint(order_id, fulfilment.pack_by, session_store.key_ring())
    warehouse.offer(order, callback_id, fulfilment.pack_by)
