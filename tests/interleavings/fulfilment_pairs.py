"""Pairs that meet between a confirmed order and its end: the parcel, the customer who cancels, the capture,
and what comes back."""

from typing import Any

from functions.fulfilment import store as fulfilments
from functions.fulfilment.fulfilment import PackingOutcome
from functions.payment import refunds_store
from functions.payment.provider import provider
from functions.returns import store as returns_store
from functions.returns.inspect_return import AlreadyInspected
from functions.returns.returns import Stage
from harness.actors import accepts
from harness.customers import CAPTURABLE, PRICE
from harness.invocation import Outcome
from harness.records import FULFILMENT, RETURN, SKU
from harness.simulator.simulator import Simulator
from tests.interleavings.checkout_pairs import BOTH_WAYS, BY_CUSTOMER, FAILED, gives_up, runs_one
from tests.interleavings.pair import (
    Does,
    Facts,
    Pair,
    Results,
    at_once,
    cancels,
    heard,
    hears,
    invokes,
    reports,
    runs,
    times_out,
)
from tests.interleavings.payment_pairs import event_of

COMPLETED = ("COMPLETED", None)
RETURNED = ("RETURNED", None)
LATE = ("CANCELLED", "not-packed-in-time")


def offered(shop: Simulator, quantity: int = 1) -> Facts:
    """A paid order that was offered to the warehouse, whose execution waits for it to be packed."""
    shop.sells()
    order_id, work = shop.offered(quantity)
    return {"order": order_id, "work": work}


def packed(shop: Simulator) -> Facts:
    """The same, packed; its execution stands before the capture."""
    facts = offered(shop)
    assert shop.report(facts["work"]).error is None
    event = shop.runs_until(facts["order"], "CompleteOrder", FULFILMENT)
    return facts | {"event": event, "told": event_of(shop, facts["order"], CAPTURABLE)}


def hangs(shop: Simulator, facts: Facts) -> None:
    """The fence itself hung before its transaction, and is tried again."""
    shop.machines.time_out(FULFILMENT, facts["order"])
    facts["event"] = shop.execution(facts["order"], FULFILMENT).given


def told_the_truth(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """A customer who was told that it is cancelled is not sent the parcel, and the other way round."""
    shop.run_to_rest()
    cancelled = heard(results["cancel"]) in (200, 202)
    expected = "CANCELLED" if cancelled else "COMPLETED"
    status = shop.outcome(facts["order"])[0]
    return [] if status == expected else [f"told {heard(results['cancel'])}, and the order is {status}"]


def decided_as_it_ended(shop: Simulator, facts: Facts) -> list[str]:
    """What was packed was handed over, and nothing else was."""
    decision = fulfilments.load(facts["order"]).outcome
    status = shop.outcome(facts["order"])[0]
    fits = (decision is PackingOutcome.PACKED) == (status == "COMPLETED")
    return [] if fits else [f"decided {decision}, and the order is {status}"]


def reports_again(shop: Simulator, facts: Facts) -> None:
    """A warehouse whose message was not taken sends it again; too late, it must be taken all the same."""
    shop.run_to_rest()
    shop.report(facts["work"])


def delivered(shop: Simulator) -> Facts:
    facts = offered(shop, quantity=2)
    assert shop.report(facts["work"]).error is None
    shop.run_to_rest()
    assert shop.outcome(facts["order"]) == COMPLETED
    return facts


def asks_back(key: str, units: int = 1) -> Does:
    return lambda shop, facts: shop.asks_back(shop.order(facts["order"]), {SKU: units}, key)


def accepted(count: int) -> Any:
    """So many returns of one unit each, accepted, each execution before its refund."""

    def given(shop: Simulator) -> Facts:
        facts = delivered(shop)
        returns = [asks_back(f"r{number}")(shop, facts).json["return_id"] for number in range(count)]
        shop.run_to_rest()
        for one in returns:
            accepts(one)
        events = [shop.runs_until(one, "RefundPayment", RETURN) for one in returns]
        return facts | {"returns": returns, "event": events[0]}

    return given


def requested(shop: Simulator) -> Facts:
    """Two returns of one unit each, their executions before their inspections."""
    facts = delivered(shop)
    returns = [asks_back(f"r{number}")(shop, facts).json["return_id"] for number in range(2)]
    shop.run_to_rest()
    return facts | {"returns": returns}


def says(number: int, **verdict: Any) -> Does:
    """An inspector accepts one of the returns; told that it was decided otherwise is an answer."""

    def does(shop: Simulator, facts: Facts) -> Outcome:
        try:
            accepts(facts["returns"][number], **verdict)
        except AlreadyInspected as other:
            return Outcome(error=type(other).__name__)
        return Outcome()

    return does


def one_verdict_stands(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    answers = sorted(heard(result) for result in results.values())
    return [] if answers == ["AlreadyInspected", "done"] else [f"they were told {answers}"]


def accepted_once(shop: Simulator, facts: Facts) -> list[str]:
    """Of the first return alone: its units are counted once, its money is set aside and given back once."""
    shop.run_to_rest()
    one = returns_store.load(facts["returns"][0])
    order, account = shop.order(facts["order"]), refunds_store.load(facts["order"])
    wrong = [] if one.stage is Stage.CLOSED else [f"the return is {one.stage}"]
    if order.accepted != one.accepted_lines:
        wrong.append(f"accepted are {order.accepted}, and of the return {one.accepted_lines}")
    back = sum(hold.refunded for hold in shop.holds(facts["order"]))
    if not back == account.refunding == one.refund.amount == PRICE:
        wrong.append(f"{back} given back, {account.refunding} recorded, {one.refund.amount} granted")
    return wrong


def refunded_once(shop: Simulator, facts: Facts) -> list[str]:
    shop.run_to_rest()
    (hold,) = shop.holds(facts["order"])
    refunds = list(provider.list_refunds(hold.hold_id))
    shown = [shop.return_status(one) for one in facts["returns"]]
    wrong = [f"{one} and not REFUNDED" for one in shown if one != "REFUNDED"]
    account = refunds_store.load(facts["order"])
    if sum(one.amount for one in refunds) != PRICE * len(facts["returns"]):
        wrong.append(f"given back in {len(refunds)} refunds: {sum(one.amount for one in refunds)}")
    return wrong + ([] if account.refunding == PRICE * len(facts["returns"]) else ["the account disagrees"])


def only_what_was_delivered(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    back = sum(sum(one.lines.values()) for one in returns_store.load_all())
    return [] if back in (1, 2) else [f"{back} of 2 units are on their way back"]


def one_return(shop: Simulator, facts: Facts) -> list[str]:
    runs = [name for machine, name in shop.machines.executions if machine == RETURN]
    units = shop.order(facts["order"]).returned
    return [] if len(runs) == 1 and units == {SKU: 1} else [f"{runs} were started for {units}"]


PAIRS = [
    Pair(
        "webhook || capture",
        packed,
        at_once({"webhook": hears, "execution": runs(FULFILMENT)}),
        {COMPLETED},
        answers={"webhook": {200}},
        losses={"execution": BOTH_WAYS},
    ),
    Pair(
        "capture || the customer cancels",
        packed,
        at_once({"execution": runs(FULFILMENT), "cancel": cancels}),
        {COMPLETED},
        answers={"cancel": {409}},
        losses={"cancel": BOTH_WAYS},
    ),
    Pair(
        "capture || the way back, void",
        packed,
        at_once(
            {"CompleteOrder": invokes("CompleteOrder"), "way back": runs(FULFILMENT)},
            lambda shop, facts: gives_up(shop, facts, FULFILMENT, "AbandonFulfilment", "uncaptured"),
        ),
        {FAILED, COMPLETED},
        answers={"CompleteOrder": {"done", "OrderClosing", "HoldLost"}},
        losses={"CompleteOrder": "dies", "way back": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "packed || timeout",
        offered,
        at_once({"packed": reports, "way back": runs(FULFILMENT)}, times_out(FULFILMENT)),
        {COMPLETED, LATE},
        then=reports_again,
        at_rest=decided_as_it_ended,
        losses={"packed": BOTH_WAYS, "way back": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "packed || cancelled",
        offered,
        at_once({"packed": reports, "cancel": cancels}),
        {COMPLETED, BY_CUSTOMER},
        told_the_truth,
        answers={"cancel": {202, 409}},
        then=reports_again,
        at_rest=decided_as_it_ended,
        losses={"packed": BOTH_WAYS, "cancel": BOTH_WAYS},
    ),
    Pair(
        "packed || the fence hangs before its transaction",
        offered,
        at_once(
            {
                "packed": reports,
                "AbandonFulfilment": invokes("AbandonFulfilment"),
                "way back": runs(FULFILMENT),
            },
            hangs,
        ),
        {COMPLETED, LATE},
        answers={"AbandonFulfilment": {"done", "OrderPacked", "OrderCompleted", "Contended"}},
        bound=3,
    ),
    Pair(
        "refund || refund, one return",
        accepted(1),
        at_once({"RefundPayment": invokes("RefundPayment"), "execution": runs_one(0, "returns", RETURN)}),
        {COMPLETED},
        at_rest=refunded_once,
        rest=Simulator.run_to_rest,
        losses={"RefundPayment": BOTH_WAYS, "execution": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "refund || refund, two returns of one order",
        accepted(2),
        at_once({"return 1": runs_one(0, "returns", RETURN), "return 2": runs_one(1, "returns", RETURN)}),
        {RETURNED},
        at_rest=refunded_once,
        rest=Simulator.run_to_rest,
        bound=3,
    ),
    Pair(
        "accept || accept, two returns of one order",
        requested,
        at_once({"accept 1": says(0), "accept 2": says(1)}),
        {RETURNED},
        at_rest=refunded_once,
        rest=Simulator.run_to_rest,
        bound=3,
    ),
    Pair(
        "accept || accept broken, one return",
        requested,
        at_once({"whole": says(0), "broken": says(0, off_shelf={SKU: 1})}),
        {COMPLETED},
        one_verdict_stands,
        answers={"whole": {"done", "AlreadyInspected"}, "broken": {"done", "AlreadyInspected"}},
        at_rest=accepted_once,
        rest=Simulator.run_to_rest,
        bound=3,
    ),
    Pair(
        "return || return, more than was delivered",
        delivered,
        at_once({"asks for two": asks_back("a", 2), "asks for one": asks_back("b")}),
        {COMPLETED},
        only_what_was_delivered,
        answers={"asks for two": {201, 409, 422}, "asks for one": {201, 409, 422}},
    ),
    Pair(
        "return || return, one request",
        delivered,
        at_once({"asks 1": asks_back("a"), "asks 2": asks_back("a")}),
        {COMPLETED},
        answers={"asks 1": {201}, "asks 2": {201}},
        then=asks_back("a"),
        at_rest=one_return,
        rest=Simulator.run_to_rest,
        losses={"asks 1": BOTH_WAYS},
    ),
]
