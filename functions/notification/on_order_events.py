"""Consumes domain events from EventBridge: one event an invocation, delivered at least once."""

import os
from functools import cache
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)

from functions.notification.message import Message, Notice, notice_of
from functions.notification.notify import deliver, notify
from functions.shared.observe import logger

# Longer than any event can wait for its delivery: a dead letter is kept for fourteen days.
REMEMBERED_SECONDS = 15 * 24 * 60 * 60


def handle(event: dict[str, Any], context: Any) -> None:
    """An event whose message is being sent by another invocation fails (IdempotencyAlreadyInProgressError)
    and is delivered again: that other one may not come to its end."""
    detail = event["detail"]
    logger.append_keys(order_id=detail["order_id"])
    notice = notice_of(event["detail-type"], detail)
    if notice is None:
        return
    config, _ = _once()
    config.register_lambda_context(context)
    try:
        notify(notice, _send_once)
    except Exception:
        logger.exception("customer not told", extra={"kind": notice.kind})
        raise


def _send_once(notice: Notice, recipient: str, message: Message) -> None:
    _, guarded = _once()
    told = {"order_id": notice.order_id, "kind": notice.kind.value, "return_id": notice.return_id}
    guarded(told=told, notice=notice, recipient=recipient, message=message)


@cache
def _once() -> Any:
    """Sending behind Powertools' idempotency; a message that could not be sent is forgotten there."""
    config = IdempotencyConfig(expires_after_seconds=REMEMBERED_SECONDS, hash_function="sha256")

    @idempotent_function(
        data_keyword_argument="told",
        persistence_store=DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"]),
        config=config,
        key_prefix="notify",
    )
    def send_once(told: dict[str, Any], notice: Notice, recipient: str, message: Message) -> None:
        deliver(notice, recipient, message)

    return config, send_once
