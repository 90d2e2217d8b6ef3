"""Send on all that stands in front of an operator, page by page: as `retry-stuck --all`, or some of it.

Only what stood there when it was asked for is sent on: what gets stuck again on its way is not tried for
ever. Whoever dies within a page is repeated from its beginning: what was sent on by then is answered, and no
longer listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.operations.errors import OperationRefused
from functions.operations.find_stuck import Stopped, answer_of, send
from functions.operations.retry_stuck import make_due
from functions.operations.stuck_page import SET_ASIDE, kind_of, stuck_page
from functions.operator.journal import Signed
from functions.operator.set_aside_store import SetAside
from functions.operator.stop import Remedy
from functions.shared.errors import TransientError
from functions.shared.items import describe

PAGE = 10
"""Answered one after the other, each by a few calls: done well within a step, however slow these are."""
NAMED = 20
"""So many that could not be sent on are named; all are counted."""

Progress = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What is sent on: of one `kind` (`order`, `return`, `refund`, `set-aside`), stopped at this `state` of a
    machine, by this `error`; of any where there is none."""

    kind: str | None = None
    state: str | None = None
    error: str | None = None

    def holds(self, kind: str, state: str | None, error: str) -> bool:
        pairs = ((self.kind, kind), (self.state, state), (self.error, error))
        return all(wanted in (None, found) for wanted, found in pairs)


def retry_page(wanted: Wanted, signed: Signed, before: Mapping[str, Any]) -> Progress:
    """One page more: `{looked_at, retried, sweep_due, failed, failures, next?}`, counted on from `before`.
    `sweep_due`: what was set aside and the next sweep looks after; `failures`: `{id, error}` of those that
    could not be sent on, or, where all were asked for, read; `next`: the place to go on from, not there at
    the end."""
    page = stuck_page(PAGE, before.get("next", ""))
    failures = [
        {"id": subject, "error": error} for subject, error in page.aside.items() if wanted == Wanted()
    ]
    retried = sum(_sent_on(one, signed, failures) for one in page.stopped if _asked_for(one, wanted, signed))
    due = sum(_swept_next(one, signed, failures) for one in page.marks if _marked(one, wanted, signed))
    progress: Progress = {
        "looked_at": before.get("looked_at", 0) + len(page.stopped) + len(page.marks) + len(page.aside),
        "retried": before.get("retried", 0) + retried,
        "sweep_due": before.get("sweep_due", 0) + due,
        "failed": before.get("failed", 0) + len(failures),
        "failures": [*before.get("failures", []), *failures][:NAMED],
    }
    return progress | ({"next": page.next} if page.next else {})


def _asked_for(one: Stopped, wanted: Wanted, signed: Signed) -> bool:
    kind = kind_of(one.subject)
    return one.stuck.at <= signed.at and wanted.holds(kind, one.stuck.state, one.stuck.error)


def _marked(mark: SetAside, wanted: Wanted, signed: Signed) -> bool:
    return mark.since <= signed.at and wanted.holds(SET_ASIDE, None, mark.error)


def _sent_on(one: Stopped, signed: Signed, failures: list[dict[str, str]]) -> bool:
    """Whatever is wrong with one, the others are sent on."""
    try:
        send(one, answer_of(Remedy.RETRY, signed))
    except (OperationRefused, ClientError, BotoCoreError, TransientError) as failed:
        failures.append({"id": one.subject, "error": describe(failed)})
        return False
    return True


def _swept_next(mark: SetAside, signed: Signed, failures: list[dict[str, str]]) -> bool:
    try:
        return make_due(mark.subject, signed)
    except (ClientError, BotoCoreError, TransientError) as failed:
        failures.append({"id": mark.subject, "error": describe(failed)})
        return False
