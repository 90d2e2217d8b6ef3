"""Pairs of what is heard of a dispute, and of what gives the same money back."""

from typing import Any

from functions.payment import refunds_store
from functions.payment.provider import provider
from functions.payment.refunds import RefundState
from harness.records import RETURN
from harness.simulator.simulator import Simulator
from tests.interleavings.beside import Anything
from tests.interleavings.checkout_pairs import BOTH_WAYS
from tests.interleavings.fulfilment_pairs import COMPLETED, accepted, delivered, requested, says
from tests.interleavings.hand_refund_pairs import HEARD, later, reconciles
from tests.interleavings.pair import Facts, Pair, at_once


def disputed(before: Any) -> Any:
    """The bank has the money until it decides; nobody was told."""

    def given(shop: Simulator) -> Facts:
        facts: Facts = before(shop)
        for action in ("open", "withdraw"):
            shop.disputes(facts["order"], action)
        return facts

    return given


def heard_of(before: Any) -> Any:
    """The same, and it was recorded and told."""

    def given(shop: Simulator) -> Facts:
        facts: Facts = disputed(before)(shop)
        assert {answer.status for answer in shop.tells_of_disputes(facts["order"])} == {200}
        return facts

    return given


def hears_of(event_type: str) -> Any:
    """The webhook is told of the last such event."""

    def does(shop: Simulator, facts: Facts) -> Any:
        told = [one for one in shop.provider.events() if one["type"] == f"charge.dispute.{event_type}"]
        return shop.delivers_event(told[-1])

    return does


def opens(shop: Simulator, facts: Facts) -> Any:
    """The bank opens a dispute, and the webhook is told."""
    shop.disputes(facts["order"], "open")
    return hears_of("created")(shop, facts)


def wins(shop: Simulator, facts: Facts) -> Any:
    shop.disputes(facts["order"], "win")
    return hears_of("closed")(shop, facts)


def refunds(shop: Simulator, facts: Facts) -> Any:
    """The execution of an accepted return goes on from its refund."""
    return shop.runs(facts["returns"][0], RETURN)


def told_again(shop: Simulator, facts: Facts) -> None:
    """What was not taken is delivered again, when who died over it is forgotten."""
    shop.run_to_rest()
    shop.time_passes(120)
    assert {answer.status for answer in shop.tells_of_disputes(facts["order"])} == {200}


def as_the_bank_has_it(shop: Simulator, facts: Facts) -> list[str]:
    """Record and log say what the provider's list does; a refund is recorded if it was made, and none is made
    beside what the bank has taken."""
    shop.run_to_rest()
    account, order = refunds_store.load(facts["order"]), shop.order(facts["order"])
    (hold,) = shop.holds(facts["order"])
    listed = {one.dispute_id: one for one in provider.list_disputes(hold.hold_id)}
    wrong = [] if account.disputes == listed else [f"{account.disputes} are recorded, {listed} there are"]
    said = {
        name: {"state": one.state, "amount": one.amount, "taken": one.taken} for name, one in listed.items()
    }
    if order.disputes != said:
        wrong.append(f"the log tells {order.disputes}")
    done = sum(one.amount for one in account.refunds.values() if one.state is RefundState.DONE)
    if done != hold.refunded:
        wrong.append(f"{hold.refunded} were given back, {done} are recorded")
    if hold.refunded + account.taken > hold.captured:
        wrong.append(f"{hold.refunded} were given back beside {account.taken} of {hold.captured}")
    return wrong


SAME: dict[str, Any] = {
    "ends": {COMPLETED},
    "then": told_again,
    "at_rest": as_the_bank_has_it,
    "rest": Simulator.run_to_rest,
    "bound": 2,
}
PAIRS = [
    Pair(
        "hears of a dispute || hears of its money",
        disputed(delivered),
        at_once({"opened": hears_of("created"), "taken": hears_of("funds_withdrawn")}),
        answers={"opened": HEARD, "taken": HEARD},
        losses={"opened": BOTH_WAYS},
        **SAME,
    ),
    Pair(
        "hears of a dispute || hears that it was won",
        disputed(delivered),
        at_once({"opened": hears_of("created"), "won": wins}),
        answers={"opened": HEARD, "won": HEARD},
        **SAME,
    ),
    Pair(
        "hears of a dispute || reconcile",
        later(disputed(delivered)),
        at_once({"webhook": hears_of("created"), "reconcile": reconciles}),
        answers={"webhook": HEARD},
        **SAME,
    ),
    Pair(
        "hears of a dispute || accept",
        disputed(requested),
        at_once({"webhook": hears_of("created"), "accept": says(0)}),
        answers={"webhook": HEARD},
        **SAME,
    ),
    Pair(
        "refund || a dispute is opened",
        accepted(1),
        at_once({"refund": refunds, "bank": opens}),
        answers={"refund": Anything(), "bank": HEARD},
        **SAME,
    ),
    Pair(
        "refund || hears that a dispute was won",
        heard_of(accepted(1)),
        at_once({"refund": refunds, "won": wins}),
        answers={"refund": Anything(), "won": HEARD},
        **SAME,
    ),
]
