"""GET /ops/stuck, /ops/returns, /ops/refunds, /ops/stock, /ops/journal, /ops/jobs, /ops/breaker and
/ops/credit/{owner}."""

from functools import partial
from typing import Any

from functions.operations import look_pages
from functions.operations.errors import TargetUnknown
from functions.operations.list_changes import list_changes
from functions.operations.list_jobs import list_jobs
from functions.operations.list_refunds import list_refunds
from functions.operations.list_returns import State, list_returns
from functions.operations.list_stock import list_stock
from functions.operations.list_stuck import list_stuck
from functions.operations.look_pages import look_through
from functions.operations.looks import day, look, word
from functions.operations.show_circuit import show_circuit
from functions.operations.show_owner_credit import show_owner_credit
from functions.payment import breaker
from functions.shared import api, ids
from functions.shared.problems import not_found, unprocessable

LONGEST_TARGET = 200

app = api.resolver({**look_pages.PROBLEMS, TargetUnknown: lambda _: not_found("owner")})


@app.get("/ops/stuck")
def get_stuck() -> api.Response:
    return look_through(app, "stuck", list_stuck)


@app.get("/ops/returns")
def get_returns() -> api.Response:
    state = word(app, "state", State) or State.REQUESTED
    return look_through(app, f"returns {state}", partial(list_returns, state))


@app.get("/ops/refunds")
def get_refunds() -> api.Response:
    return look_through(app, "refunds", list_refunds)


@app.get("/ops/stock")
def get_stock() -> api.Response:
    return look_through(app, "stock", list_stock)


@app.get("/ops/journal")
def get_journal() -> api.Response:
    on, target = day(app, "day"), _target()
    listed = ids.digest(["journal", on and on.isoformat(), target])
    return look_through(app, listed, partial(list_changes, on, target))


@app.get("/ops/jobs")
def get_jobs() -> api.Response:
    return look_through(app, "jobs", list_jobs)


@app.get("/ops/credit/<owner>")
def get_credit(owner: str) -> api.Response:
    return look_through(app, ids.digest(["credit", owner]), partial(show_owner_credit, owner))


@app.get("/ops/breaker")
def get_breaker() -> api.Response:
    return look(app, lambda: show_circuit(breaker.standing_now()))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _target() -> str | None:
    given = api.parameter(app, "target")
    if given is not None and not 1 <= len(given) <= LONGEST_TARGET:
        raise unprocessable(f"target: 1 to {LONGEST_TARGET} characters are expected.")
    return given
