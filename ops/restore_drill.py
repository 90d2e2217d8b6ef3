"""`restore-drill`: every table restored to a fresh name, audited, bought from, and deleted again."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NoReturn

from functions.shared import clock
from ops.operator import signature, signed
from ops.output import say
from ops.reconcile import off_stdout, reconcile
from ops.restored_audit import Judgement, Tables, judge, looking_at
from ops.restored_tables import Source, delete, differences, restore, sources, suffixes
from ops.restored_traffic import let_them_buy
from ops.target import VARIABLES, stack_outputs

SUFFIX = "drill"
OLD = timedelta(hours=13)
"""Older than any drill that still runs."""
MOST_NAMED = 20
NO_MACHINE = "-restored"
"""Appended to the name of the checkout's machine: there is none of that name."""
_BEGUN = re.compile(rf"{SUFFIX}([0-9]{{14}})([0-9]{{3}})")


def restore_drill(*, at: datetime | None, backups: bool) -> dict[str, Any]:
    """The report; `ok` if restored tables have the shop's settings, keep its promises and sell right. The
    shop's own tables are read, and never written to.

    Two drills beside each other do not meet: each has tables of its own name. What a killed one left is
    deleted by the next, once it is surely over, or by `clean`.
    """
    tables = sources(stack_outputs())
    _clean_old(tables)
    begun = clock.now()
    suffix = f"{SUFFIX}{begun:%Y%m%d%H%M%S}{begun.microsecond // 1000:03}"
    with _ended_by_signals():
        try:
            return _drill(tables, suffix, at, backups)
        finally:
            say(f"ops: deleting what was restored ({suffix})")
            delete(tables, suffix)


def clean() -> dict[str, Any]:
    """Delete what drills left, of whatever age: `{deleted: [table]}`. One that still runs loses what it
    restored, and fails."""
    tables = sources(stack_outputs())
    left = sorted(one for one in suffixes(tables) if _BEGUN.fullmatch(one))
    return {"deleted": [name for suffix in left for name in delete(tables, suffix)]}


def _drill(tables: list[Source], suffix: str, at: datetime | None, backups: bool) -> dict[str, Any]:
    started = clock.now()
    say(f"ops: restoring {sum(one.lasting for one in tables)} tables ({suffix})")
    first, last = restore(tables, suffix, at=at, backups=backups, empty=True)
    restored = clock.now()
    unlike = differences(tables, suffix)
    pointed = _pointed_at(tables, suffix)
    say("ops: comparing with the provider, auditing")
    with looking_at(pointed), off_stdout():
        reconciled = reconcile(signed("restore drill"), dry_run=True, until_now=True)
    judged = judge(pointed, first)
    audited = clock.now()
    say("ops: buying from the restored tables")
    with looking_at(pointed), off_stdout():
        bought = let_them_buy(signature())
    after = judge(pointed, first, own=bought.order_ids)
    ended = clock.now()
    return {
        "ok": not unlike and not judged.broken and not after.broken and bought.right,
        "from": "copies made one table after another" if backups else "point-in-time recovery",
        "recovery_point": {
            "first": clock.timestamp(first),
            "last": clock.timestamp(last),
            "seconds_before_begin": round(max(0.0, (started - first).total_seconds()), 1),
        },
        "recovery_seconds": {
            "restored": _seconds(started, restored),
            "audited": _seconds(started, audited),
            "bought_from": _seconds(started, ended),
        },
        "tables": {one.name: "restored" if one.lasting else "begins empty" for one in tables},
        "unlike_the_shops": unlike,
        "provider": reconciled,
        "audit": _told(judged),
        "traffic": {
            "confirmed": bought.confirmed,
            "cancelled": bought.cancelled,
            "refused": bought.refused,
            "audit": _told(after),
        },
    }


def _told(judged: Judgement) -> dict[str, Any]:
    """`moved` is excused: what the provider or a later copy says of orders that went on meanwhile."""
    return {
        "orders": judged.orders,
        "violations": judged.broken,
        "moved": len(judged.moved),
        "moved_for_example": judged.moved[:MOST_NAMED],
    }


def _pointed_at(tables: list[Source], suffix: str) -> Tables:
    """For the stores of this process; the machine's name is one that nothing answers to."""
    by_output = {output: variable for variable, output in VARIABLES.items()}
    found = {by_output.get(f"{one.name}Table", ""): one.restored(suffix) for one in tables}
    machine = os.environ["CHECKOUT_MACHINE"] + NO_MACHINE
    return {name: table for name, table in found.items() if name} | {"CHECKOUT_MACHINE": machine}


def _clean_old(tables: list[Source]) -> None:
    for suffix in sorted(suffixes(tables)):
        begun = _BEGUN.fullmatch(suffix)
        if begun is None:
            continue
        age = clock.now() - datetime.strptime(begun[1] + "+0000", "%Y%m%d%H%M%S%z")
        if age > OLD:
            say(f"ops: deleting what a drill left ({suffix})")
            delete(tables, suffix)
        else:
            say(f"ops: another drill runs, or was killed ({suffix}): restore-drill --clean deletes it")


def _seconds(since: datetime, until: datetime) -> float:
    return round((until - since).total_seconds(), 1)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Who is told to end (SIGTERM, as by a closed session) still cleans up."""

    def end(_number: int, _frame: Any) -> NoReturn:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
