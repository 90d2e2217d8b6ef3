"""Runs two or more operations as greenlets, one at a time, and lets a schedule say which.

A call has three moments: it is *sent* (its content is fixed), it is *applied*, and its answer *arrives*. An
actor stops when it has sent, and goes on when the schedule says so: its call is applied, the answer arrives,
and it runs to its next sending. A stop between applied and answered would add nothing, since what an actor
does between two calls touches nothing that others see. What does add something is an answer that never comes:
`Loss` has one call's sender hear of no answer, or die, while the call itself is an actor of its own that is
applied whenever the schedule says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from greenlet import getcurrent, greenlet

from functions.inventory import store as inventory
from harness.simulator.calls import ANY, Call, Touch
from harness.simulator.cloud import Perform, SimulatedCloud
from harness.simulator.mishaps import Died, no_answer

FREE_PAUSES = 1
CATALOG = Touch("Catalog", ANY, ANY)
"""Read whole by everybody, through copies that may be old: nothing that two operations can meet in."""


@dataclass(frozen=True)
class Loss:
    """The answer to the `call`-th call (from 0) of the actor of this name is lost: it hears of no answer, or
    it `dies` there."""

    actor: str
    call: int
    dies: bool = False

    def __str__(self) -> str:
        return f"{self.actor} {'dies' if self.dies else 'hears nothing'} at its call {self.call + 1}"


@dataclass
class Actor:
    """`sent` is the call it stands before; `pauses` counts its polls since somebody else has moved."""

    name: str
    work: Callable[[], Any]
    born_at: int = 0
    parent: "Actor | None" = None
    sent: Call | None = None
    done: bool = False
    result: Any = None
    error: BaseException | None = None
    calls: int = 0
    pauses: int = 0
    layouts: dict[str, Any] = field(default_factory=dict)
    life: greenlet | None = None

    @property
    def polls(self) -> bool:
        return self.pauses > FREE_PAUSES


@dataclass(frozen=True)
class Step:
    """Who could go on, and who did, with which call; `switches` counts those until here that were made away
    from somebody who could have gone on."""

    actor: str
    call: Call
    enabled: dict[str, Call]
    switches: int


class Run:
    """One schedule: `choose(run)` names the actor who goes on; the steps that were taken stand in `steps`."""

    def __init__(self, cloud: SimulatedCloud, works: dict[str, Callable[[], Any]], loss: Loss | None) -> None:
        self._cloud = cloud
        self._loss = loss
        self.actors = [Actor(name, work) for name, work in works.items()]
        self.steps: list[Step] = []
        self.lost = False
        self._schedule = getcurrent()
        self._acting: dict[greenlet, Actor] = {}
        self._last: Actor | None = None

    def run(self, choose: Callable[["Run"], str | None]) -> bool:
        """To the end, or until `choose` gives up (None); whether it came to the end."""
        self._cloud.gate, self._cloud.pausing = self._gate, self._paused
        try:
            for actor in self.actors:
                self._begin(actor)
            while self.live():
                name = choose(self)
                if name is None:
                    return False
                self._move(self.actor(name))
            return True
        finally:
            self._end()
            self._cloud.gate, self._cloud.pausing = None, lambda: None

    def live(self) -> list[Actor]:
        return [actor for actor in self.actors if not actor.done]

    def enabled(self) -> dict[str, Call]:
        """Whoever polls waits until somebody else has moved, unless all do: then time has passed."""
        live = self.live()
        ready = [actor for actor in live if not actor.polls] or live
        return {actor.name: actor.sent for actor in ready if actor.sent is not None}

    def actor(self, name: str) -> Actor:
        return next(actor for actor in self.actors if actor.name == name)

    @property
    def last(self) -> str | None:
        return self._last.name if self._last else None

    # the schedule's side

    def _begin(self, actor: Actor) -> None:
        """Run to its first sending."""
        self._give_life(actor)
        self._let_go(actor)

    def _move(self, actor: Actor) -> None:
        assert actor.sent is not None
        enabled = self.enabled()
        away = self._last is not None and self._last is not actor and self._last.name in enabled
        before = self.steps[-1].switches if self.steps else 0
        self.steps.append(Step(actor.name, actor.sent, enabled, before + away))
        self._last = actor
        for other in self.actors:
            if other is not actor:
                other.pauses = 0
        self._let_go(actor)

    def _let_go(self, actor: Actor) -> None:
        """It runs to its next sending, or to its end."""
        inventory._counts = actor.layouts
        assert actor.life is not None
        actor.life.switch()

    def _end(self) -> None:
        """Those who still stand before a call die there."""
        for actor in self.live():
            actor.done = True
            self._let_go(actor)

    def _give_life(self, actor: Actor) -> None:
        actor.life = greenlet(partial(self._act, actor), self._schedule)
        self._acting[actor.life] = actor

    # the actors' side

    def _act(self, actor: Actor) -> None:
        try:
            if not actor.done:
                actor.result = actor.work()
        except Died:
            pass
        except BaseException as error:  # noqa: BLE001 - told to whoever looks at the run
            actor.error = error
        finally:
            actor.done, actor.sent = True, None

    def _gate(self, call: Call, perform: Perform) -> Any:
        actor = self._acting.get(getcurrent())
        if actor is None or CATALOG in call.touches:
            return perform()
        loss = self._loss
        if loss is not None and (actor.name, actor.calls) == (loss.actor, loss.call) and actor.parent is None:
            actor.calls += 1
            return self._lose(actor, call, perform)
        actor.calls += 1
        self._stand(actor, call)
        return perform()

    def _stand(self, actor: Actor, call: Call) -> None:
        actor.sent = call
        self._schedule.switch()
        if actor.done:
            raise Died

    def _lose(self, actor: Actor, call: Call, perform: Perform) -> Any:
        """Sending is a step of its own here: afterwards the call is on its way without its sender."""
        self._stand(actor, Call(f"(sends and hears nothing of) {call.name}"))
        self.lost = True
        late = Actor(f"late {call.name}", perform, len(self.steps), actor)
        late.sent = call
        self.actors.append(late)
        self._give_life(late)
        if self._loss is not None and self._loss.dies:
            raise Died
        raise no_answer(call)

    def _paused(self) -> None:
        actor = self._acting.get(getcurrent())
        if actor is not None:
            actor.pauses += 1


def told(steps: Sequence[Step]) -> str:
    """A schedule as one reads it: who did which call on which item, in order."""
    lines = [f"{number:3} {step.actor:<24} {step.call}" for number, step in enumerate(steps, 1)]
    return "\n".join(lines)
