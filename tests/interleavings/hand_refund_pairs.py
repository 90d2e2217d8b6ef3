"""Pairs of what is heard of refunds made by hand, and of what gives the same money back."""

from typing import Any

from functions.payment import refunds_store
from functions.returns import store as returns_store
from harness.customers import PRICE
from harness.simulator.simulator import Simulator
from tests.interleavings import commands
from tests.interleavings.beside import Anything
from tests.interleavings.checkout_pairs import BOTH_WAYS
from tests.interleavings.fulfilment_pairs import COMPLETED, delivered, requested, says
from tests.interleavings.operators import WHY
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once, heard

PART = 300
HEARD = {200, 503}
"""503: it is delivered again."""


def refunded(before: Any, amount: int = PART) -> Any:
    """Somebody has given so much back in the provider's own pages; nobody was told."""

    def given(shop: Simulator) -> Facts:
        facts: Facts = before(shop)
        return facts | {"refund": shop.refunds_by_hand(facts["order"], amount)}

    return given


def hears_of(event_type: str) -> Does:
    """The webhook is told that something was given back."""

    def does(shop: Simulator, facts: Facts) -> Any:
        told = [one for one in shop.provider.events() if one["type"] == event_type]
        return shop.delivers_event(told[-1])

    return does


def fails(shop: Simulator, facts: Facts) -> Any:
    """The customer's bank turns the refund back, and the webhook is told."""
    shop.fails_refund(facts["refund"])
    return hears_of("refund.failed")(shop, facts)


def told_again(shop: Simulator, facts: Facts) -> None:
    """What was not taken is delivered again, when who died over it is forgotten."""
    shop.run_to_rest()
    shop.time_passes(120)
    assert {answer.status for answer in shop.tells_of_refunds(facts["order"])} == {200}


def reconciles(shop: Simulator, facts: Facts) -> Any:
    return shop.invoke("Reconcile", {})


def later(before: Any) -> Any:
    """When the reconcile job looks at the order's hold."""

    def given(shop: Simulator) -> Facts:
        facts: Facts = before(shop)
        shop.time_passes(601)
        return facts

    return given


def counted_once(shop: Simulator, facts: Facts) -> list[str]:
    """The record, the ledger and the order's log tell of it once, and the sum is that of what is claimed."""
    shop.run_to_rest()
    account, order = refunds_store.load(facts["order"]), shop.order(facts["order"])
    standing = {one.refund_id: one.amount for one in shop.refunds(facts["order"]) if one.status == "standing"}
    made = {name: amount for name, amount in standing.items() if name == facts["refund"]}
    recorded = {name: one.amount for name, one in account.by_hand.items()}
    told = shop.timeline(facts["order"])
    wrong = [] if recorded == order.by_hand == made else [f"{recorded}, told {order.by_hand}, made {made}"]
    if told.count("OrderRefunded") - told.count("OrderRefundFailed") != len(made):
        wrong.append(f"the log tells {told}")
    claimed = sum(one.amount for one in account.refunds.values())
    if account.refunding != claimed + sum(recorded.values()):
        wrong.append(f"{account.refunding} is not {claimed} claimed and {recorded} by hand")
    return wrong


def counted_when_taken(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Where both events were taken, nothing has to be told again."""
    taken = all(heard(result) == 200 for result in results.values())
    return counted_once(shop, facts) if taken else []


def stuck_and_refunded(shop: Simulator) -> Facts:
    """The provider refused a return's refund; somebody made it by hand."""
    facts = requested(shop)
    shop.provider.fault("refund", "declined")
    says(0)(shop, facts)
    shop.run_to_rest()
    return facts | {"refund": shop.refunds_by_hand(facts["order"], PRICE)}


def explains(shop: Simulator, facts: Facts) -> str:
    one = facts["returns"][0]
    return commands.run("explain-refund", facts["order"], facts["refund"], "--return", one, *WHY)


def states(shop: Simulator, facts: Facts) -> str:
    return commands.run("settle-stuck", facts["returns"][0], "--given-back", str(PRICE), *WHY)


def retries(shop: Simulator, facts: Facts) -> str:
    return commands.run("retry-stuck", facts["returns"][0], "--yes")


def given_back_once(shop: Simulator, facts: Facts) -> list[str]:
    """By the refund that was made by hand, unless the provider was asked again before anybody said so: then
    both stand, and the one by hand is counted by itself."""
    one = returns_store.load(facts["returns"][0])
    account = refunds_store.load(facts["order"])
    wrong = counted_once(shop, facts)
    if account.given_back(one.return_id) != PRICE:
        wrong.append(f"{account.given_back(one.return_id)} are recorded as given back for it")
    back = sum(hold.refunded for hold in shop.holds(facts["order"]))
    if back != account.done:
        wrong.append(f"{back} were given back, {account.done} are recorded")
    return wrong


STUCK = {
    "given": stuck_and_refunded,
    "ends": {COMPLETED},
    "then": told_again,
    "at_rest": given_back_once,
    "rest": Simulator.run_to_rest,
    "bound": 2,
}
PAIRS = [
    Pair(
        "hears of a refund by hand || hears again",
        refunded(delivered),
        at_once({"first": hears_of("charge.refunded"), "second": hears_of("refund.created")}),
        {COMPLETED},
        answers={"first": HEARD, "second": HEARD},
        then=told_again,
        at_rest=counted_once,
        rest=Simulator.run_to_rest,
        losses={"first": BOTH_WAYS},
        bound=3,
        further=True,
    ),
    Pair(
        "hears of a refund by hand || hears that it failed",
        refunded(delivered),
        at_once({"made": hears_of("charge.refunded"), "failed": fails}),
        {COMPLETED},
        counted_when_taken,
        answers={"made": HEARD, "failed": HEARD},
        then=told_again,
        at_rest=counted_once,
        rest=Simulator.run_to_rest,
        bound=3,
    ),
    Pair(
        "hears of a refund by hand || reconcile",
        later(refunded(delivered)),
        at_once({"webhook": hears_of("charge.refunded"), "reconcile": reconciles}),
        {COMPLETED},
        answers={"webhook": HEARD},
        then=told_again,
        at_rest=counted_once,
        rest=Simulator.run_to_rest,
        bound=2,
    ),
    Pair(
        "hears of a refund by hand || accept",
        refunded(requested),
        at_once({"webhook": hears_of("charge.refunded"), "accept": says(0)}),
        {COMPLETED},
        answers={"webhook": HEARD},
        then=told_again,
        at_rest=counted_once,
        rest=Simulator.run_to_rest,
        bound=3,
    ),
    *(
        Pair(
            name=f"{' || '.join(works)}, a return that was refunded by hand",
            works=at_once(works),
            answers={name: Anything() for name in works},
            further=further,
            **STUCK,
        )
        for works, further in (
            ({"explain": explains, "state": states}, True),
            ({"explain": explains, "explain again": explains}, True),
            ({"explain": explains, "retry": retries}, False),
            ({"state": states, "webhook": hears_of("refund.created")}, False),
        )
    ),
]
