"""What may go wrong in a state: the product of what it does with what can befall it.

The calls of a state are those that it was seen to make when its stories were told without any fault; nothing
here knows a state or a call by name. What is cut is cut by a rule, and counted (CUTS).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.faults import Kind
from harness.machine_files import BRISK, SHIPPED, State, retries
from harness.moto.calls import CONFLICT, THROTTLED
from harness.stories import Story
from local.payment_sandbox.faults import ALLOWED
from tests.faults.fault_injection import FOR_EVER, Strike
from tests.faults.observed_calls import (
    ASKED_ONLY,
    READS,
    SNAPSHOTS,
    WRITES,
    Place,
    Visit,
    changes_nothing,
    is_of_provider,
)

BROKEN = "SomethingBroke"
"""An error that no state knows by name."""
LAMBDA_THROTTLED = "Lambda.TooManyRequestsException"
UNAVAILABLE = "InternalServerError"

ONCE, AS_OFTEN, EVER = "once", "as often as retried", "for ever"
MULTIPLICITIES = (ONCE, AS_OFTEN, EVER)
NEVER_HELD, SOON, AT_THE_END = "", "before the next step", "at the end"

CUTS = {
    "story": "a story that goes through a state with the same calls and answers as another",
    "parted": "in a further story of a state, what befalls it before the stories part",
    "further": "in a further story: as often as retried; throttled around it; hanging for ever until the end",
    "whole": "for make faults: as often as retried; calls for ever; in a further story, for ever, what hangs",
    "doubled": "a doubled invocation that answers is not tried again: it is doubled each time, or never",
    "message": "a message has no Lambda behind it: it does not hang",
    "answer": "a call that changes nothing loses nothing with its answer",
    "late read": "what hangs before a read, let go on beside the next step, or at every try",
    "first read": "a read that fails for ever, nothing having been changed: as if it had failed before",
    "again": "a call without effect as often as retried: it meets at each try what it met at the second",
    "alike": "the third and later calls of one name in one invocation: they are befallen as the second is",
}
"""Why cases are left out; each is counted."""


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
    released: str = NEVER_HELD
    next_step: str = ""

    @property
    def patience(self) -> str:
        """A state that is tried for a day is followed through all of it by what fails before; what fails
        otherwise is tried as often as a brisk deployment does: the machine sees but an error's name."""
        return SHIPPED if self.kind is Kind.BEFORE else BRISK

    def tries(self, error: str = "") -> int:
        """How often the state is tried if it always fails in this way, or with this error."""
        usual = self.error if self.place is None else BROKEN
        return 1 + retries(self.state, error or usual, self.patience)

    def strike(self) -> Strike:
        times = {ONCE: 1, AS_OFTEN: self.tries() - 1, EVER: FOR_EVER}[self.often]
        at, nth = (self.place.call, self.place.nth) if self.place else ("", 1)
        return Strike(
            self.state.step, self.kind, times, at, self.error, nth=nth, releases_before=self.next_step
        )

    def __str__(self) -> str:
        at = f" at {self.place}" if self.place else ""
        released = f", released {self.released}" if self.released else ""
        return f"{self.state}: {self.fault}{at}, {self.often}{released} (story: {self.story.name})"


def cases(state: State, visit: Visit, others: Sequence[Visit], cut: Counter[str]) -> Iterator[Case]:
    """Every fault that can befall the state in this story, after those in others; what is left out is counted
    in `cut`."""
    yield from _around(state, visit, bool(others), cut)
    if state.sends:
        cut["message"] += 1
        return
    places = visit.places(others)
    cut["parted"] += len(visit.places()) - len(places)
    cut["alike"] += visit.alike()
    for place, unchanged in places.items():
        yield from _hanging(state, visit, place, bool(others), cut)
        for fault, kind, error in _inside(place, cut):
            for often in _multiplicities(place, kind, unchanged, bool(others), cut):
                yield Case(state, visit.story, fault, kind, often, place, error)


def _multiplicities(
    place: Place, kind: Kind, unchanged: bool, further: bool, cut: Counter[str]
) -> Iterator[str]:
    yield ONCE
    if kind is Kind.CALL_BEFORE:
        cut["again"] += 1
    elif further:
        cut["further"] += 1
    else:
        yield AS_OFTEN
    if kind is Kind.CALL_BEFORE and unchanged and changes_nothing(place.call):
        cut["first read"] += 1
    else:
        yield EVER


def cases_beside(state: State, visits: Sequence[Visit], cut: Counter[str]) -> Iterator[Case]:
    """Every fault, once, at each call that the function makes in any story. Who brings something brings it
    again until it is taken."""
    done: set[Place] = set()
    for visit in visits:
        places = [place for place in visit.places() if place not in done]
        if not places:
            cut["story"] += 1
            continue
        done.update(places)
        for fault, kind in (("fails before", Kind.BEFORE), ("answer lost", Kind.AFTER)):
            yield Case(state, visit.story, fault, kind, ONCE)
        yield Case(state, visit.story, "twice", Kind.TWICE, EVER)
        for place in places:
            yield Case(state, visit.story, "hangs", Kind.HANGS, ONCE, place, released=AT_THE_END)
            for fault, kind, error in _inside(place, cut):
                yield Case(state, visit.story, fault, kind, ONCE, place, error)


def _around(state: State, visit: Visit, further: bool, cut: Counter[str]) -> Iterator[Case]:
    faults = [("fails before", Kind.BEFORE, BROKEN), ("answer lost", Kind.AFTER, BROKEN)]
    if not state.sends and not further:
        faults.append(("Lambda throttled", Kind.BEFORE, LAMBDA_THROTTLED))
    cut["further"] += 5 if further else 0
    for fault, kind, error in faults:
        for often in (ONCE, EVER) if further else MULTIPLICITIES:
            yield Case(state, visit.story, fault, kind, often, error=error)
    yield Case(state, visit.story, "twice", Kind.TWICE, EVER)
    cut["doubled"] += 2


def _hanging(state: State, visit: Visit, place: Place, further: bool, cut: Counter[str]) -> Iterator[Case]:
    """It timed out about to make this call, which goes out later: beside what comes next, or after it all."""
    reads = changes_nothing(place.call)
    for often, step in ((ONCE, visit.next_step), (AS_OFTEN, ""), (EVER, visit.step_after_escape)):
        if often is AS_OFTEN and (reads or further):
            cut["late read" if reads else "further"] += 1
            continue
        soon = bool(step) and step != state.step
        if further and soon and often is EVER:
            cut["further"] += 1
        else:
            yield Case(state, visit.story, "hangs", Kind.HANGS, often, place, released=AT_THE_END)
        if not soon:
            continue
        if reads and often is ONCE:
            cut["late read"] += 1
            continue
        yield Case(state, visit.story, "hangs", Kind.HANGS, often, place, released=SOON, next_step=step)


def _inside(place: Place, cut: Counter[str]) -> Iterator[tuple[str, Kind, str]]:
    operation = place.call.partition(" ")[0]
    if is_of_provider(operation):
        yield from _of_provider(operation, cut)
    elif operation in READS | WRITES | SNAPSHOTS:
        yield "DynamoDB throttled", Kind.CALL_BEFORE, THROTTLED
        if operation not in READS:
            yield "transaction conflict", Kind.CALL_BEFORE, CONFLICT
        if operation in WRITES:
            yield "call's answer lost", Kind.CALL_AFTER, UNAVAILABLE
        else:
            cut["answer"] += 3
    else:
        yield "call fails", Kind.CALL_BEFORE, UNAVAILABLE
        if operation not in ASKED_ONLY:
            yield "call's answer lost", Kind.CALL_AFTER, UNAVAILABLE
        else:
            cut["answer"] += 3


def _of_provider(call: str, cut: Counter[str]) -> Iterator[tuple[str, Kind, str]]:
    yield "provider times out before", Kind.CALL_BEFORE, "no answer"
    yield "provider answers 500", Kind.CALL_ANSWERED, "error_500"
    if call in ALLOWED:
        yield "provider times out after", Kind.CALL_AFTER, "no answer"
        yield "provider declines", Kind.CALL_ANSWERED, "declined"
    else:
        cut["answer"] += 3
