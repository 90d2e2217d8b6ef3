"""A call of the API: what it takes, what it answers, how it is refused; and what several have in common."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from functions.session import signed_text
from functions.shared import api
from functions.storefront.api_orders import DEFAULT_LIMIT, MAX_LIMIT

ORDER_ID = {"name": "order_id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}

RETURN_ID = ORDER_ID | {"name": "return_id"}

LIMIT = {
    "name": "limit",
    "in": "query",
    "description": "How many orders a page has at most",
    "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
}

CURSOR = {
    "name": "cursor",
    "in": "query",
    "description": "next_cursor of the page before, given back unchanged by the one it was given to",
    "schema": {"type": "string", "pattern": f"^[A-Za-z0-9_-]{{1,{signed_text.MAX_LENGTH}}}$"},
}

Headers = dict[str, str]

LOCATION = {"Location": "The order"}

REPLAYED = {
    api.REPLAYED: "true where the answer repeats an earlier outcome: this key's order, or return, was made "
    "by another request. It is not there on the answer to the request that made it, nor where none was made"
}

RETRY = {"Retry-After": "Seconds, after which the same request may be repeated"}


@dataclass(frozen=True)
class Success:
    shape: type[BaseModel]
    description: str
    headers: Headers = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """`problems` maps a status to the names of the problems answered with it, `problem_headers` to what these
    may come with. `personal` calls need a session; one that `renews` takes it if there is one. What
    each is about, and what else one has to know, is in words.py."""

    method: str
    path: str
    name: str
    summary: str
    successes: dict[int, Success]
    problems: dict[int, list[str]] = field(default_factory=dict)
    parameters: list[dict[str, Any]] = field(default_factory=list)
    body: type[BaseModel] | None = None
    personal: bool = True
    renews: bool = False
    problem_headers: dict[int, Headers] = field(default_factory=dict)


BODY_PROBLEMS = {
    400: ["malformed-json"],
    413: ["body-too-large"],
    415: ["unsupported-media-type"],
    422: ["invalid-request"],
}

BY_LINK = frozenset(
    {
        "issueTicket",
        "getOrder",
        "cancelOrder",
        "getReceipt",
        "listMessages",
        "sayMessage",
        "markRead",
        "requestReturn",
        "listReturns",
        "addReturnPhoto",
    }
)
"""What a session that was opened by an order's link is good for, about that order."""
