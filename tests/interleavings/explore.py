"""Every schedule of some operations, or as many as can tell a difference, depth first.

Dynamic partial-order reduction (Flanagan and Godefroid, POPL 2005) with sleep sets (Godefroid, 1996): after a
schedule was run, each pair of calls in it that share an item, are of two actors and could have come the other
way round is a choice still to be tried. Schedules that differ only in the order of calls that share nothing
end alike, so one of them is run. Who polls in vain is not scheduled again until somebody else has moved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from harness.simulator.calls import Call
from harness.simulator.cloud import SimulatedCloud
from tests.interleavings.scheduler import Loss, Run, Step

Works = dict[str, Callable[[], Any]]


@dataclass
class Node:
    """One decision: `due` are the actors to try here, `asleep` those who were tried in another order."""

    enabled: dict[str, Call]
    chosen: str
    due: set[str]
    asleep: dict[str, Call]
    done: set[str] = field(default_factory=set)


@dataclass
class Counts:
    """`schedules` ran to their end; `alike` were left when it was clear that they would end as others did;
    `beyond` were not tried since they had more switches than the bound."""

    schedules: int = 0
    alike: int = 0
    beyond: int = 0

    def add(self, other: "Counts") -> None:
        self.schedules += other.schedules
        self.alike += other.alike
        self.beyond += other.beyond


class Exploration:
    """`begin()` puts everything back to the start and gives the works; `bound` is the most switches away from
    an actor who could have gone on (None: any number)."""

    def __init__(
        self, cloud: SimulatedCloud, begin: Callable[[], Works], loss: Loss | None, bound: int | None
    ) -> None:
        self._cloud, self._begin, self._loss, self._bound = cloud, begin, loss, bound
        self._nodes: list[Node] = []
        self._depth = 0
        self.counts = Counts()

    def runs(self) -> Iterator[Run]:
        """Each schedule, run to its end; whoever is given it audits before asking for the next."""
        while True:
            self._depth = 0
            run = Run(self._cloud, self._begin(), self._loss)
            complete = run.run(self._choose)
            self._note_races(run)
            if complete:
                self.counts.schedules += 1
                yield run
            else:
                self.counts.alike += 1
            if not self._turn():
                return

    def _choose(self, run: Run) -> str | None:
        if self._depth == len(self._nodes):
            node = self._new_node(run)
            if node is None:
                return None
            self._nodes.append(node)
        node = self._nodes[self._depth]
        assert node.enabled == run.enabled(), "a repeated schedule went another way"
        self._depth += 1
        return node.chosen

    def _new_node(self, run: Run) -> Node | None:
        enabled = run.enabled()
        asleep = self._still_asleep(enabled)
        awake = [name for name in enabled if name not in asleep]
        if not awake:
            return None
        chosen = run.last if run.last in awake else awake[0]
        return Node(enabled, chosen, {chosen}, asleep)

    def _still_asleep(self, enabled: dict[str, Call]) -> dict[str, Call]:
        """Those asleep before the last step, unless it touched what they are about to touch."""
        if not self._nodes:
            return {}
        before = self._nodes[-1]
        moved = before.enabled[before.chosen]
        return {
            name: call
            for name, call in before.asleep.items()
            if name != before.chosen and name in enabled and not call.meets(moved)
        }

    def _note_races(self, run: Run) -> None:
        """Of the steps of a run, each two that could have come the other way round."""
        earlier: list[int] = []  # for each step, the set (as bits) of those it follows from
        for later, step in enumerate(run.steps):
            follows = self._origin(run, step, earlier)
            for index in range(later - 1, -1, -1):
                other = run.steps[index]
                if other.actor == step.actor:
                    follows |= earlier[index] | 1 << index
                elif other.call.meets(step.call):
                    if not follows >> index & 1:
                        self._swap(index, step.actor)
                    follows |= earlier[index] | 1 << index
            earlier.append(follows)

    def _origin(self, run: Run, step: Step, earlier: list[int]) -> int:
        """What is late follows from its sending."""
        parent = run.actor(step.actor).parent
        if parent is None:
            return 0
        sent = run.actor(step.actor).born_at - 1
        return earlier[sent] | 1 << sent

    def _swap(self, index: int, actor: str) -> None:
        node = self._nodes[index]
        node.due |= {actor} if actor in node.enabled else set(node.enabled)

    def _turn(self) -> bool:
        """To the next choice that is due, the deepest first; whether there is one."""
        while self._nodes:
            node = self._nodes[-1]
            node.done.add(node.chosen)
            node.asleep[node.chosen] = node.enabled[node.chosen]
            for name in sorted(node.due - node.done - node.asleep.keys()):
                node.done.add(name)
                if self._within(name):
                    node.chosen = name
                    return True
                self.counts.beyond += 1
            self._nodes.pop()
        return False

    def _within(self, name: str) -> bool:
        if self._bound is None:
            return True
        chosen = [*(node.chosen for node in self._nodes[:-1]), name]
        switches = sum(
            now != before and before in node.enabled
            for before, now, node in zip(chosen, chosen[1:], self._nodes[1:], strict=False)
        )
        return switches <= self._bound


def replay(
    cloud: SimulatedCloud, works: Works, loss: Loss | None, schedule: list[str], first: str = ""
) -> Run:
    """Run one schedule: the actors' names in order; when it is used up, each goes on to its end in turn, the
    `first` one first."""
    left = iter(schedule)

    def choose(run: Run) -> str:
        name = next(left, None)
        enabled = run.enabled()
        if name is None and first in enabled:
            return first
        if name is None:
            return run.last if run.last in enabled else next(iter(enabled))
        assert name in enabled, f"{name} is not ready; ready are {', '.join(enabled)}"
        return name

    run = Run(cloud, works, loss)
    run.run(choose)
    return run
