"""How a story goes through a state: the calls it was seen to make there, where it can be befallen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harness.stories import Story
from local.payment_sandbox.faults import ALLOWED

MOST_ALIKE = 2
READS = {"GetItem", "Query", "Scan", "BatchGetItem"}
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}
SNAPSHOTS = {"TransactGetItems"}
ASKED_ONLY = {"GetSecretValue", "DescribeExecution", "GetExecutionHistory"}
"""Calls to others than DynamoDB that change nothing."""

Answered = tuple[str, str]
"""A call and how it was answered."""


@dataclass(frozen=True)
class Place:
    """The `nth` call of this name in an invocation of the state's step."""

    call: str
    nth: int

    def __str__(self) -> str:
        return self.call if self.nth == 1 else f"{self.call} ({self.nth})"


@dataclass(frozen=True)
class Visit:
    """The calls of each invocation of the state's step with their answers, how each ended, and what was
    invoked next: in this story, and once the state is given up."""

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
                if place >= parted and nth <= MOST_ALIKE:
                    found.setdefault(Place(call, nth), unchanged)
                unchanged = unchanged and changes_nothing(call)
        return found

    def alike(self) -> int:
        """How many places are left out for being like others."""
        named = [Counter(call for call, _ in calls) for calls in self.calls]
        return sum(max(0, times - MOST_ALIKE) for one in named for times in one.values())


def is_of_provider(operation: str) -> bool:
    """As harness/moto/calls.py names them: AWS's begin with a capital."""
    return operation[0].islower()


def changes_nothing(call: str) -> bool:
    operation = call.partition(" ")[0]
    if is_of_provider(operation):
        return operation not in ALLOWED
    return operation in READS | SNAPSHOTS | ASKED_ONLY


def _parting(calls: tuple[Answered, ...], other: tuple[Answered, ...]) -> int:
    """The place of the first call that one of the two made, or was answered, differently; the last common one
    where the one is how the other begins."""
    both = list(zip(calls, other, strict=False))
    for place, (mine, theirs) in enumerate(both):
        if mine != theirs:
            return place
    return max(0, len(both) - 1)
