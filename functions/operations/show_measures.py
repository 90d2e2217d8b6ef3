"""Show how the shop does: what became of orders hour by hour, how long steps take, what waits where."""

from functools import reduce
from typing import Any

from functions.operations import measures_store
from functions.operations.count_stuck import count_stuck
from functions.operations.histogram import NONE, Boxes, added, summary
from functions.operations.measures_store import CHECKOUT, Hour, HourMeasure
from functions.operations.queues import queues
from functions.operations.show_circuit import show_circuit
from functions.operations.unreadable import named
from functions.payment import breaker
from functions.shared import clock
from functions.shared.items import Aside


def show_measures(hours: int) -> dict[str, Any]:
    """`{hours, steps, stuck, breaker, queues, unreadable}`: of the last `hours`, each of which is there,
    counted or not. What it costs does not depend on how many orders there are, or were in these hours."""
    aside: Aside = {}
    now = clock.now()
    every = measures_store.hours_back(now, hours)
    measured = measures_store.between(every[-1], every[0], aside)
    counted = {one.hour: one for one in measured}
    return {
        "hours": [_hour(hour, counted.get(hour)) for hour in every],
        "steps": [{"step": name} | summary(boxes) for name, boxes in sorted(_steps(measured).items())],
        "stuck": count_stuck(),
        "breaker": show_circuit(breaker.standing_now()),
        "queues": queues(now),
        "unreadable": named(aside),
    }


def _hour(hour: Hour, counted: HourMeasure | None) -> dict[str, Any]:
    """One that nobody has counted says so: its `counted_at` is None."""
    one = counted or HourMeasure(hour, "", {})
    return {
        "hour": f"{hour}:00:00.000Z",
        "counted_at": one.counted_at or None,
        "placed": sum(one.outcomes.values()),
        "outcomes": dict(one.outcomes),
        "reasons": dict(one.reasons),
        "sampled": one.sampled,
        "checkout": summary(one.steps.get(CHECKOUT, NONE)),
    }


def _steps(measured: list[HourMeasure]) -> dict[str, Boxes]:
    """Of all hours together."""
    names = {name for one in measured for name in one.steps}
    return {name: reduce(added, (one.steps.get(name, NONE) for one in measured)) for name in names}
