"""Show the state machines that an order, its returns and refunds went through: the graph of each execution's
own definition, and its way through it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from functions.operations.graph import Attempt, Edge, Visit, edges_of, way_of
from functions.operator.stop import plain
from functions.order import store as orders
from functions.order.order import Event
from functions.refunds import store as refunds
from functions.returns import store as returns
from functions.shared import clock, ids, machines
from functions.shared.items import Aside
from functions.shared.machines import CHECKOUT, FULFILMENT, REFUND, RETURN, Recorded

MOST_EXECUTIONS = 12
MOST_RUNS = 4
"""Of one subject in one machine: a second one is started where the first has died."""

NAMES = {CHECKOUT: "checkout", FULFILMENT: "fulfilment", RETURN: "return", REFUND: "refund"}

Execution = tuple[str, str]
"""The variable that names its machine, and its own name."""


def show_graph(order_id: str) -> dict[str, Any]:
    """`{order_id, status, executions, cut}`, from Step Functions itself, which forgets an execution 90 days
    after its end. `cut`: there are more executions than are shown. Raises OrderUnknown."""
    if not ids.is_order_id(order_id):
        raise orders.OrderUnknown(order_id)
    aside: Aside = {}
    order, events = orders.load_log(order_id, aside)
    shown: list[dict[str, Any]] = []
    cut = False
    for machine, subject in _subjects(order_id, events, aside):
        for execution in (ids.execution(subject, run + 1) for run in range(MOST_RUNS)):
            if len(shown) == MOST_EXECUTIONS:
                cut = True
                break
            found = machines.recorded(machine, execution)
            if found is None:
                break
            shown.append({"machine": NAMES[machine], "name": execution} | _drawn(found))
    status = order.status.value if order else None
    return {"order_id": order_id, "status": status, "executions": shown, "cut": cut}


def _subjects(order_id: str, events: list[Event], aside: Aside) -> Iterator[Execution]:
    """The machines it went through, with what their executions are named after."""
    yield CHECKOUT, order_id
    if any(event.type == "OrderFulfilling" for event in events):
        yield FULFILMENT, order_id
    for one in returns.of_order(order_id, aside):
        yield RETURN, one.return_id
    for refund in refunds.of_order(order_id, aside):
        yield REFUND, refund.refund_id


def _drawn(found: Recorded) -> dict[str, Any]:
    way = way_of(found.events, found.definition)
    states = found.definition["States"]
    return {
        "status": way.status,
        "started_at": _moment(way.started_at),
        "ended_at": _moment(way.ended_at),
        "start": found.definition["StartAt"],
        "states": [
            {"name": name, "type": state["Type"], "comment": state.get("Comment")}
            for name, state in states.items()
        ],
        "edges": [_edge(edge) for edge in edges_of(found.definition)],
        "visits": [_visit(visit) for visit in way.visits],
        "cut": found.cut,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {"from": edge.source, "to": edge.target, "when": edge.when, "errors": list(edge.errors)}


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "state": visit.state,
        "entered_at": _moment(visit.entered_at),
        "left_at": _moment(visit.left_at),
        "outcome": visit.outcome,
        "attempts": [_attempt(attempt) for attempt in visit.attempts],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "attempt": attempt.number,
        "at": _moment(attempt.at),
        "ended_at": _moment(attempt.ended_at),
        "outcome": attempt.outcome,
        "error": attempt.error,
        "cause": plain(attempt.cause) if attempt.cause else None,
        "next_try_by": _moment(attempt.next_try_by),
    }


def _moment(at: datetime | None) -> str | None:
    return clock.timestamp(at) if at else None
