"""The Measures table: one item an hour (UTC), of the orders that were placed in it. It is counted anew from
rows and histories each time it is written: whoever counts twice writes the same."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.operations.histogram import Boxes
from functions.shared import clock
from functions.shared.items import Aside, read_each, reader, value
from functions.shared.table import ConditionRefused, get, query, write
from functions.shared.write import Item, Write

TABLE = "MEASURES_TABLE"
LABEL = "measure"
KIND = "hour"
KEPT = timedelta(days=90)

CHECKOUT = "checkout"
"""The name, among the steps, of a whole checkout that went well."""

Hour = str
"""`2026-11-27T02`."""


@dataclass(frozen=True)
class HourMeasure:
    """`outcomes`: orders by the status they had when it was `counted_at` (RFC 3339). `reasons`: those that
    were cancelled by the reason; of more than are read, the newest. `steps`: how long states of machines
    took, by `machine/state`, of the `sampled` newest orders."""

    hour: Hour
    counted_at: str
    outcomes: Mapping[str, int]
    reasons: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, Boxes] = field(default_factory=dict)
    sampled: int = 0


def save(measure: HourMeasure, now: datetime) -> None:
    """Unless a later count stands there."""
    item: Item = {
        "kind": KIND,
        "hour": measure.hour,
        "counted_at": measure.counted_at,
        "outcomes": dict(measure.outcomes),
        "reasons": dict(measure.reasons),
        "steps": {name: list(boxes) for name, boxes in measure.steps.items()},
        "sampled": measure.sampled,
        "expires_at": int((now + KEPT).timestamp()),
    }
    later = "attribute_not_exists(#kind) OR #counted_at <= :counted_at"
    with suppress(ConditionRefused):
        write(Write.put(TABLE, LABEL, item, condition=later, values={"counted_at": measure.counted_at}))


def load(hour: Hour) -> HourMeasure | None:
    item = get(TABLE, {"kind": KIND, "hour": hour})
    return _measure(item) if item else None


def hours_back(now: datetime, hours: int) -> list[Hour]:
    """So many hours, one after the other, the newest first: this one is the first of them."""
    return [clock.timestamp(now - timedelta(hours=back))[:13] for back in range(hours)]


def between(first: Hour, last: Hour, aside: Aside) -> list[HourMeasure]:
    """The hours that were counted, of those from `first` to `last`, both included; those that cannot be read
    go `aside`."""
    values = {"kind": KIND, "first": first, "last": last}
    found = query(TABLE, "#kind = :kind AND #hour BETWEEN :first AND :last", values)
    return list(read_each(found, _measure, lambda item: str(item["hour"]), aside))


@reader
def _measure(item: Item) -> HourMeasure:
    return HourMeasure(
        hour=value(item, "hour", str),
        counted_at=value(item, "counted_at", str),
        outcomes=value(item, "outcomes", dict),
        reasons=value(item, "reasons", dict),
        steps={name: tuple(boxes) for name, boxes in value(item, "steps", dict).items()},
        sampled=value(item, "sampled", int),
    )
