"""Explores a pair, counts, and tells a schedule that went wrong so that it can be read and run again."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harness.simulator.calls import Call
from harness.simulator.cloud import Snapshot
from harness.simulator.simulator import Simulator
from tests.interleavings.explore import Counts, Exploration, Works, replay
from tests.interleavings.pair import Facts, Pair, audit
from tests.interleavings.scheduler import Loss, Run, told

FULL = bool(os.environ.get("FULL"))
"""No bounds: hours instead of seconds."""
FURTHER = int(os.environ.get("FURTHER", "0"))
"""So many switches more than the bounds say."""
HEARS_NOTHING, DIES = "hears nothing", "dies"
IN_SHORT = not FULL and "FURTHER" not in os.environ
"""As in `make test`: without what is `further`, with FEW switches at most, and with one less than its bound
where an answer is lost."""
FEW = 2


@dataclass
class Finding:
    """`cpu` in seconds; `failure` tells the first schedule that went wrong, empty if none did."""

    pair: Pair
    counts: Counts = field(default_factory=Counts)
    counts_of_losses: Counts = field(default_factory=Counts)
    losses: int = 0
    cpu: float = 0.0
    failure: str = ""

    def __str__(self) -> str:
        plain, lost = self.counts, self.counts_of_losses
        return (
            f"{self.pair.name:<52} {plain.schedules:4} schedules {_cut(plain, self.bound)};"
            f" {self.losses:2} answers lost: {lost.schedules:4} {_cut(lost, self.bound_of_losses)};"
            f" {self.cpu:.1f} s"
        )

    @property
    def bound(self) -> int | None:
        return _further(self.pair.bound)

    @property
    def bound_of_losses(self) -> int | None:
        bound = _further(self.pair.bound_of_losses)
        return bound - 1 if IN_SHORT and bound else bound


def _further(bound: int | None) -> int | None:
    if IN_SHORT:
        return FEW if bound is None else min(bound, FEW)
    return None if FULL or bound is None else bound + FURTHER


def _cut(counts: Counts, bound: int | None) -> str:
    most = "any" if bound is None else f"at most {bound}"
    return f"({most} switches; cut: {counts.alike} alike, {counts.beyond} beyond)"


class PairRun:
    """A pair on a shop, set once and put back before each schedule."""

    def __init__(self, shop: Simulator, pair: Pair) -> None:
        self.shop, self.pair = shop, pair
        shop.reset()
        self.facts: Facts = pair.given(shop)
        shop.warm()
        self._set: Snapshot = shop.cloud.snapshot()

    def begin(self) -> Works:
        self.shop.restore(self._set)
        return self.pair.works(self.shop, self.facts)

    def wrong(self, run: Run) -> list[str]:
        try:
            return audit(self.pair, self.shop, self.facts, run.actors, run.lost)
        except AssertionError as failed:
            return [f"it did not come to rest: {failed}"]


def explore(shop: Simulator, pair: Pair) -> Finding:
    """Every schedule without a loss, and with each that the pair names; stops at the first that is wrong."""
    began = time.process_time()
    finding = Finding(pair)
    pair_run = PairRun(shop, pair)
    for loss in _losses(pair_run):
        finding.losses += loss is not None
        if loss is None:
            finding.failure = _explore(pair_run, None, finding.bound, finding.counts)
        else:
            finding.failure = _explore(pair_run, loss, finding.bound_of_losses, finding.counts_of_losses)
        if finding.failure:
            break
    finding.cpu = time.process_time() - began
    return finding


def _explore(pair_run: PairRun, loss: Loss | None, bound: int | None, counts: Counts) -> str:
    exploration = Exploration(pair_run.shop.cloud, pair_run.begin, loss, bound)
    for run in exploration.runs():
        wrong = pair_run.wrong(run)
        if wrong:
            return _story(pair_run.pair, loss, run, wrong)
    counts.add(exploration.counts)
    return ""


def _losses(pair_run: PairRun) -> Iterator[Loss | None]:
    """None, then each call that can be lost: those that change something, as they are made by an actor who is
    let go first."""
    yield None
    for actor, how in pair_run.pair.losses.items():
        assert set(how.split(", ")) <= {HEARS_NOTHING, DIES}, how
        run = replay(pair_run.shop.cloud, pair_run.begin(), None, [], first=actor)
        calls: list[Call] = [step.call for step in run.steps if step.actor == actor]
        for number, call in enumerate(calls):
            if call.writes and not call.name.startswith("("):
                for dies in (False, True):
                    if (DIES if dies else HEARS_NOTHING) in how:
                        yield Loss(actor, number, dies)


def again(shop: Simulator, pairs: Sequence[Pair], schedule: str) -> str:
    """Run the schedule of a story again; its story."""
    name, lost, steps = json.loads(schedule)
    pair = next(one for one in pairs if one.name == name)
    pair_run = PairRun(shop, pair)
    loss = Loss(*lost) if lost else None
    run = replay(shop.cloud, pair_run.begin(), loss, steps)
    return _story(pair, loss, run, pair_run.wrong(run))


def _story(pair: Pair, loss: Loss | None, run: Run, wrong: list[str]) -> str:
    """Who did which call on which item, in order; what is wrong; and how to see it again."""
    lost = [loss.actor, loss.call, loss.dies] if loss else None
    schedule = json.dumps([pair.name, lost, [step.actor for step in run.steps]])
    lines = [pair.name, *([f"Lost: {loss}"] if loss else []), told(run.steps)]
    lines += [f"  wrong: {one}" for one in wrong] or ["  nothing is wrong"]
    return "\n".join([*lines, f"Again: SCHEDULE='{schedule}' (docs/testing-interleavings.md)"])
