"""Every state beside itself, generated from the machines' files like the fault matrix: its first try has
heard of no answer, and the machine tries again while that one still works.

Three kinds of pairs for each story (harness/stories.py) that leads to the state:

- *try || try*: both invocations at once, in every way there is;
- *ghost*: the earlier one beside all that comes next, to the end of the story;
- *acts*: where the machine waits for somebody, what they do comes beside both tries, each of which has a
  token of its own; and beside itself.

A story that makes the same calls in a state as another, with the same answers, is left out there.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from functions.shared.errors import BusinessError, TransientError
from functions.shared.table import ConditionRefused
from harness.machine_files import State
from harness.simulator.calls import Call
from harness.simulator.simulator import Simulator
from harness.stories import STORIES, Story
from tests.interleavings.pair import Does, Facts, Pair, at_once
from tests.interleavings.telling import Telling, told

MORE_STORIES = (
    Story("sold, the last units of two shards", "Checkout", ("CONFIRMED", ""), units=2, stock=2, shards=2),
    Story(
        "two products sold from two shards", "Checkout", ("CONFIRMED", ""),
        units=4, stock=5, shards=2, other=2,
    ),
    Story(
        "partly packed from two shards", "Fulfilment", ("COMPLETED", ""),
        units=4, stock=5, shards=2, other=2, warehouse="partly",
    ),
    Story(
        "rejected, from two shards", "Fulfilment", ("CANCELLED", "rejected-by-shop"),
        units=4, stock=5, shards=2, other=2, warehouse="rejected",
    ),
    Story(
        "partly returned to two shards", "Return", ("RETURN", "REFUNDED"),
        units=4, stock=5, shards=2, other=2, inspector="accepted",
    ),
    Story("all returned", "Return", ("RETURN", "REFUNDED"), inspector="accepted"),
    Story(
        "stuck after its refund", "Return", ("RETURN", "REFUNDED"),
        units=2, inspector="accepted", stuck="RestockItems",
    ),
    Story(
        "turned down, and stuck", "Return", ("RETURN", "REJECTED"),
        units=2, inspector="rejected", stuck="CloseReturn",
    ),
)  # fmt: skip
"""What tells a difference only beside itself: units over shards and lines, packed or returned in part."""

PAIR_BOUND, THREE_BOUND = 3, 2


class Anything(set[Any]):
    """The end that counts is the story's own."""

    def __contains__(self, _: object) -> bool:
        return True


def known_errors() -> set[str]:
    """What a step may answer: an error that was thought of."""
    found, left = {"done", ConditionRefused.__name__}, [BusinessError, TransientError]
    while left:
        one = left.pop()
        found.add(one.__name__)
        left += one.__subclasses__()
    return found


@dataclass(frozen=True)
class Visit:
    """A story that goes through a state."""

    state: State
    story: Story
    waits: bool

    def given(self, shop: Simulator) -> Facts:
        """The first try was made and has not been heard of; who is waited for there is about to act."""
        telling = Telling(shop, self.story)
        facts = telling.begins()
        assert telling.until(facts, self.state.name), f"{self.story.name} never comes to {self.state}"
        execution = telling.execution(facts)
        act = telling.act(facts) if self.waits else None
        function, event = shop.machines.loses_try(execution.machine, execution.name)
        return facts | {"execution": execution.name, "function": function, "event": event, "act": act}

    def ghost(self, shop: Simulator, facts: Facts) -> Any:
        if self.state.sends:
            return offers(shop, [facts["event"]])
        return shop.invoke(facts["function"], facts["event"])

    def once(self, shop: Simulator, facts: Facts) -> Any:
        """The next try, alone."""
        shop.machines.step(shop.execution(facts["execution"], self.state.machine))
        return self._offers(shop)

    def on(self, shop: Simulator, facts: Facts) -> Any:
        """The next try, and what comes after it."""
        shop.runs(facts["execution"], self.state.machine)
        return self._offers(shop)

    def _offers(self, shop: Simulator) -> Any:
        return offers(shop, shop.takes("PackingRequests")) if self.state.sends else None

    def pair(self, kind: str, works: dict[str, Does], **more: Any) -> Pair:
        acted = self.state.name if any("act" in name for name in works) else ""

        def then(shop: Simulator, facts: Facts) -> None:
            Telling(shop, self.story).ends(facts, acted=acted)

        def at_rest(shop: Simulator, facts: Facts) -> list[str]:
            return list(self._wrong(Telling(shop, self.story), facts))

        return Pair(
            name=f"{self.state} {kind} (story: {self.story.name})",
            given=self.given,
            works=at_once(works),
            answers=dict.fromkeys(works, known_errors() | {200, 202, 409, 503}),
            ends=Anything(),
            then=then,
            at_rest=at_rest,
            rest=Simulator.run_to_rest,
            **more,
        )

    def _wrong(self, telling: Telling, facts: Facts) -> Iterator[str]:
        status, reason = told(self.story).end
        end = telling.end(facts)
        if end != (status, reason or None):
            yield f"it ended as {end}"
        one = telling.execution(facts)
        if one.status != "SUCCEEDED":
            yield f"the execution is {one.status} at {one.state}"


def act(shop: Simulator, facts: Facts) -> Any:
    return facts["act"]()


def pairs(visit: Visit, *, further: bool = False) -> Iterator[Pair]:
    """`further`: the story is not the first that goes through the state."""
    yield visit.pair("try || try", {"earlier": visit.ghost, "try": visit.once}, further=further)
    yield visit.pair("|| its ghost", {"ghost": visit.ghost, "execution": visit.on}, bound=PAIR_BOUND)
    if visit.waits:
        works = {"ghost": visit.ghost, "execution": visit.on, "act": act}
        yield visit.pair("|| its ghost || act", works, bound=THREE_BOUND, further=further)
        works = {"execution": visit.on, "act": act, "act again": act}
        yield visit.pair("act || act", works, bound=THREE_BOUND, further=further)


_visits: dict[State, list[Visit]] = {}


def visits(shop: Simulator, state: State) -> list[Visit]:
    """One of each kind: the same calls with the same answers are the same visit. Looked for once."""
    if state not in _visits:
        _visits[state] = list(_found(shop, state))
    return _visits[state]


def _found(shop: Simulator, state: State) -> Iterator[Visit]:
    seen = set()
    for story in (*MORE_STORIES, *STORIES):
        if story.machine != state.machine or state.step in (story.stuck, story.lost):
            continue
        made = _calls(shop, story, state)
        if made is not None and made not in seen:
            seen.add(made)
            yield Visit(state, story, made[-1] == "waits")


def _calls(shop: Simulator, story: Story, state: State) -> tuple[str, ...] | None:
    """The calls that the state makes in this story, and where it leads; None if the story does not come to
    it."""
    shop.reset()
    telling = Telling(shop, story)
    facts = telling.begins()
    if not telling.until(facts, state.name):
        return None
    made: list[str] = []
    waits = shop.machines.waits_at(telling.execution(facts))

    def note(call: Call, perform: Callable[[], Any]) -> Any:
        places = sorted(f"{touch.place}{' (w)' if touch.writes else ''}" for touch in call.touches)
        made.append(f"{call.name} {places}")
        return perform()

    shop.cloud.gate = note
    telling.steps(facts)
    shop.cloud.gate = None
    after = telling.execution(facts)
    told = (story.bank, str(story.told), story.warehouse, story.cancels, story.inspector) if waits else ()
    return (*made, after.state, *told, "waits" if waits else after.status)


def offers(shop: Simulator, bodies: list[Any]) -> Any:
    """What the machine sent to be offered is delivered."""
    listed = [
        {"messageId": str(number), "body": json.dumps(body), "attributes": {}}
        for number, body in enumerate(bodies)
    ]
    return shop.invoke("OfferPacking", {"Records": listed}) if listed else None


def acts_by(shop: Simulator, visit: Visit) -> set[str]:
    """The functions that are invoked by what somebody does where this machine waits."""
    shop.reset()
    facts = visit.given(shop)
    shop.cloud.runner.invocations.clear()
    facts["act"]()
    return {one.name for one in shop.cloud.runner.invocations}
