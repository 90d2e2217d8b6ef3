"""Pairs of what is heard of a return's refund that failed after it was done, and of what gives its money back
again."""

from typing import Any

from functions.payment import refunds_store
from functions.payment.refunds import RefundState
from functions.returns import store as returns_store
from functions.returns.returns import Stage
from harness.customers import PRICE
from harness.records import RETURN
from harness.simulator.simulator import Simulator
from tests.interleavings.beside import Anything
from tests.interleavings.checkout_pairs import BOTH_WAYS
from tests.interleavings.fulfilment_pairs import COMPLETED, requested, says
from tests.interleavings.hand_refund_pairs import HEARD, hears_of, later, reconciles, retries, told_again
from tests.interleavings.hand_refund_pairs import states as states_given_back
from tests.interleavings.pair import Facts, Pair, Results, at_once, heard, sweeps


def failed(shop: Simulator) -> Facts:
    """A return was refunded and closed; the customer's bank turned the refund back, and nobody was told."""
    facts = requested(shop)
    says(0)(shop, facts)
    shop.run_to_rest()
    return _fails(shop, facts)


def failed_before_its_end(shop: Simulator) -> Facts:
    """The same, while the units of the return are about to be restocked."""
    facts = requested(shop)
    says(0)(shop, facts)
    shop.runs_until(facts["returns"][0], "RestockItems", RETURN)
    return _fails(shop, facts)


def _fails(shop: Simulator, facts: Facts) -> Facts:
    (refund,) = shop.refunds(facts["order"])
    shop.fails_refund(refund.refund_id)
    return facts | {"refund": refund.refund_id}


def heard_of(shop: Simulator) -> Facts:
    """It was heard of, and stands before an operator."""
    facts = failed(shop)
    assert hears_of("refund.failed")(shop, facts).status == 200
    return _before_operator(shop, facts)


def _before_operator(shop: Simulator, facts: Facts) -> Facts:
    assert shop.sweep().error is None
    shop.run_to_rest()
    one = returns_store.load(facts["returns"][0])
    assert one.stuck is not None, one
    return facts | {"execution": one.execution}


def goes_on(command: Any) -> Any:
    """The operator's command, and the machine that goes on by it."""

    def does(shop: Simulator, facts: Facts) -> str:
        said: str = command(shop, facts)
        shop.runs(facts["execution"], RETURN)
        return said

    return does


def end(shop: Simulator, facts: Facts) -> None:
    """The return that nobody has refunded again comes to its end by the operator's button."""
    shop.runs(facts["returns"][0], RETURN)


def recorded(shop: Simulator) -> Facts:
    """That it failed is recorded, and the order's log does not say so yet."""
    facts = failed(shop)
    refunds_store.reopen(refunds_store.load(facts["order"]), facts["returns"][0])
    return facts


def refunds_late(shop: Simulator, facts: Facts) -> Any:
    """An invocation of an execution that stood before an operator once, and was taken for dead."""
    return shop.invoke("RefundPayment", returns_store.load(facts["returns"][0]).subject | {"stuck": {}})


def closed_with_its_refund(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Where the event was taken, nothing has to be told again: no return is closed whose refund failed."""
    one = returns_store.load(facts["returns"][0])
    done = refunds_store.load(facts["order"]).refunds[one.return_id].state is RefundState.DONE
    closed = one.stage is Stage.CLOSED and heard(results["webhook"]) == 200
    return [f"{one.return_id} is closed, and its refund failed"] if closed and not done else []


def owed_once(shop: Simulator, facts: Facts) -> list[str]:
    """Record, ledger and log say once that it failed; its money stays claimed; an operator has it given back,
    once."""
    account, order = refunds_store.load(facts["order"]), shop.order(facts["order"])
    one, wrong = facts["returns"][0], []
    entries = [
        entry["refund_id"] for entry in shop.entries(facts["order"]) if entry["type"] == "REFUND_FAILED"
    ]
    if not entries == list(account.failed(one)) == [facts["refund"]]:
        wrong.append(f"{entries} are in the ledger, {account.failed(one)} in the record")
    if account.refunding != PRICE:
        wrong.append(f"{account.refunding} are claimed")
    if shop.timeline(facts["order"]).count("OrderRefundFailed") != 1 or order.refunded:
        wrong.append(f"the log tells {shop.timeline(facts['order'])} and {order.refunded}")
    if returns_store.load(one).stage is not Stage.REOPENED:
        wrong.append(f"the return is {returns_store.load(one).stage}")
    if wrong:
        return wrong
    facts |= _before_operator(shop, facts)
    goes_on(retries)(shop, facts)
    return refunded_again(shop, facts)


def refunded_again(shop: Simulator, facts: Facts) -> list[str]:
    """Once, by one way, and the log counts what the provider gave back."""
    shop.run_to_rest()
    assert shop.sweep().error is None
    shop.run_to_rest()
    standing = returns_store.load(facts["returns"][0])
    if standing.open:  # it failed and nobody has said anything yet
        goes_on(retries)(shop, facts | {"execution": standing.execution})
        shop.run_to_rest()
    one = returns_store.load(facts["returns"][0])
    account, order = refunds_store.load(facts["order"]), shop.order(facts["order"])
    (hold,) = shop.holds(facts["order"])
    outside = account.refunds[one.return_id].outside or 0
    wrong = [] if one.stage is Stage.CLOSED else [f"the return is {one.stage}"]
    if hold.refunded + outside != PRICE or account.given_back(one.return_id) != PRICE:
        wrong.append(f"{hold.refunded} and {outside} were given back, {account.refunds} are recorded")
    if order.refunded != hold.refunded:
        wrong.append(f"{order.refunded} are shown, {hold.refunded} were given back")
    if account.refunding != hold.refunded:
        wrong.append(f"{account.refunding} are claimed, {hold.refunded} were given back")
    return wrong


OWED: dict[str, Any] = {
    "ends": {COMPLETED},
    "then": told_again,
    "at_rest": owed_once,
    "rest": Simulator.run_to_rest,
}
AGAIN: dict[str, Any] = OWED | {"at_rest": refunded_again}
PAIRS = [
    Pair(
        "hears that a refund failed || hears again",
        failed,
        at_once({"first": hears_of("refund.failed"), "second": hears_of("refund.created")}),
        answers={"first": HEARD, "second": HEARD},
        losses={"first": BOTH_WAYS},
        bound=3,
        further=True,
        **OWED,
    ),
    Pair(
        "hears that a refund failed || reconcile",
        later(failed),
        at_once({"webhook": hears_of("refund.failed"), "reconcile": reconciles}),
        answers={"webhook": HEARD},
        bound=2,
        **OWED,
    ),
    Pair(
        "hears that a refund failed || the return goes on to its end",
        failed_before_its_end,
        at_once({"webhook": hears_of("refund.failed"), "return": end}),
        check=closed_with_its_refund,
        answers={"webhook": HEARD, "return": Anything()},
        bound=3,
        **AGAIN,
    ),
    Pair(
        "hears that a refund failed || sweep, which had been heard",
        failed,
        at_once({"webhook": hears_of("refund.created"), "sweep": sweeps}, hears_of("refund.failed")),
        answers={"webhook": HEARD},
        bound=2,
        **OWED,
    ),
    Pair(
        "tells that a refund failed || a late refund",
        recorded,
        at_once({"webhook": hears_of("refund.failed"), "late": refunds_late}),
        answers={"webhook": HEARD, "late": Anything()},
        bound=2,
        **AGAIN,
    ),
    *(
        Pair(
            name=f"{' || '.join(works)}, a refund that failed",
            given=heard_of,
            works=at_once(works),
            answers={name: Anything() for name in works},
            bound=2,
            **AGAIN,
        )
        for works in (
            {"hears again": hears_of("refund.created"), "retry": goes_on(retries)},
            {"reconcile": reconciles, "retry": goes_on(retries)},
            {"state": goes_on(states_given_back), "retry": retries},
            {"hears again": hears_of("refund.created"), "state": goes_on(states_given_back)},
        )
    ),
]
