"""What is explored: operations that can meet in production, how the shop stands when they do, and what must
hold whichever way they came together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from harness.api import Answer
from harness.invocation import Outcome
from harness.records import CHECKOUT
from harness.simulator.settle import comes_to_rest
from harness.simulator.simulator import Simulator
from tests.interleavings.scheduler import Actor

Facts = dict[str, Any]
Work = Callable[[], Any]
Does = Callable[[Simulator, Facts], Any]
"""A work of whichever shop, standing however."""
Works = Callable[[Simulator, Facts], dict[str, Work]]
Results = dict[str, Actor]


def nothing(shop: Simulator, facts: Facts) -> None:
    """Nothing more happens."""


def at_once(works: dict[str, Does], first: Does = nothing) -> Works:
    """These works, when `first` has happened."""

    def begin(shop: Simulator, facts: Facts) -> dict[str, Work]:
        first(shop, facts)
        return {name: partial(does, shop, facts) for name, does in works.items()}

    return begin


def runs(machine: str = CHECKOUT) -> Does:
    """The order's execution goes on by itself."""
    return lambda shop, facts: shop.runs(facts["order"], machine)


def invokes(step: str) -> Does:
    """An invocation that its machine has given up, or takes for dead."""
    return lambda shop, facts: shop.invoke(step, facts["event"])


def times_out(machine: str) -> Does:
    """Nobody waits any longer where the order's execution waits."""
    return lambda shop, facts: shop.machines.time_out(machine, facts["order"])


def cancels(shop: Simulator, facts: Facts) -> Answer:
    return shop.cancels(facts["order"])


def hears(shop: Simulator, facts: Facts) -> Answer:
    """The webhook is told."""
    return shop.delivers_event(facts["told"])


def reports(shop: Simulator, facts: Facts) -> Outcome:
    """The warehouse has packed."""
    return shop.report(facts["work"])


def sweeps(shop: Simulator, facts: Facts) -> Outcome:
    return shop.sweep()


@dataclass(frozen=True)
class Pair:
    """`given` sets the scene and tells what the works need to know; `works` are the operations; `answers` are
    what each may hear (error names, HTTP statuses; nothing but `done` where none are given); `ends` are the
    ends an order may come to; `check` says what is wrong when both have ended, before anything else happens;
    `then` happens before the rest."""

    name: str
    given: Callable[[Simulator], Facts]
    works: Works
    ends: set[tuple[str, str | None]]
    check: Callable[[Simulator, Facts, Results], list[str]] = lambda shop, facts, results: []
    answers: dict[str, set[Any]] = field(default_factory=dict)
    then: Callable[[Simulator, Facts], None] = nothing
    at_rest: Callable[[Simulator, Facts], list[str]] = lambda shop, facts: []
    rest: Callable[[Simulator], None] = comes_to_rest
    undecided: Callable[[Facts], frozenset[str]] = lambda facts: frozenset()
    losses: dict[str, str] = field(default_factory=dict)
    """Actors whose calls may lose their answer: `hears nothing`, `dies` or both, by actor."""
    bound: int | None = None
    """The most switches of a schedule; None: any number."""
    bound_of_losses: int | None = 2
    """The same for schedules in which an answer is lost: there are so many more of them."""
    further: bool = False
    """It differs from another pair in its story alone, or is a dear one beside others of the same works:
    `make interleavings` has it, `make test` has not."""


def heard(actor: Actor) -> Any:
    """What an operation's caller heard, in a word: an error's name, an HTTP status, or `done`."""
    if actor.error is not None:
        return repr(actor.error)
    result = actor.result
    if isinstance(result, Outcome):
        return result.error or _of_batch(result.answer)
    return result.status if isinstance(result, Answer) else "done"


def _of_batch(answer: Any) -> str:
    """A consumer of a batch says which of it is worth another try."""
    return "again" if isinstance(answer, dict) and answer.get("batchItemFailures") else "done"


def audit(pair: Pair, shop: Simulator, facts: Facts, actors: list[Actor], lost: bool) -> list[str]:
    """Drive the shop to rest after a schedule; everything that is wrong, in sentences."""
    results = {actor.name: actor for actor in actors if actor.parent is None}
    wrong = [] if lost else _wrong_answers(pair, results)
    if not lost:
        wrong += pair.check(shop, facts, results)
    pair.then(shop, facts)
    pair.rest(shop)
    ends = {(order.order_id, shop.outcome(order.order_id)) for order in shop.orders()}
    wrong += [f"{name} ended as {end}" for name, end in sorted(ends) if end not in pair.ends]
    wrong += shop.violations(pair.undecided(facts))
    return wrong + pair.at_rest(shop, facts)


def _wrong_answers(pair: Pair, results: Results) -> list[str]:
    return [
        f"{name} was answered {heard(actor)}"
        for name, actor in results.items()
        if heard(actor) not in pair.answers.get(name, ("done",))
    ]
