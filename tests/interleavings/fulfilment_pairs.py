"""Pairs that meet between a confirmed order and its end: the parcel, the customer who cancels, the capture,
and what comes back."""

from dataclasses import replace
from typing import Any

from functions.fulfilment import store as fulfilments
from functions.fulfilment.fulfilment import PackingOutcome
from functions.payment import refunds_store
from functions.payment.provider import provider
from functions.returns import store as returns_store
from functions.returns.inspect_return import inspect_return
from functions.returns.returns import InspectionResult
from harness.moto.world import PRICE
from harness.records import FULFILMENT, RETURN, SKU
from harness.simulator.settle import comes_to_rest
from harness.simulator.simulator import Simulator
from tests.interleavings.checkout_pairs import BOTH_WAYS, BY_CUSTOMER, FAILED
from tests.interleavings.pair import Facts, Pair, Results, Work, heard
from tests.interleavings.payment_pairs import CAPTURABLE, event_of

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
    event = shop.runs_until(facts["order"], "CapturePayment", FULFILMENT)
    return facts | {"event": event, "told": event_of(shop, facts["order"], CAPTURABLE)}


def gives_up_capturing(shop: Simulator, facts: Facts) -> None:
    one = shop.execution(facts["order"], FULFILMENT)
    given = one.given | {"uncaptured": {"Error": "Sandbox.Timedout", "Cause": ""}}
    shop.machines.executions[FULFILMENT, one.name] = replace(
        one, state="AbandonFulfilment", given=given, tries={}
    )


def fulfilment(shop: Simulator, facts: Facts) -> Any:
    return lambda: shop.runs(facts["order"], FULFILMENT)


def packing_and_timeout(shop: Simulator, facts: Facts) -> dict[str, Work]:
    shop.machines.time_out(FULFILMENT, facts["order"])
    return {
        "packed": lambda: shop.report(facts["work"]),
        "way back": fulfilment(shop, facts),
    }


def packing_and_hanging(shop: Simulator, facts: Facts) -> dict[str, Work]:
    """The fence itself hung before its transaction, and was tried again."""
    shop.machines.time_out(FULFILMENT, facts["order"])
    event = shop.execution(facts["order"], FULFILMENT).given
    return {
        "packed": lambda: shop.report(facts["work"]),
        "AbandonFulfilment": lambda: shop.invoke("AbandonFulfilment", event),
        "way back": fulfilment(shop, facts),
    }


def packing_and_cancelling(shop: Simulator, facts: Facts) -> dict[str, Work]:
    return {
        "packed": lambda: shop.report(facts["work"]),
        "cancel": lambda: shop.cancels(facts["order"]),
    }


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


def asks_back(shop: Simulator, facts: Facts, key: str, units: int = 1) -> Any:
    return shop.asks_back(shop.order(facts["order"]), {SKU: units}, key)


def accepted(count: int) -> Any:
    """So many returns of one unit each, accepted, each execution before its refund."""

    def given(shop: Simulator) -> Facts:
        facts = delivered(shop)
        returns = [asks_back(shop, facts, f"r{number}").json["return_id"] for number in range(count)]
        shop.run_to_rest()
        for one in returns:
            inspect_return(one, InspectionResult.ACCEPTED, "test", None)
        events = [shop.runs_until(one, "RefundPayment", RETURN) for one in returns]
        return facts | {"returns": returns, "events": events}

    return given


def refund_and_ghost(shop: Simulator, facts: Facts) -> dict[str, Work]:
    return {
        "RefundPayment": lambda: shop.invoke("RefundPayment", facts["events"][0]),
        "execution": lambda: shop.runs(facts["returns"][0], RETURN),
    }


def two_refunds(shop: Simulator, facts: Facts) -> dict[str, Work]:
    return {
        f"return {number}": lambda name=name: shop.runs(name, RETURN)
        for number, name in enumerate(facts["returns"], 1)
    }


def refunded_once(shop: Simulator, facts: Facts) -> list[str]:
    shop.run_to_rest()
    (hold,) = shop.holds(facts["order"])
    refunds = list(provider.list_refunds(hold.hold_id))
    wrong = [
        f"{returns_store.load(one).shown} and not REFUNDED"
        for one in facts["returns"]
        if returns_store.load(one).shown != "REFUNDED"
    ]
    account = refunds_store.load(facts["order"])
    if sum(one.amount for one in refunds) != PRICE * len(facts["returns"]):
        wrong.append(f"given back in {len(refunds)} refunds: {sum(one.amount for one in refunds)}")
    return wrong + ([] if account.refunding == PRICE * len(facts["returns"]) else ["the account disagrees"])


def two_requests(shop: Simulator, facts: Facts) -> dict[str, Work]:
    return {
        "asks for two": lambda: asks_back(shop, facts, "a", 2),
        "asks for one": lambda: asks_back(shop, facts, "b", 1),
    }


def only_what_was_delivered(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    back = sum(sum(one.lines.values()) for one in returns_store.load_all())
    return [] if back in (1, 2) else [f"{back} of 2 units are on their way back"]


def one_return(shop: Simulator, facts: Facts) -> list[str]:
    runs = [name for machine, name in shop.machines.executions if machine == RETURN]
    units = shop.order(facts["order"]).returned
    return [] if len(runs) == 1 and units == {SKU: 1} else [f"{runs} were started for {units}"]


def returns_stay(shop: Simulator) -> None:
    shop.run_to_rest()


PAIRS = [
    Pair(
        "webhook || capture",
        packed,
        lambda shop, facts: {
            "webhook": lambda: shop.delivers_event(facts["told"]),
            "execution": fulfilment(shop, facts),
        },
        {"webhook": {200}},
        {COMPLETED},
        losses={"execution": BOTH_WAYS},
    ),
    Pair(
        "capture || the customer cancels",
        packed,
        lambda shop, facts: {
            "execution": fulfilment(shop, facts),
            "cancel": lambda: shop.cancels(facts["order"]),
        },
        {"cancel": {409}},
        {COMPLETED},
        losses={"cancel": BOTH_WAYS},
    ),
    Pair(
        "capture || the way back, void",
        packed,
        lambda shop, facts: (
            gives_up_capturing(shop, facts)
            or {
                "CapturePayment": lambda: shop.invoke("CapturePayment", facts["event"]),
                "way back": fulfilment(shop, facts),
            }
        ),
        {"CapturePayment": {"done", "OrderClosing", "HoldLost"}},
        {FAILED},
        losses={"CapturePayment": "dies", "way back": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "packed || timeout",
        offered,
        packing_and_timeout,
        {},
        {COMPLETED, LATE},
        then=reports_again,
        at_rest=decided_as_it_ended,
        losses={"packed": BOTH_WAYS, "way back": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "packed || cancelled",
        offered,
        packing_and_cancelling,
        {"cancel": {202, 409}},
        {COMPLETED, BY_CUSTOMER},
        told_the_truth,
        then=reports_again,
        at_rest=decided_as_it_ended,
        losses={"packed": BOTH_WAYS, "cancel": BOTH_WAYS},
    ),
    Pair(
        "packed || the fence hangs before its transaction",
        offered,
        packing_and_hanging,
        {"AbandonFulfilment": {"done", "OrderPacked", "OrderCompleted", "Contended"}},
        {COMPLETED, LATE},
        bound=3,
    ),
    Pair(
        "refund || refund, one return",
        accepted(1),
        refund_and_ghost,
        {},
        {COMPLETED},
        at_rest=refunded_once,
        rest=returns_stay,
        losses={"RefundPayment": BOTH_WAYS, "execution": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "refund || refund, two returns of one order",
        accepted(2),
        two_refunds,
        {},
        {RETURNED},
        at_rest=refunded_once,
        rest=returns_stay,
        bound=3,
    ),
    Pair(
        "return || return, more than was delivered",
        delivered,
        two_requests,
        {"asks for two": {201, 409, 422}, "asks for one": {201, 409, 422}},
        {COMPLETED},
        only_what_was_delivered,
        rest=comes_to_rest,
    ),
    Pair(
        "return || return, one request",
        delivered,
        lambda shop, facts: {f"asks {number}": lambda: asks_back(shop, facts, "a") for number in (1, 2)},
        {"asks 1": {201}, "asks 2": {201}},
        {COMPLETED},
        then=lambda shop, facts: asks_back(shop, facts, "a"),
        at_rest=one_return,
        rest=returns_stay,
        losses={"asks 1": BOTH_WAYS},
    ),
]
