"""Which pages from elsewhere may call the API in a browser (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol).

Without credentials: the session's cookie is never sent from another site (SameSite=Lax), tokens are.
"""

import os
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

VARIABLE = "ALLOW_ORIGINS"
METHODS = "DELETE, GET, POST, PUT"
REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-Match, Prefer"
RESPONSE_HEADERS = "ETag, Idempotent-Replayed, Location, Paidonce-Session-Data, Retry-After, WWW-Authenticate"
"""Those that a page may read; some it may read anyway."""

MAX_AGE_SECONDS = 7200
"""How long a browser may remember a preflight's answer; none remembers it for longer."""

Answer = dict[str, Any]


def preflight(event: Mapping[str, Any]) -> Answer | None:
    """The answer to what a browser asks before it sends a page's request; None for every other request."""
    origins = _allowed()
    if event["httpMethod"] != "OPTIONS" or not origins:
        return None
    headers = named(_origin(event), origins)
    if len(headers) > 1:
        headers |= asked_before()
    return {
        "statusCode": int(HTTPStatus.NO_CONTENT),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "body": "",
        "isBase64Encoded": False,
    }


def allow(event: Mapping[str, Any], answer: Answer) -> Answer:
    """The answer, for a page to read if its origin is allowed."""
    headers = named(_origin(event), _allowed())
    answer["multiValueHeaders"] |= {name: [value] for name, value in headers.items()}
    return answer


def named(origin: str | None, allowed: tuple[str, ...]) -> dict[str, str]:
    """Headers of an answer to a page of this origin. Caches are told that others are answered otherwise."""
    if not allowed:
        return {}
    if origin not in allowed:
        return {"Vary": "Origin"}
    return {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": RESPONSE_HEADERS,
    }


def asked_before() -> dict[str, str]:
    """Headers that the answer to an allowed page's preflight has besides."""
    return {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": REQUEST_HEADERS,
        "Access-Control-Max-Age": str(MAX_AGE_SECONDS),
    }


def _allowed() -> tuple[str, ...]:
    """Separated by spaces in the environment; none if it is not set."""
    return tuple(os.environ.get(VARIABLE, "").split())


def _origin(event: Mapping[str, Any]) -> str | None:
    headers = event.get("headers") or {}
    return next((value for name, value in headers.items() if name.lower() == "origin"), None)
