"""POST /payments/webhook: where the provider tells what became of a payment.

Without the router and the models of the other calls: it hands on what was sent, and answers one object.
"""

import base64
import json
from functools import cache
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
)
from botocore.exceptions import BotoCoreError, ClientError

from functions.payment.errors import EventRefused, PaymentsNotConfigured, ProviderRefused
from functions.payment.follow_hold import follow_hold, nothing_follows
from functions.payment.hold import Event
from functions.payment.provider import provider
from functions.recovery.record_disputes import record_disputes
from functions.recovery.record_refunds import record_refunds
from functions.shared import clock, cors
from functions.shared.errors import TransientError
from functions.shared.observe import about, concerns, count, count_unexpected, logger
from functions.shared.once import Once
from functions.shared.problems import (
    CONTENT_TYPE,
    MAX_BODY_BYTES,
    Problem,
    body_too_large,
    payments_not_configured,
    try_again,
)

DAYS_REMEMBERED = 7
"""Longer than the provider goes on delivering an event, which is three days."""

BUSY_TRIES = 20
BUSY_PAUSE_SECONDS = 0.1

Answer = dict[str, Any]


def handle(event: dict[str, Any], context: Any) -> Answer:
    """200 means handled: whatever else is answered, the provider delivers the event again."""
    with about():
        return cors.preflight(event) or cors.allow(event, _hear(event, context))


def _hear(event: dict[str, Any], context: Any) -> Answer:
    began = clock.monotonic()
    _handling().begin(context)
    try:
        told = provider.read_event(_raw_body(event), event.get("multiValueHeaders") or {})
        concerns(told.order_id)
        handled = told.hold_id is not None and not nothing_follows(told)
        if handled:
            _handle_once(told)
    except Exception as error:  # noqa: BLE001 - every failure is answered, none is remembered as handled
        return _refusal(_problem(error))
    log = logger.info if handled else logger.debug
    took = round((clock.monotonic() - began) * 1000)
    log("event heard", extra={"event_id": told.event_id, "event_type": told.type, "ms": took})
    return _answer(HTTPStatus.OK, "application/json", {"received": True})


def _handle_once(told: Event) -> None:
    """One delivery handles; who comes meanwhile waits for it, and comes again if it takes too long."""
    for _ in range(BUSY_TRIES):
        try:
            given = {
                "id": told.event_id,
                "hold_id": told.hold_id,
                "refunds": told.refunds,
                "disputes": told.disputes,
            }
            concerns(_handling()(told=given) or told.order_id)
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError):
            clock.pause(BUSY_PAUSE_SECONDS)
            continue
        return
    raise try_again("Another delivery of this event is being handled.")


@cache
def _handling() -> Once:
    return Once(_handle, argument="told", prefix="webhook", seconds=DAYS_REMEMBERED * 24 * 3600, key="id")


def _handle(told: dict[str, Any]) -> str | None:
    """Keyed by the event: a failure removes its record. Answers which order it was about, for repeats, too:
    not every event says so itself."""
    hold = follow_hold(told["hold_id"])
    if hold is not None and told["refunds"]:
        record_refunds(hold)
    if hold is not None and told["disputes"]:
        record_disputes(hold)
    return hold.order_id if hold is not None else None


def _raw_body(event: dict[str, Any]) -> bytes:
    text = event.get("body") or ""
    try:
        raw = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except ValueError:  # not base64, or text that no encoding can hold
        raise EventRefused from None
    if len(raw) > MAX_BODY_BYTES:
        raise body_too_large()
    return raw


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, EventRefused):
        count("WebhooksRefused")
        return Problem(400, "webhook-refused", "This is not accepted as an event.")
    logger.exception("event not handled", extra={"error": type(error).__name__})
    if isinstance(error, PaymentsNotConfigured):
        return payments_not_configured()
    transient = (
        TransientError,
        ProviderRefused,
        ClientError,
        BotoCoreError,
        IdempotencyPersistenceLayerError,
    )
    if isinstance(error, transient):
        if isinstance(error, ClientError):
            count_unexpected(error)
        return try_again("The event could not be handled. Deliver it again.")
    count_unexpected(error)
    return Problem(500, "internal-error", "Something broke on our side; it has been logged.")


def _refusal(problem: Problem) -> Answer:
    return _answer(problem.status, CONTENT_TYPE, problem.as_dict(), problem.headers)


def _answer(
    status: int, content_type: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> Answer:
    named = {"Content-Type": content_type, "Cache-Control": "no-store", **(headers or {})}
    return {
        "statusCode": int(status),
        "multiValueHeaders": {name: [value] for name, value in named.items()},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }
