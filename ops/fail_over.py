"""`fail-over`: the shop goes on in this region, from what the lost one's replication left in its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.order import store as orders
from functions.payment.provider import provider
from functions.recovery.sweep_orders import sweep_order
from functions.relay.rebuild_views import rebuild_views
from functions.shared import clock
from functions.shared.items import describe
from functions.shared.table import ConditionRefused
from ops.audit import audit
from ops.errors import CommandError
from ops.mend import Mended, mend
from ops.mend_plan import Plan, read_plan
from ops.output import say
from ops.reconcile import off_stdout, reconcile
from ops.region import close_region, missing_tables, open_region
from ops.target import stack_outputs

MOST_GIVEN_UP = 20
"""More orders to give up look like a wrong or a half-filled table, not like the last second of replication.
"""
MOST_NAMED = 20
CLOSE_THE_OTHER = (
    "Close the lost region (close-region, with its credentials and region) or, if it does not answer,"
    " withdraw its key at the provider; wait until replication has nothing left, and fail over again"
)

Seen = tuple[frozenset[tuple[str, str, int]], frozenset[str]]


def fail_over(signed: Signed, *, quiet_seconds: float, most_given_up: int = MOST_GIVEN_UP) -> dict[str, Any]:
    """The report; `ok` if what was torn agrees again, the audit finds nothing and the lost region was still.

    This region is closed first, and opened at the end. Killed anywhere, it stays closed and the command is
    given again: what was mended is found mended. Raises CommandError with nothing written where a table is
    missing, somebody still writes, or more orders would be given up than `most_given_up`.
    """
    started = clock.now()
    if missing := missing_tables(stack_outputs()):
        raise CommandError(f"the replica is not whole: {'; '.join(missing)}")
    say("ops: closing this region, looking whether the lost one still writes")
    close_region()
    seen = _still(quiet_seconds)
    plan = read_plan()
    _refuse_too_many(plan, most_given_up)
    journal_store.write_entries([Entry("fail-over", "region", signed)])
    say(f"ops: mending {len(plan.orders)} orders")
    with off_stdout():
        with _alone():
            done = mend(plan, signed.by)
        reconciled = reconcile(signed, dry_run=False, until_now=True, most_without_order=most_given_up)
        views = rebuild_views()
    came = sorted(_holds() - seen[1])
    say("ops: opening this region, starting what goes on, auditing")
    open_region()
    with off_stdout():
        not_started = dict(_start(done))
    audited = audit()
    return _report(done, audited) | {
        "ok": audited["ok"] and not (came or done.unreadable or not_started or views.failed),
        "provider": reconciled,
        "came_meanwhile": came[:MOST_NAMED],
        "not_started": not_started,
        "seconds": round((clock.now() - started).total_seconds(), 1),
    }


def _still(quiet_seconds: float) -> Seen:
    """What there is, unless it moves. The provider is the one witness that no region loses: a hold that
    begins while this region is closed was begun by the other."""
    before = _seen()
    clock.pause(quiet_seconds)
    after = _seen()
    moved = sorted({order_id for order_id, _, _ in before[0] ^ after[0]})
    if moved:
        raise CommandError(
            f"nothing was mended, and this region is closed: orders still arrive or change here"
            f" ({', '.join(moved[:MOST_NAMED])}). {CLOSE_THE_OTHER}"
        )
    if begun := sorted(after[1] - before[1]):
        raise CommandError(
            "nothing was mended, and this region is closed: the lost region still sells, the provider has new"
            f" payments ({', '.join(begun[:MOST_NAMED])}). {CLOSE_THE_OTHER}"
        )
    return after


def _seen() -> Seen:
    heads = [order.head for order in orders.load_all({})]
    return frozenset((one.order_id, one.status.value, one.version) for one in heads), frozenset(_holds())


def _holds() -> set[str]:
    return {hold.hold_id for hold in provider.list_holds()}


def _refuse_too_many(plan: Plan, most: int) -> None:
    found = plan.given_up
    if len(found) > most:
        raise CommandError(
            f"nothing was mended, and this region is closed: {len(found)} orders would be given up, which"
            f" looks like a wrong or a half-filled table ({len(plan.out_of_stock)} for want of units,"
            f" {len(plan.lost)} without a head): --most-given-up {len(found)} does it all the same"
        )


@contextmanager
def _alone() -> Iterator[None]:
    try:
        yield
    except ConditionRefused as refused:
        raise CommandError(
            f"somebody else writes here ({refused}): another fail-over, or the lost region. This region stays"
            " closed; fail over again"
        ) from refused


def _start(done: Mended) -> Iterator[tuple[str, str]]:
    """Have each order that goes on taken up by its machine; which was not, and why: the sweep comes again."""
    for order_id in done.going_on:
        try:
            sweep_order(order_id)
        except Exception as failure:  # noqa: BLE001 - whatever is wrong with one order, the others go on
            yield order_id, describe(failure)


def _report(done: Mended, audited: dict[str, Any]) -> dict[str, Any]:
    """Long lists are cut; how long they are is said."""
    told = asdict(done)
    lists = {name: value for name, value in told.items() if isinstance(value, list)}
    cut = {name: {"orders": len(value), "for_example": value[:MOST_NAMED]} for name, value in lists.items()}
    return told | cut | {"violations": audited["violations"], "in_flight": audited["in_flight"]}
