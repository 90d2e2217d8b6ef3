"""Place an order once for each key, whoever repeats it, and however many do so at once."""

from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)

from functions.checkout.draft_order import CheckoutRequest
from functions.checkout.place_order import Placed, place_order, resume_order
from functions.order import store as order_store
from functions.shared import clock
from functions.shared.errors import KeyReused, TransientError
from functions.shared.once import Once

DAY_SECONDS = 24 * 60 * 60
BUSY_TRIES = 20
BUSY_PAUSE_SECONDS = 0.1


class ShopBusy(TransientError):
    """The records of keys do not answer."""


def begin(context: Any) -> None:
    """An invocation begins, with its Lambda context."""
    _placing().begin(context)


def place_once(owner: str, key: str, request: CheckoutRequest) -> Placed:
    """One call places; whoever comes meanwhile waits for it; whoever comes later meets its order.

    The record holds the order's id, never its status. It is the first of several locks and not the last:
    when the holder died, those who wait go on without it, and meet in the order's conditional write. Raises
    ShopBusy, and what place_order raises.
    """
    named = {"key": f"{owner}\n{key}", "body": request.compared}
    placed: list[Placed] = []
    for _ in range(BUSY_TRIES):
        try:
            order_id = _placing()(named=named, owner=owner, key=key, request=request, placed=placed)
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError):
            clock.pause(BUSY_PAUSE_SECONDS)
            continue
        except IdempotencyValidationError as other:
            raise KeyReused(key) from other
        except IdempotencyPersistenceLayerError as lost:
            if not placed:
                raise ShopBusy(key) from lost
            return placed[0]
        return placed[0] if placed else _resumed(order_id)
    return place_order(owner, key, request)


def _resumed(order_id: str) -> Placed:
    order = order_store.load(order_id)
    resume_order(order)
    return Placed(order, repeated=True)


@cache
def _placing() -> Once:
    return Once(_place, argument="named", prefix="place", seconds=DAY_SECONDS, key="key", compared="body")


def _place(
    named: dict[str, Any], owner: str, key: str, request: CheckoutRequest, placed: list[Placed]
) -> str:
    """`named` is what the record is kept and compared by."""
    found = place_order(owner, key, request)
    placed.append(found)
    return found.order.order_id
