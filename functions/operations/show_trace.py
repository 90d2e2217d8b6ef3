"""Show an order's trace: one, from the request that placed it to the last return, whatever days lie between.

Nothing is written for it. What happened is kept anyway: the order's log has its changes, Step Functions
every try of every step for 90 days, the functions' logs what did not go well and what came from outside. All
of them are found by the order's id, and the ids of the trace and its spans follow from that
(functions/shared/trace.py).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from functions.operations.show_graph import show_graph
from functions.operations.trace_spans import ERROR, OK, UNSET, Attributes, Moment, Span
from functions.order import store as orders
from functions.order.order import Event
from functions.shared import clock, ids, trace
from functions.shared.items import Aside

ORDER, PLACE, RETURN = "order", "POST /checkouts", "POST /orders/{order_id}/returns"
HEARD, REPORTED = "event heard", "packing reported"
"""Lines about what came from outside: each is a span of its own."""

Line = Mapping[str, Any]
"""One of the functions' logs, as JSON, with the `function` that wrote it."""

_STATUS = {"succeeded": OK, "SUCCEEDED": OK, "running": UNSET, "RUNNING": UNSET}
_OF_A_LINE = ("level", "function", "step", "outcome", "error", "exception_name", "xray_trace_id")


def show_trace(order_id: str, lines: Iterable[Line]) -> list[Span]:
    """The order's own span first, then the others by their beginning. `lines` are those that name the order.
    Raises OrderUnknown."""
    aside: Aside = {}
    _, events = orders.load_log(order_id, aside)
    if not events:
        raise orders.OrderUnknown(order_id)
    drawn = show_graph(order_id)
    whole = _whole(order_id, events, over=drawn["status"] in ("COMPLETED", "CANCELLED", "RETURNED"))
    requests = list(_requests(order_id, whole, events, drawn["executions"]))
    steps = [span for one in drawn["executions"] for span in _execution(order_id, whole, one, requests)]
    told = sorted(lines, key=moment_of)
    heard = [_heard(order_id, whole, line) for line in told if line.get("message") in (HEARD, REPORTED)]
    spans = [whole, *sorted([*requests, *steps, *heard], key=lambda one: one.started_at)]
    _add_lines(spans, told)
    return spans


def _whole(order_id: str, events: list[Event], *, over: bool) -> Span:
    """What is over may go on: a return comes weeks later."""
    first, last = _moment(events[0].at), _moment(events[-1].at)
    span = Span(trace.span_id(order_id, ORDER), None, ORDER, first, last if over else None)
    span.attributes = {"paidonce.order_id": order_id}
    span.events = [Moment(_moment(one.at), one.type, {"number": one.number}) for one in events]
    return span


def _requests(
    order_id: str, whole: Span, events: list[Event], executions: list[dict[str, Any]]
) -> Iterable[Span]:
    """A request ends, as far as the trace goes, when what it asked for has begun."""
    began = {one["name"]: _moment(one["started_at"]) for one in executions if one["started_at"]}
    ended = max(began.get(order_id, whole.started_at), whole.started_at)
    yield Span(trace.span_id(order_id, PLACE), whole.span_id, PLACE, whole.started_at, ended, "server", OK)
    for event in events:
        return_id = event.data.get("return_id") if event.type == "ReturnRequested" else None
        if isinstance(return_id, str):
            at = _moment(event.at)
            span = Span(trace.span_id(return_id, RETURN), whole.span_id, RETURN, at, at, "server", OK)
            span.attributes = {"paidonce.return_id": return_id}
            span.ended_at = max(began.get(return_id, at), at)
            yield span


def _execution(order_id: str, whole: Span, one: dict[str, Any], requests: list[Span]) -> Iterable[Span]:
    """An execution, its states, and where a state was tried more than once, each try."""
    if one["started_at"] is None:
        return
    subject, _ = ids.subject_and_run(one["name"])
    machine = Span(
        trace.span_id(order_id, one["machine"], one["name"]),
        whole.span_id,
        one["machine"],
        _moment(one["started_at"]),
        _moment_or_none(one["ended_at"]),
        status=_STATUS.get(one["status"], ERROR),
        attributes={"aws.stepfunctions.execution": one["name"]},
    )
    asked = RETURN if ids.order_of_return(subject) else PLACE
    machine.links = [span.span_id for span in requests if span.span_id == trace.span_id(subject, asked)]
    yield machine
    seen: dict[str, int] = {}
    for visit in one["visits"]:
        name = visit["state"] or "unknown"
        seen[name] = seen.get(name, 0) + 1
        state = _state(subject, machine, visit, name, seen[name])
        yield state
        if len(visit["attempts"]) > 1:
            yield from (_attempt(state, attempt) for attempt in visit["attempts"])


def _state(subject: str, machine: Span, visit: dict[str, Any], name: str, number: int) -> Span:
    """The first time in a state has the id that the step's lines have (functions/shared/observe.py)."""
    again = [str(number)] if number > 1 else []
    return Span(
        trace.span_id(subject, snake(name), *again),
        machine.span_id,
        name,
        _moment(visit["entered_at"]),
        _moment_or_none(visit["left_at"]),
        status=_STATUS.get(visit["outcome"], ERROR),
    )


def _attempt(state: Span, attempt: dict[str, Any]) -> Span:
    number = str(attempt["attempt"])
    made = Span(
        trace.span_id(state.span_id, number),
        state.span_id,
        f"{state.name} try {number}",
        _moment(attempt["at"]),
        _moment_or_none(attempt["ended_at"]),
        status=_STATUS.get(attempt["outcome"], ERROR),
    )
    made.attributes = {"error.type": attempt["error"]} if attempt["error"] else {}
    return made


def _heard(order_id: str, whole: Span, line: Line) -> Span:
    """It ended when it was written down, and began so many milliseconds before."""
    at = moment_of(line)
    webhook = line["message"] == HEARD
    name = "POST /payments/webhook" if webhook else "packing reported"
    told = str(line.get("event_id") or line.get("outcome") or "")
    began = datetime.fromtimestamp(at.timestamp() - float(line.get("ms", 0)) / 1000, at.tzinfo)
    named = trace.span_id(order_id, name, told, clock.timestamp(at))
    span = Span(named, whole.span_id, name, began, at)
    span.kind, span.status = ("server" if webhook else "consumer"), OK
    span.attributes = {"told": str(line.get("event_type") or told)}
    return span


def _add_lines(spans: list[Span], lines: Iterable[Line]) -> None:
    """Each to the span that it names, else to the order's own."""
    known = {span.span_id: span for span in spans}
    for line in lines:
        if line.get("message") in (HEARD, REPORTED):
            continue
        attributes: Attributes = {name: str(line[name]) for name in _OF_A_LINE if line.get(name)}
        moment = Moment(moment_of(line), f"line: {line.get('message', '')}", attributes)
        known.get(str(line.get("span_id")), spans[0]).events.append(moment)
    for span in spans:
        span.events.sort(key=lambda one: one.at)


def snake(name: str) -> str:
    """A state's name as its step is called: `ReserveStock` as `reserve_stock`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def moment_of(line: Line) -> datetime:
    """The logger writes `2026-11-27 09:29:21,594+0000`."""
    return datetime.strptime(str(line["timestamp"]), "%Y-%m-%d %H:%M:%S,%f%z")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment_or_none(text: str | None) -> datetime | None:
    return _moment(text) if text else None
