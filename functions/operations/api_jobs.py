"""What operators ask for and does not end within a call: POST /ops/stuck/retry, POST
/ops/dead-letters/redrive, POST /ops/dead-letters/{queue}/redrive, POST /ops/stock/{sku}/count, POST
/ops/views/rebuild, POST /ops/events/replay, POST /ops/reconcile; and how far it has come: GET
/ops/jobs/{job_id}."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import Field

from functions.operations.ask_for_job import RECONCILE, ask_for_job
from functions.operations.change_stock import MAX_STOCK, require_sold
from functions.operations.dead_letters import deployed_queues, named
from functions.operations.errors import TargetUnknown
from functions.operations.operator import operator_of
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, asked_by, parsed
from functions.operator import jobs_store
from functions.operator.jobs_store import Job
from functions.shared import api, clock
from functions.shared.problems import invalid_field

MOST_DAYS = 31
TIME = api.Form(
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$",
    "A time in UTC like 2026-11-27T12:00:00Z",
)

app = api.resolver(PROBLEMS)


class RetryAllBody(Reason):
    """Each narrows it: `kind` of what is stuck; the `state` of its machine, and the `error`, as the list of
    what is stuck tells them."""

    kind: Literal["order", "return", "refund", "set-aside"] | None = None
    state: api.Text | None = None
    error: api.Text | None = None


class CountBody(Reason):
    """`counted`: what lies on the shelf, in units."""

    counted: Annotated[int, Field(ge=0, le=MAX_STOCK)]


class ReplayBody(Reason):
    """The first and the last moment, both included."""

    first: Annotated[str, TIME, Field(alias="from")]
    last: Annotated[str, TIME, Field(alias="to")]


class ReconcileBody(Reason):
    """`short`: only the last hours; `dry_run`: look, change nothing."""

    short: bool = False
    dry_run: bool = False


@app.post("/ops/stuck/retry")
def post_retry_all() -> api.Response:
    """All that stands before an operator, or what of it is asked for."""
    body = parsed(app, RetryAllBody)
    wanted = {"kind": body.kind, "state": body.state, "error": body.error}
    return _ask("retry-stuck", "stuck", body, {name: one for name, one in wanted.items() if one is not None})


@app.post("/ops/dead-letters/redrive")
def post_redrive_all() -> api.Response:
    """Every queue there is."""
    return _ask("redrive-dead-letters", "all queues", parsed(app, Reason), _redriven(deployed_queues()))


@app.post("/ops/dead-letters/<queue>/redrive")
def post_redrive(queue: str) -> api.Response:
    """One queue."""
    body = parsed(app, Reason)
    return _ask("redrive-dead-letters", queue, body, _redriven([named(queue, deployed_queues())]))


@app.post("/ops/stock/<sku>/count")
def post_count(sku: str) -> api.Response:
    """The stock of a SKU, by what lies on the shelf."""
    body = parsed(app, CountBody)
    require_sold(sku)
    return _ask("count-stock", sku, body, {"sku": sku, "counted": body.counted})


@app.post("/ops/views/rebuild")
def post_rebuild() -> api.Response:
    """Every row of the lists of orders, from their logs."""
    return _ask("rebuild-views", "order-views", parsed(app, Reason), {})


@app.post("/ops/events/replay")
def post_replay() -> api.Response:
    """The events of a span of time, told again."""
    body = parsed(app, ReplayBody)
    first, last = _moment("from", body.first), _moment("to", body.last)
    if not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
        raise invalid_field("to", f"From `from` on, at most {MOST_DAYS} days later")
    span = {"from": clock.timestamp(first), "to": clock.timestamp(last)}
    return _ask("replay-events", "events", body, span)


@app.post("/ops/reconcile")
def post_reconcile() -> api.Response:
    """The provider's payments against ours."""
    body = parsed(app, ReconcileBody)
    return _ask(RECONCILE, "payments", body, {"short": body.short, "dry_run": body.dry_run})


@app.get("/ops/jobs/<job_id>")
def get_job(job_id: str) -> api.Response:
    """How far it has come."""
    operator_of(app.current_event.raw_event)
    job = jobs_store.load(job_id)
    if job is None:
        raise TargetUnknown("there is no such job")
    return api.respond(job.shown())


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _ask(kind: str, target: str, body: Reason, what: dict[str, Any]) -> api.Response:
    """202 with the job; a repeat meets it, as it then stands."""
    asked = asked_by(app, body)
    job, replayed = ask_for_job(Job(asked.job_id, kind, asked.signed, what), target)
    headers = api.replayed(replayed) | {"Location": f"/api/ops/jobs/{job.job_id}"}
    return api.respond(job.shown(), HTTPStatus.ACCEPTED, **headers)


def _redriven(queues: list[Any]) -> dict[str, Any]:
    return {"queues": [queue.name for queue in queues]}


def _moment(field: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise invalid_field(field, "There is no such day or time") from None
