"""Jobs in the Journal table: work that an operator asked for and that takes longer than a call may. One item
a job; its progress is read by who asked, and it goes on from there whoever dies.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.operator.journal_store import TABLE
from functions.shared import ids
from functions.shared.errors import KeyReused
from functions.shared.items import reader, value, word
from functions.shared.table import ConditionRefused, get, transact, write
from functions.shared.write import Item, Write

LABEL = "job"


class State(StrEnum):
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


SIGNING = frozenset({"count-stock"})
"""Kinds of work whose own transaction has the journal's entry."""


@dataclass(frozen=True)
class Job:
    """`kind`: the name of the command that does the same; `what` was asked for; `progress` is what came of it
    so far, its shape the kind's. `steps`: how often somebody has worked on it."""

    job_id: str
    kind: str
    signed: Signed
    what: Mapping[str, Any]
    state: State = State.RUNNING
    progress: Mapping[str, Any] = field(default_factory=dict)
    steps: int = 0

    def shown(self) -> dict[str, Any]:
        """As an operator sees it."""
        return {
            "job_id": self.job_id,
            "kind": self.kind,
            "state": self.state.value,
            "what": dict(self.what),
            "progress": dict(self.progress),
            "steps": self.steps,
            **self.signed.as_dict(),
        }


def begin(job: Job, target: str) -> bool:
    """Write down what was asked for, with the journal's entry unless the work itself signs one (SIGNING);
    whether it is new. Raises KeyReused if its request asked for something else before."""
    put = Write.put(
        TABLE,
        LABEL,
        _key(job.job_id) | _attributes(job),
        condition="attribute_not_exists(#bucket)",
    )
    told = journal_store.entry(Entry(job.kind, target, job.signed, {"job_id": job.job_id, **job.what}))
    try:
        transact([put] if job.kind in SIGNING else [put, told])
    except ConditionRefused as refused:
        standing = refused.refused[LABEL]
        if standing is None or standing["digest"] != _digest(job):
            raise KeyReused(job.job_id) from refused
        return False
    return True


def load(job_id: str) -> Job | None:
    """None for what is no job."""
    item = get(TABLE, _key(job_id)) if ids.is_job_id(job_id) else None
    return _job(item) if item else None


def advance(job: Job, progress: Mapping[str, Any], state: State) -> bool:
    """Write down one step more; False if somebody else has taken a step meanwhile."""
    change = Write.update(
        TABLE,
        LABEL,
        _key(job.job_id),
        "SET #progress = :progress, #state = :state, #steps = :next",
        condition="#steps = :seen AND #state = :running",
        values={
            "progress": dict(progress),
            "state": state,
            "next": job.steps + 1,
            "seen": job.steps,
            "running": State.RUNNING,
        },
    )
    try:
        write(change)
    except ConditionRefused:
        return False
    return True


def tell_part(job_id: str, part: int, summary: Mapping[str, Any], ended: State | None) -> None:
    """What came of one numbered part, which may be told again; `ended`: how the job did, if it was the last.
    Told late, after a later part or the end, it changes nothing: a job that has ended stays so."""
    values: Item = {"summary": dict(summary), "state": ended or State.RUNNING, "part": part}
    change = Write.update(
        TABLE,
        LABEL,
        _key(job_id),
        f"SET #progress.#part{part} = :summary, #state = :state, #steps = :part",
        condition="#state = :running AND #steps <= :part",
        values=values | {"running": State.RUNNING},
    )
    with suppress(ConditionRefused):
        write(change)


def _key(job_id: str) -> Item:
    return {"bucket": f"job#{job_id}", "at": "job"}


def _digest(job: Job) -> str:
    return ids.digest({"kind": job.kind, "what": dict(job.what), "why": job.signed.why})


def _attributes(job: Job) -> Item:
    return {
        "job_id": job.job_id,
        "kind": job.kind,
        "signed": job.signed.as_dict(),
        "what": dict(job.what),
        "digest": _digest(job),
        "state": job.state,
        "progress": dict(job.progress),
        "steps": job.steps,
    }


@reader
def _job(item: Item) -> Job:
    """Raises Unreadable."""
    signed = value(item, "signed", dict)
    return Job(
        value(item, "job_id", str),
        value(item, "kind", str),
        Signed(signed["by"], signed["why"], signed["at"]),
        value(item, "what", dict),
        word(item, "state", State),
        value(item, "progress", dict),
        value(item, "steps", int),
    )
