"""GET /ops/orders, GET /ops/orders/{order_id} and GET /ops/orders/{order_id}/at/{version}."""

import re
from datetime import UTC, datetime
from functools import partial
from typing import Any

from functions.operations import look_pages
from functions.operations.find_orders import NotSearchable, Search, find_orders
from functions.operations.look_pages import Page, look_through
from functions.operations.looks import look, word
from functions.operations.show_order import show_order
from functions.operations.show_order_at import VersionUnknown, show_order_at
from functions.operations.unreadable import named
from functions.order.history import BrokenLog
from functions.order.order import Status
from functions.order.store import OrderUnknown
from functions.order.views_store import ALWAYS, Span
from functions.payment.errors import PaymentsNotConfigured, ProviderUnavailable
from functions.shared import api, clock
from functions.shared.problems import Problem, not_found, payments_not_configured, try_again, unprocessable

LONGEST_WANTED = 320
"""An e-mail address has 254 characters at most, what somebody writes around it included."""

_VERSION = re.compile(r"[0-9]{1,9}", re.ASCII)

PROBLEMS: api.Problems = {
    **look_pages.PROBLEMS,
    OrderUnknown: lambda _: not_found("order"),
    VersionUnknown: lambda unknown: Problem(
        404, "not-found", f"There is no such version: the latest is {unknown.latest}."
    ),
    BrokenLog: lambda broken: Problem(409, "not-possible", f"The order's log does not add up: {broken}."),
    NotSearchable: lambda why: unprocessable(f"q: {why}."),
    ProviderUnavailable: lambda _: try_again("The payment provider does not answer. Repeat the request."),
    PaymentsNotConfigured: lambda _: payments_not_configured(),
}

app = api.resolver(PROBLEMS)


@app.get("/ops/orders")
def get_orders() -> api.Response:
    search = Search(_statuses(), _span(), _wanted())
    return look_through(app, search.name, partial(_page, search))


@app.get("/ops/orders/<order_id>")
def get_order(order_id: str) -> api.Response:
    return look(app, partial(show_order, order_id))


@app.get("/ops/orders/<order_id>/at/<version>")
def get_order_at(order_id: str, version: str) -> api.Response:
    return look(app, lambda: show_order_at(order_id, _version(version)))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _page(search: Search, limit: int, start: str) -> Page:
    found = find_orders(search, limit, start)
    return {"orders": found.orders, "unreadable": named(found.aside)}, found.next


def _statuses() -> tuple[Status, ...]:
    status = word(app, "status", Status)
    return (status,) if status else ()


def _span() -> Span:
    first, last = _moment("from"), _moment("to")
    if first and last and last < first:
        raise unprocessable("from, to: what is placed from a time on is not placed before an earlier one.")
    return Span(first or ALWAYS.first, last or ALWAYS.last)


def _moment(name: str) -> str:
    """A time as positions begin with it; empty if there is none. Raises Problem 422."""
    given = api.parameter(app, name)
    if given is None:
        return ""
    try:
        moment = datetime.fromisoformat(given.replace(" ", "+"))
        return clock.timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise unprocessable(f"{name}: a date or a time is expected, as 2026-11-27T08:30:00Z.") from None


def _wanted() -> str | None:
    given = api.parameter(app, "q")
    if given is None:
        return None
    if not given.strip() or len(given) > LONGEST_WANTED:
        raise unprocessable(f"q: 1 to {LONGEST_WANTED} characters are expected.")
    return given.strip()


def _version(given: str) -> int:
    if not _VERSION.fullmatch(given) or int(given) < 1:
        raise unprocessable("version: a whole number from 1 on is expected.")
    return int(given)
