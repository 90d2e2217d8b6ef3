"""Operators beside each other and beside what they send on, two and three at once, by rule: every combination
of the commands that apply where something stands.

A *stop* is a story of the matrix that has come before an operator. Each command there is typed by somebody
who then watches the machine go on; a machine that is on its way already is walked by one of them alone.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations, combinations_with_replacement, product

from functions.operator import store as operator_store
from functions.order import store as orders
from functions.order.order import Status
from functions.payment import refunds_store
from functions.payment import store as payments
from functions.payment.payment import VOID
from functions.returns import store as returns_store
from functions.returns.returns import Stage as ReturnStage
from functions.shared import ids
from harness.customers import ASKING_CARD
from harness.invocation import Outcome
from harness.simulator.simulator import Simulator
from harness.stories import Story
from tests.interleavings import commands
from tests.interleavings.beside import Anything
from tests.interleavings.pair import Facts, Pair, Results, Work, Works
from tests.interleavings.report import FURTHER, IN_SHORT
from tests.interleavings.telling import Telling

ANY_END = ("", "")
CHECKOUTS = (
    Story(
        "declined, the void stuck", "Checkout", ANY_END,
        card="pm_card_visa_chargeDeclined", stuck="VoidPayment",
    ),
    Story(
        "cancelled at the bank, the end stuck", "Checkout", ANY_END,
        card=ASKING_CARD, cancels="at the bank", stuck="CloseOrder",
    ),
    Story("out of stock, the fence stuck", "Checkout", ANY_END, units=3, stock=2, stuck="AbandonOrder"),
)  # fmt: skip
FULFILMENTS = (
    Story("the void stuck", "Fulfilment", ANY_END, warehouse="rejected", stuck="VoidPayment"),
    Story("the end stuck", "Fulfilment", ANY_END, warehouse="rejected", stuck="CloseOrder"),
    Story("the fence stuck", "Fulfilment", ANY_END, warehouse="rejected", stuck="AbandonFulfilment"),
)
RETURNS = (
    Story("refund unheard of", "Return", ANY_END, units=2, inspector="accepted", lost="RefundPayment"),
    Story("the shelf stuck", "Return", ANY_END, units=2, inspector="accepted", stuck="RestockItems"),
    Story("the end stuck", "Return", ANY_END, units=2, inspector="accepted", stuck="CloseReturn"),
    Story("rejected, the end stuck", "Return", ANY_END, units=2, inspector="rejected", stuck="CloseReturn"),
)
KEPT = (
    Story(
        "captured in vain, the void stuck", "Fulfilment", ANY_END,
        units=3, warehouse="partly", lost="CompleteOrder", stuck="VoidPayment",
    ),
    Story("packed, the end stuck", "Fulfilment", ANY_END, stuck="CompleteOrder"),
    Story("the refund stuck", "Return", ANY_END, units=2, inspector="accepted", stuck="RefundPayment"),
)  # fmt: skip
"""Where the provider keeps money that may be given back by two."""
MEETING_OTHERS = (KEPT[0], KEPT[2]) if IN_SHORT else KEPT
ASKING = KEPT[2:] if IN_SHORT else KEPT
"""Where operators meet others than operators, and where some of them ask over HTTP."""
STOPS = (*CHECKOUTS, *FULFILMENTS, *RETURNS, *KEPT)
OFTEN = (CHECKOUTS[0], FULFILMENTS[1], RETURNS[2], *KEPT)
"""Those of `make test`; `make interleavings` has all of them."""
WHY = ("--why", "the bank was called", "--yes")
ABOUT_MONEY = ("settle", "state", "retry")
BY_API = " by API"
"""Of a change that is asked for over HTTP; two of one name are one request, sent twice."""
OTHERS = ("sweep", "reconcile", "customer", "news", "all at once")
UNDER_LOAD = ("ProviderUnavailable",)
OVERDUE = 2 * 24 * 3600
BOUND, FEWER = 2, 1
"""A command is interrupted so often: once is enough for another to come to its end in the middle of it.
`make interleavings` goes further."""
TWICE = (("settle", "retry"),) if IN_SHORT else (("settle", "state"), ("settle", "retry"))
"""Those who are interrupted twice: a statement writes in more than one place."""


def commands_for(facts: Facts) -> dict[str, tuple[str, ...]]:
    """The commands that apply to what stands there."""
    subject = facts["subject"]
    if facts.get("undecided"):
        return {"accept": ("accept-return", subject, "--yes"), "reject": ("reject-return", subject, *WHY)}
    found = {
        "retry": ("retry-stuck", subject, "--yes"),
        "settle": ("settle-stuck", subject, *WHY),
        "state": ("settle-stuck", subject, "--given-back", str(facts["keeps"]), *WHY),
    }
    if ids.order_of_return(subject):
        found["accept"] = ("accept-return", subject, "--yes")
    return found


@dataclass(frozen=True)
class Stop:
    story: Story
    state: str = "AwaitOperator"

    def given(self, shop: Simulator) -> Facts:
        telling = Telling(shop, self.story)
        facts = telling.begins() | {"undecided": self.state == "AwaitInspection"}
        assert telling.until(facts, self.state), self.story.name
        telling.steps(facts)
        (hold,) = shop.holds(facts["order"]) or (None,)
        keeps = hold.keeps if hold else 0
        shop.time_passes(OVERDUE)
        if ids.order_of_return(facts["subject"]):
            keeps = returns_store.load(facts["subject"]).refund.amount
        return facts | {"keeps": keeps, "execution": telling.execution(facts).name}

    def works(self, names: tuple[str, ...]) -> Works:
        def works(shop: Simulator, facts: Facts) -> dict[str, Work]:
            walkers: set[str] = set()
            typed = commands_for(facts)
            others = _others(shop, facts)
            return {
                f"{name} {number}": others[name]
                if name in others
                else partial(self._asked, name, shop, facts, walkers)
                if name.endswith(BY_API)
                else partial(self._typed, typed[name], shop, facts, walkers)
                for number, name in enumerate(names, 1)
            }

        return works

    def _typed(self, arguments: tuple[str, ...], shop: Simulator, facts: Facts, walkers: set[str]) -> str:
        """What the command said."""
        return self._watched(commands.run(*arguments), shop, facts, walkers)

    def _asked(self, name: str, shop: Simulator, facts: Facts, walkers: set[str]) -> str:
        """What the answer to the same over HTTP said."""
        what = "retry" if name.startswith("retry") else "settle"
        body = {"given_back": facts["keeps"]} if name.startswith("state") else {}
        said = commands.ask(shop, f"/ops/stuck/{facts['subject']}/{what}", name, **body)
        return self._watched(said, shop, facts, walkers)

    def _watched(self, said: str, shop: Simulator, facts: Facts, walkers: set[str]) -> str:
        """Who said it watches the machine go on: it takes one step at a time, and who comes later leaves it
        to who walks already."""
        name = facts["execution"]
        if name not in walkers:
            walkers.add(name)
            shop.runs(name, self.story.machine)
            walkers.discard(name)
        return said

    def pair(self, names: tuple[str, ...], bound: int | None) -> Pair:
        actors = tuple(f"{name} {number}" for number, name in enumerate(names, 1))
        return Pair(
            name=f"{self.story.machine}: {self.story.name}: {' || '.join(names)}",
            given=self.given,
            works=self.works(names),
            answers=dict.fromkeys(actors, Anything()),
            ends=Anything(),
            check=_answered,
            then=lambda shop, facts: Telling(shop, self.story).ends(facts),
            at_rest=lambda shop, facts: list(_wrong(shop, facts, Telling(shop, self.story))),
            rest=Simulator.run_to_rest,
            bound=bound,
        )


def _others(shop: Simulator, facts: Facts) -> dict[str, Work]:
    """Who else may come while operators are at work. The sweep finds the order overdue."""
    return {
        "sweep": shop.sweep,
        "reconcile": lambda: shop.invoke("Reconcile", {}),
        "customer": lambda: shop.cancels(facts["order"]),
        "all at once": lambda: _sends_on_all(shop),
        "news": lambda: [shop.delivers_event(one).status for one in shop.events_of(facts["order"])],
    }


def _sends_on_all(shop: Simulator) -> Outcome:
    """An operator who has all that is stuck sent on, by a job of one step."""
    job_id = commands.asks_for_job(shop, "/ops/stuck/retry", "all")
    return shop.invoke("WorkOnJob", {"Records": [{"messageId": "1", "body": json.dumps({"job_id": job_id})}]})


def _answered(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """No command breaks; and what it said that it did must be found done, whatever else happened."""
    wrong = [f"{name} broke: {actor.error!r}" for name, actor in results.items() if actor.error is not None]
    for name, actor in results.items():
        if isinstance(actor.result, Outcome) and actor.result.error not in (None, *UNDER_LOAD):
            wrong.append(f"{name} failed: {actor.result.error} {actor.result.message}")
    settlers = [name for name in results if name.startswith(("settle", "state"))]
    done = [name for name in settlers if results[name].result == commands.DONE]
    facts["said settled"] = bool(done)
    facts["said stated"] = any(name.startswith("state") for name in done)
    return wrong


def _wrong(shop: Simulator, facts: Facts, telling: Telling) -> Iterator[str]:
    one = telling.execution(facts)
    if one.status != "SUCCEEDED":
        yield f"the execution is {one.status} at {one.state}"
    wrong = _wrong_return if ids.order_of_return(facts["subject"]) else _wrong_order
    yield from wrong(shop, facts)


def _wrong_order(shop: Simulator, facts: Facts) -> Iterator[str]:
    order, events = orders.load_with_events(facts["order"])
    stuck = operator_store.load(order.order_id)
    if stuck is None or stuck.answer is None:
        yield "it is listed as stuck though it went on"
    if facts["said settled"] and "settled" not in events[-1].data:
        yield f"it was said to be settled, and its last event tells of nobody: {events[-1]}"
    if order.status is Status.CANCELLED:
        payment = payments.load(order.order_id)
        outside = payment.outside.get(VOID, 0) if payment else 0
        keeps = sum(hold.keeps for hold in shop.holds(order.order_id))
        if keeps != outside:
            yield f"the provider keeps {keeps}, and {outside} were given back by other ways"
        if facts["said stated"] and facts["keeps"] and payment and VOID not in payment.outside:
            yield "it was said that money was given back by other ways, and nothing is recorded of it"


def _wrong_return(shop: Simulator, facts: Facts) -> Iterator[str]:
    one = returns_store.load(facts["subject"])
    if one.stage is not ReturnStage.CLOSED:
        yield f"it is {one.stage}"
    _, events = orders.load_with_events(one.order_id)
    ended = [event for event in events if event.data.get("return_id") == one.return_id][-1]
    if facts["said settled"] and "settled" not in ended.data:
        yield f"it was said to be settled, and its last event tells of nobody: {ended}"
    refund = refunds_store.load(one.order_id).refunds.get(one.return_id)
    outside = (refund.outside or 0) if refund else 0
    back = sum(hold.refunded for hold in shop.holds(one.order_id)) + outside
    if back != (one.refund.amount if one.accepted else 0):
        yield f"{back} were given back, {outside} of it by other ways"


def pairs(story: Story) -> Iterator[Pair]:
    """Every two of the commands, each beside itself too; where money is kept, every three about it."""
    stop = Stop(story)
    names = [*ABOUT_MONEY, *(["accept"] if story.inspector == "accepted" else [])]
    for two in combinations(names, 2):
        yield stop.pair(two, BOUND if two in TWICE or FURTHER else FEWER)
    for name in names:
        yield stop.pair((name, name), FEWER)
    if story in ASKING or FURTHER:
        for one, other in combinations(ABOUT_MONEY, 2):
            yield stop.pair((one + BY_API, other), FEWER)
            yield stop.pair((one, other + BY_API), FEWER)
        for name in ABOUT_MONEY:
            yield stop.pair((name + BY_API, name + BY_API), FEWER)
    if story in KEPT:
        yield stop.pair(ABOUT_MONEY, FEWER)
    if story in MEETING_OTHERS or FURTHER:
        for two in product(ABOUT_MONEY, OTHERS):
            yield stop.pair(two, FEWER)
    if FURTHER:
        for three in combinations_with_replacement(ABOUT_MONEY, 3):
            yield stop.pair(three, FEWER)


def inspections() -> Iterator[Pair]:
    """Inspectors of one return, who agree or do not."""
    stop = Stop(Story("inspected", "Return", ANY_END, units=2, inspector="accepted"), "AwaitInspection")
    for count in (2, 3):
        for names in combinations_with_replacement(("accept", "reject"), count):
            yield stop.pair(names, FEWER if IN_SHORT and count == 3 else BOUND)
