"""What may go wrong in a state: the product of what it does with what can befall it.

The calls of a state are those that it was seen to make when its stories were told without any fault; nothing
here knows a state or a call by name. What is cut is cut by a rule, and counted (CUTS).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local.payment_sandbox.faults import ALLOWED
from tests.faults.machines import BRISK, SHIPPED, State, retries
from tests.faults.stories import Story
from tests.faults.strikes import FOR_EVER, Strike
from tests.world.calls import CONFLICT, THROTTLED
from tests.world.faults import Kind

BROKEN = "SomethingBroke"
"""An error that no state knows by name."""
LAMBDA_THROTTLED = "Lambda.TooManyRequestsException"
UNAVAILABLE = "InternalServerError"

ONCE, AS_OFTEN, EVER = "once", "as often as retried", "for ever"
MULTIPLICITIES = (ONCE, AS_OFTEN, EVER)
AT_ONCE, SOON, AT_THE_END = "", "before the next step", "at the end"

READS = {"GetItem", "Query", "Scan", "BatchGetItem"}
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}
SNAPSHOTS = {"TransactGetItems"}
ASKED_ONLY = {"GetSecretValue", "DescribeExecution"}
"""Calls to others than DynamoDB that change nothing."""

CUTS = {
    "a story that goes through a state with the same calls and answers as another": "story",
    "a doubled invocation that answers is not tried again: doubled once is doubled at any number of tries":
        "doubled",
    "a message has no Lambda behind it: it cannot hang, and sent twice at once is sent twice": "message",
    "a call that changes nothing loses nothing with its answer": "read",
    "what hangs before a read and lands beside the next step, or again at every try": "late read",
    "a read that fails before anything was changed leaves what failing before leaves: once shows that it is told":
        "first read",
    "a call that fails without its effect meets at each further try what it met at the second": "further",
    "a checkout is followed beyond its confirmation where something hangs; else the fulfilments' stories tell it":
        "beyond",
    "in a further story of a state, what befalls it before the stories part": "before they part",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """The `nth` call of this name in an invocation of the state's step."""

    call: str
    nth: int

    def __str__(self) -> str:
        return self.call if self.nth == 1 else f"{self.call} ({self.nth})"


@dataclass(frozen=True)
class Case:
    """`released`: when what hangs goes on. `next_step`: what is invoked then, if it is not at the end."""

    state: State
    story: Story
    fault: str
    kind: Kind
    often: str
    place: Place | None = None
    error: str = BROKEN
    released: str = AT_ONCE
    next_step: str = ""

    @property
    def patience(self) -> str:
        """A state that is tried for a day is followed through all of it by what fails before; what fails
        otherwise is tried as often as a brisk deployment does: the machine sees but an error's name."""
        return SHIPPED if self.kind is Kind.BEFORE else BRISK

    @property
    def tries(self) -> int:
        """How often the state is tried if it always fails in this way."""
        return 1 + retries(self.state, self.error if self.place is None else BROKEN, self.patience)

    def strike(self) -> Strike:
        times = {ONCE: 1, AS_OFTEN: self.tries - 1, EVER: FOR_EVER}[self.often]
        at, nth = (self.place.call, self.place.nth) if self.place else ("", 1)
        return Strike(
            self.state.step, self.kind, times, at, self.error, nth=nth, releases_before=self.next_step
        )

    def __str__(self) -> str:
        at = f" at {self.place}" if self.place else ""
        released = f", released {self.released}" if self.released else ""
        return f"{self.state}: {self.fault}{at}, {self.often}{released} (story: {self.story.name})"


Answered = tuple[str, str]
"""A call and how it was answered."""


@dataclass(frozen=True)
class Visit:
    """How a story goes through a state: the calls of each invocation of its step with their answers, how each
    ended, and what was invoked next."""

    story: Story
    calls: tuple[tuple[Answered, ...], ...]
    outcomes: tuple[str | None, ...]
    next_step: str
    step_after_escape: str

    def places(self, others: Sequence["Visit"] = ()) -> dict[Place, bool]:
        """Each call, and whether nothing was changed before it; without those before the story parts from the
        others."""
        found: dict[Place, bool] = {}
        for number, calls in enumerate(self.calls):
            known = [one.calls[number] for one in others if number < len(one.calls)]
            parted = max((_parting(calls, other) for other in known), default=0)
            unchanged = True
            for place, (call, _) in enumerate(calls):
                nth = sum(1 for earlier, _ in calls[: place + 1] if earlier == call)
                if place >= parted:
                    found.setdefault(Place(call, nth), unchanged)
                unchanged = unchanged and _changes_nothing(call)
        return found


def _parting(calls: tuple[Answered, ...], other: tuple[Answered, ...]) -> int:
    """The place of the first call that one of the two made, or was answered, differently; the last common one
    where the one is how the other begins."""
    both = list(zip(calls, other, strict=False))
    for place, (mine, theirs) in enumerate(both):
        if mine != theirs:
            return place
    return max(0, len(both) - 1)


def cases(state: State, visit: Visit, others: Sequence[Visit], cut: Counter[str]) -> Iterator[Case]:
    """Every fault that can befall the state in this story, after those in others; what is left out is counted in
    `cut`."""
    yield from _around(state, visit, cut)
    if state.sends:
        cut["message"] += 1
        return
    places = visit.places(others)
    cut["before they part"] += len(visit.places()) - len(places)
    for place, unchanged in places.items():
        yield from _hanging(state, visit, place, cut)
        for fault, kind, error in _inside(place, cut):
            for often in _multiplicities(place, kind, unchanged, cut):
                yield Case(state, visit.story, fault, kind, often, place, error)


def _multiplicities(place: Place, kind: Kind, unchanged: bool, cut: Counter[str]) -> Iterator[str]:
    yield ONCE
    if kind is not Kind.CALL_BEFORE:
        yield AS_OFTEN
    else:
        cut["further"] += 1
    if kind is Kind.CALL_BEFORE and unchanged and _changes_nothing(place.call):
        cut["first read"] += 1
    else:
        yield EVER


def _around(state: State, visit: Visit, cut: Counter[str]) -> Iterator[Case]:
    faults = [("fails before", Kind.BEFORE, BROKEN), ("answer lost", Kind.AFTER, BROKEN)]
    if not state.sends:
        faults.append(("throttled", Kind.BEFORE, LAMBDA_THROTTLED))
    for fault, kind, error in faults:
        for often in MULTIPLICITIES:
            yield Case(state, visit.story, fault, kind, often, error=error)
    yield Case(state, visit.story, "twice", Kind.TWICE, EVER)
    if not state.sends:
        yield Case(state, visit.story, "twice at once", Kind.AT_ONCE, EVER)
    cut["doubled"] += 4


def _hanging(state: State, visit: Visit, place: Place, cut: Counter[str]) -> Iterator[Case]:
    """It timed out about to make this call, which goes out later: beside what comes next, or after it all."""
    reads = _changes_nothing(place.call)
    for often, step in ((ONCE, visit.next_step), (AS_OFTEN, ""), (EVER, visit.step_after_escape)):
        if reads and often is AS_OFTEN:
            cut["late read"] += 1
            continue
        yield Case(state, visit.story, "hangs", Kind.HANGS, often, place, released=AT_THE_END)
        if not step or step == state.step:
            continue
        if reads and often is ONCE:
            cut["late read"] += 1
            continue
        yield Case(state, visit.story, "hangs", Kind.HANGS, often, place, released=SOON, next_step=step)


def _inside(place: Place, cut: Counter[str]) -> Iterator[tuple[str, Kind, str]]:
    operation = place.call.partition(" ")[0]
    if operation[0].islower():
        yield from _of_provider(operation, cut)
    elif operation in READS | WRITES | SNAPSHOTS:
        yield "throttled", Kind.CALL_BEFORE, THROTTLED
        if operation not in READS:
            yield "conflict", Kind.CALL_BEFORE, CONFLICT
        if operation in WRITES:
            yield "answer lost", Kind.CALL_AFTER, UNAVAILABLE
        else:
            cut["read"] += 3
    else:
        yield "fails", Kind.CALL_BEFORE, UNAVAILABLE
        if operation not in ASKED_ONLY:
            yield "answer lost", Kind.CALL_AFTER, UNAVAILABLE
        else:
            cut["read"] += 3


def _of_provider(call: str, cut: Counter[str]) -> Iterator[tuple[str, Kind, str]]:
    yield "times out before", Kind.CALL_BEFORE, "no answer"
    yield "answers 500", Kind.CALL_ANSWERED, "error_500"
    if call in ALLOWED:
        yield "times out after", Kind.CALL_AFTER, "no answer"
        yield "declines", Kind.CALL_ANSWERED, "declined"
    else:
        cut["read"] += 3


def _changes_nothing(call: str) -> bool:
    operation = call.partition(" ")[0]
    if operation[0].islower():
        return operation not in ALLOWED
    return operation in READS | SNAPSHOTS | ASKED_ONLY
