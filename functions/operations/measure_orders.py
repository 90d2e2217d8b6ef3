"""Measure the orders of an hour: what became of them, and how long the steps of the newest took.

Nothing is counted as it happens: a counter would count again what is delivered again. An hour is counted from
the rows of its orders, and counted anew while they still move (docs/decisions/0057-measures.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from functions.operations import measures_store
from functions.operations.graph import Definition, way_of
from functions.operations.histogram import NONE, Boxes, added, boxes_of
from functions.operations.measures_store import CHECKOUT, Hour, HourMeasure, hours_back
from functions.order import views_store
from functions.order.order import CONFIRMED, Status
from functions.order.view import View
from functions.order.views_store import Span
from functions.shared import clock, machines
from functions.shared.items import Aside
from functions.shared.observe import logger

HOURS_BACK = (0, 1, 3, 6, 24, 72, 168)
"""Which hours are counted by a run: what happens late to an order is seen at the next of these ages."""
LOOKED_BACK = 168
MISSED_AT_ONCE = 8
"""So many hours that nobody counted, since the shop is new or nobody ran, are counted by a run besides."""
SAMPLED_BACK = (0, 1)
SAMPLE = 40
"""Of the newest orders of an hour so many are looked at step by step: Step Functions tells a history in a
call, and takes twenty such calls a second."""
MOST_REASONS = 1000

NO_DEFINITION: Definition = {"States": {}}


def measure_orders(now: datetime) -> list[Hour]:
    """Count the hours that are due; which they were."""
    every = hours_back(now, LOOKED_BACK + 1)
    hours = [every[back] for back in HOURS_BACK]
    hours += _missed(every, hours)[:MISSED_AT_ONCE]
    sampled = [every[back] for back in SAMPLED_BACK]
    for hour in hours:
        measures_store.save(_counted(hour, now, sampled=hour in sampled), now)
    return hours


def _missed(every: list[Hour], counted_now: list[Hour]) -> list[Hour]:
    """The newest first."""
    aside: Aside = {}
    known = {one.hour for one in measures_store.between(every[-1], every[0], aside)}
    return [hour for hour in every if hour not in known and hour not in aside and hour not in counted_now]


def _counted(hour: Hour, now: datetime, *, sampled: bool) -> HourMeasure:
    span = Span(hour, f"{hour}~")
    outcomes = {status.value: views_store.count_by_status(status, span) for status in Status}
    steps, looked_at = _steps(span) if sampled else _known_steps(hour)
    return HourMeasure(
        hour=hour,
        counted_at=clock.timestamp(now),
        outcomes={name: count for name, count in outcomes.items() if count},
        reasons=_reasons(span) if outcomes[Status.CANCELLED] else {},
        steps=steps,
        sampled=looked_at,
    )


def _reasons(span: Span) -> dict[str, int]:
    places = views_store.by_status(Status.CANCELLED, MOST_REASONS, span)
    rows = views_store.load_many(places, {})
    return dict(Counter(row.reason.value for row in rows if row.reason))


def _known_steps(hour: Hour) -> tuple[dict[str, Boxes], int]:
    """What was sampled while the hour was young stays."""
    found = measures_store.load(hour)
    return (dict(found.steps), found.sampled) if found else ({}, 0)


def _steps(span: Span) -> tuple[dict[str, Boxes], int]:
    """Boxes by `machine/state`, and by `checkout` how long whole checkouts took that went well."""
    aside: Aside = {}
    rows = views_store.load_many(views_store.by_statuses(tuple(Status), SAMPLE, span), aside)
    boxes: dict[str, Boxes] = defaultdict(lambda: NONE)
    for number, row in enumerate(rows):
        try:
            found = list(_durations(row))
        except (ClientError, BotoCoreError) as silent:  # it is asked too much: what was told is enough
            logger.warning("orders not sampled", extra={"orders": number, "error": type(silent).__name__})
            return dict(boxes), number
        for step, milliseconds in found:
            boxes[step] = added(boxes[step], boxes_of([milliseconds]))
    return dict(boxes), len(rows)


def _durations(row: View) -> Iterator[tuple[str, int]]:
    way = way_of(machines.events_of(machines.CHECKOUT, row.order_id), NO_DEFINITION)
    if way.status == "SUCCEEDED" and way.started_at and way.ended_at and row.status in CONFIRMED:
        yield CHECKOUT, _milliseconds(way.started_at, way.ended_at)
    for visit in way.visits:
        if visit.state and visit.left_at:
            yield f"checkout/{visit.state}", _milliseconds(visit.entered_at, visit.left_at)
    if row.status not in (Status.FULFILLING, Status.COMPLETED, Status.RETURNED):
        return
    for visit in way_of(machines.events_of(machines.FULFILMENT, row.order_id), NO_DEFINITION).visits:
        if visit.state and visit.left_at:
            yield f"fulfilment/{visit.state}", _milliseconds(visit.entered_at, visit.left_at)


def _milliseconds(begun: datetime, ended: datetime) -> int:
    return max(0, round((ended - begun).total_seconds() * 1000))
