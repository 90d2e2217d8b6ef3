"""Jobs in the Journal table: work that an operator asked for and that takes longer than a call may. One item
a job; its progress is read by who asked, and it goes on from there whoever dies. Another, written with it and
never again, has its place in the list of all jobs.
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
from functions.shared.items import Aside, read_each, reader, value, word
from functions.shared.table import ConditionRefused, batch_get, get, query, transact, write
from functions.shared.write import Item, Write

LABEL = "job"
_PLACE = "place"
_ALL = "jobs"


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
        transact([put, _listed(job), *([] if job.kind in SIGNING else [told])])
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


def newest(limit: int, start: str, aside: Aside) -> tuple[list[Job], str]:
    """At most `limit` jobs, the newest first, from the place `start` on, that included (all, if it is empty),
    and the place that the next page starts at, empty at the end. Those that cannot be read go `aside`."""
    condition, values = "#bucket = :all", {"all": _ALL}
    if start:
        condition, values = condition + " AND #at <= :start", values | {"start": start}
    places = [str(item["at"]) for item in query(TABLE, condition, values, newest=limit + 1)]
    left = places[limit] if len(places) > limit else ""
    keys = [_key(place.rpartition("#")[2]) for place in places[:limit]]
    jobs = list(read_each(batch_get(TABLE, keys), _job, lambda item: str(item["job_id"]), aside))
    return sorted(jobs, key=_place, reverse=True), left


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


def _listed(job: Job) -> Write:
    item = {"bucket": _ALL, "at": _place(job)}
    return Write.put(TABLE, _PLACE, item, condition="attribute_not_exists(#bucket)")


def _place(job: Job) -> str:
    """Where it stands among all jobs: later ones are greater, no two are alike."""
    return f"{job.signed.at}#{job.job_id}"


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
