"""Which calls to DynamoDB stand between a customer's request and CONFIRMED, and which do not."""

from bench.charging import Call
from bench.counting import Counts
from bench.markdown import table
from bench.relaying import RELAY

MOST = 10
"""Calls on the way to CONFIRMED."""

OFF = {
    ("Checkouts", "UpdateItem: Idempotency"): "after the execution was started, beside ReserveStock",
    (RELAY, ""): "begins once an event is stored, and nobody waits for it",
}
"""Function and how its call is written (all calls, where that is empty) -> why nobody waits for it."""


def off_path(function: str, call: Call) -> str:
    """Why no checkout waits for this call; empty if it does."""
    return next((why for (name, begin), why in OFF.items() if name == function and _is(call, begin)), "")


def calls_on_path(counts: Counts) -> list[tuple[str, Call]]:
    return [(function, call) for function, call in _calls(counts) if not off_path(function, call)]


def critical_path_section(counts: Counts) -> str:
    """For the page: every call of the row, and which of them are on the way."""
    cells = [
        [
            function,
            call.operation,
            ", ".join({**call.writes, **call.reads}),
            off_path(function, call) or "**on**",
        ]
        for function, call in _calls(counts)
    ]
    return (
        f"### On the critical path: {len(calls_on_path(counts))} calls to DynamoDB to CONFIRMED\n\n"
        f"At most {MOST} are asserted (`bench/critical_path.py`); polling is no call of the row.\n\n"
        + table(["function", "call", "tables", "on the path, or why not"], cells)
    )


def _calls(counts: Counts) -> list[tuple[str, Call]]:
    return [(one.function, call) for one in counts.invocations for call in one.calls if call.to_dynamodb]


def _is(call: Call, begin: str) -> bool:
    return str(call).startswith(begin)
