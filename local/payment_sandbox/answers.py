"""HTTP answers: Stripe's JSON with its headers, and problem+json for what is the sandbox's own."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from local.payment_sandbox.errors import StripeError, invalid_request, server_error
from local.payment_sandbox.idempotency import Answer
from local.payment_sandbox.ids import new_id
from local.payment_sandbox.views import API_VERSION

REQUEST_ID = web.RequestKey("request_id", str)
_log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def stripe_answer(request: web.Request, answer: Answer, replayed: bool = False) -> web.Response:
    key = request.headers.get("Idempotency-Key")
    headers = {
        "Request-Id": request[REQUEST_ID],
        "Stripe-Version": request.headers.get("Stripe-Version", API_VERSION),
        "Cache-Control": "no-cache, no-store",
    }
    if key is not None and request.method == "POST":
        headers["Idempotency-Key"] = key
        headers["Original-Request"] = answer.request_id
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    if answer.status == 409:
        headers["Stripe-Should-Retry"] = "true"
    elif answer.status >= 500 or answer.status == 402:
        # Trying again would only replay it.
        headers["Stripe-Should-Retry"] = "false"
    return web.Response(
        status=answer.status, text=answer.body, headers=headers, content_type="application/json"
    )


def stripe_json(request: web.Request, body: dict[str, Any]) -> web.Response:
    return stripe_answer(request, Answer.of(200, body, request[REQUEST_ID]))


def problem(status: int, name: str, detail: str) -> web.Response:
    body = {
        "type": f"/sandbox/problems/{name}",
        "title": name.replace("-", " "),
        "status": status,
        "detail": detail,
    }
    return web.Response(status=status, text=json.dumps(body), content_type="application/problem+json")


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every path below /sandbox/v1 answers in Stripe's shape, whatever goes wrong."""
    request[REQUEST_ID] = new_id("req")
    stripes = request.path.startswith("/sandbox/v1/")
    try:
        return await handler(request)
    except StripeError as error:
        return _stripe_error(request, error)
    except web.HTTPException as error:
        if not stripes:
            return problem(error.status, "not-served-here", f"{error.reason}: see GET /sandbox/health.")
        return _stripe_error(request, _unrecognized(request, error))
    except Exception:  # noqa: BLE001 - logged, and answered as Stripe answers its own faults
        _log.exception("%s %s failed", request.method, request.path)
        return _stripe_error(request, server_error())


def _unrecognized(request: web.Request, error: web.HTTPException) -> StripeError:
    if error.status not in (404, 405):
        return invalid_request(error.reason, error.status)
    url = request.path.removeprefix("/sandbox")
    return invalid_request(
        f"Unrecognized request URL ({request.method}: {url}). If you are trying to list objects, remove "
        "the trailing slash. If you are trying to retrieve an object, make sure you passed a valid "
        "(non-empty) identifier.",
        404,
    )


def _stripe_error(request: web.Request, error: StripeError) -> web.Response:
    return stripe_answer(request, Answer.of(error.status, error.body(), request[REQUEST_ID]))
