"""What was counted in shops of several sizes, as it is kept in docs/counted/growth.json."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from bench.charging import Call
from bench.exact import Exact, plain
from bench.growth.playing import Step
from infra.bundles.target import ROOT

KEPT = ROOT / "docs" / "counted" / "growth.json"


@dataclass(frozen=True)
class Row:
    """What a function takes for one thing that is asked: calls by operation, in order; request units as text,
    for they may be halves; bytes of items read and written, and of an answer's body."""

    asked: str
    function: str
    calls: list[str]
    writes: str
    reads: str
    item_bytes: int
    answered: int


@dataclass(frozen=True)
class Found:
    """`rows` of a shop of so many orders, in whose tables there are so many `items` of them. The owner of
    most has `owned`."""

    orders: int
    items: int
    owned: int
    rows: list[Row]


def row(step: Step) -> Row:
    return Row(
        asked=step.asked,
        function=step.function,
        calls=[call.operation for call in step.calls],
        writes=plain(_units(step.calls, "writes")),
        reads=plain(_units(step.calls, "reads")),
        item_bytes=step.item_bytes,
        answered=step.answered,
    )


def grown(found: Sequence[Found]) -> list[str]:
    """What is not the same in all sizes as it is in the first."""
    return [line for other in found[1:] for line in _differing(found[0], other)]


def keep(found: Sequence[Found]) -> None:
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n")


def read_kept() -> list[Found]:
    found = json.loads(KEPT.read_text())
    return [Found(**one | {"rows": [Row(**each) for each in one["rows"]]}) for one in found]


def _differing(first: Found, other: Found) -> Iterator[str]:
    if len(first.rows) != len(other.rows):
        yield f"{other.orders:,} orders: {len(other.rows)} invocations and not {len(first.rows)}"
    for before, after in zip(first.rows, other.rows, strict=False):
        if before != after:
            yield f"{other.orders:,} orders: {after} and not {before}"


def _units(calls: Sequence[Call], what: str) -> Exact:
    return sum(sum(getattr(call, what).values()) for call in calls)
