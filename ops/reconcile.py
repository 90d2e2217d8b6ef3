"""`reconcile`: compare the provider's payments with ours now, and cure what differs."""

import io
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from typing import Any

from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.recovery.reconcile_payments import Progress, Reconciliation, Summary, begin
from functions.shared import clock
from functions.shared.observe import logger

MOST_PARTS = 10_000


def reconcile(
    signed: Signed, *, dry_run: bool, until_now: bool = False, most_without_order: int | None = None
) -> dict[str, Any]:
    """`{looked_at, mismatches: {class: n}, cured, to_operator}`. Log lines go to stderr, metrics nowhere. The
    journal is told first. With `until_now`, payments of the last minutes too, of orders that are still on
    their way. `most_without_order`: so many payments without an order are given back, instead of 20."""
    journal_store.write_entries([Entry("reconcile", "payments", signed, {"dry_run": dry_run})])
    total = Summary()
    rest: Progress | None = begin()
    if until_now:
        rest = replace(begin(), until=int(clock.now().timestamp()) + 1)
    with off_stdout():
        for _ in range(MOST_PARTS):
            if rest is None:
                break
            part = Reconciliation(dry_run=dry_run, most_without_order=most_without_order)
            rest = part.run(rest, lambda: True)
            _add(total, part.summary)
    return total.as_dict()


@contextmanager
def off_stdout() -> Iterator[None]:
    """Within, log lines go to stderr and metrics nowhere: stdout is for the command's result."""
    handler: Any = logger.registered_handler
    before = handler.setStream(sys.stderr)
    try:
        with redirect_stdout(io.StringIO()):
            yield
    finally:
        handler.setStream(before or sys.stderr)


def _add(total: Summary, part: Summary) -> None:
    total.looked_at += part.looked_at
    total.mismatches = Counter(total.mismatches) + part.mismatches
    total.cured += part.cured
    total.to_operator += part.to_operator
