"""Pairs that meet between a confirmed order and its end: the parcel, the customer who cancels, the capture,
and what comes back."""

from dataclasses import replace
from typing import Any

from functions.fulfilment import store as fulfilments
from functions.fulfilment.fulfilment import Decision
from functions.payment import refunds_store
from functions.payment.provider import provider
from functions.returns import store as returns_store
from functions.returns.decide_return import decide_return
from functions.returns.returns import Verdict
from tests.interleavings.checkout_pairs import BOTH_WAYS, BY_CUSTOMER, FAILED
from tests.interleavings.pair import Facts, Pair, Results, Work, heard
from tests.interleavings.payment_pairs import CAPTURABLE, event_of
from tests.stage.rest import comes_to_rest
from tests.stage.stage import FULFILMENT, RETURN, SKU, Stage
from tests.world.world import PRICE

COMPLETED = ("COMPLETED", None)
RETURNED = ("RETURNED", None)
LATE = ("CANCELLED", "not-packed-in-time")


def offered(stage: Stage, quantity: int = 1) -> Facts:
    """A paid order that was offered to the warehouse, whose execution waits for it to be packed."""
    stage.sells()
    order_id = stage.places_order(quantity=quantity)
    stage.run_to_rest()
    stage.relays()
    stage.run_to_rest()
    (work,) = stage.offers()
    return {"order": order_id, "work": work}


def packed(stage: Stage) -> Facts:
    """The same, packed; its execution stands before the capture."""
    facts = offered(stage)
    assert stage.reports(facts["work"]).error is None
    event = stage.runs_until(facts["order"], "CapturePayment", FULFILMENT)
    return facts | {"event": event, "told": event_of(stage, facts["order"], CAPTURABLE)}


def gives_up_capturing(stage: Stage, facts: Facts) -> None:
    one = stage.execution(facts["order"], FULFILMENT)
    given = one.given | {"uncaptured": {"Error": "Sandbox.Timedout", "Cause": ""}}
    stage.machines.executions[FULFILMENT, one.name] = replace(
        one, state="AbandonFulfilment", given=given, tries={}
    )


def fulfilment(stage: Stage, facts: Facts) -> Any:
    return lambda: stage.runs(facts["order"], FULFILMENT)


def packing_and_timeout(stage: Stage, facts: Facts) -> dict[str, Work]:
    stage.machines.time_out(FULFILMENT, facts["order"])
    return {
        "packed": lambda: stage.reports(facts["work"]),
        "way back": fulfilment(stage, facts),
    }


def packing_and_hanging(stage: Stage, facts: Facts) -> dict[str, Work]:
    """The fence itself hung before its transaction, and was tried again."""
    stage.machines.time_out(FULFILMENT, facts["order"])
    event = stage.execution(facts["order"], FULFILMENT).given
    return {
        "packed": lambda: stage.reports(facts["work"]),
        "AbandonFulfilment": lambda: stage.invoke("AbandonFulfilment", event),
        "way back": fulfilment(stage, facts),
    }


def packing_and_cancelling(stage: Stage, facts: Facts) -> dict[str, Work]:
    return {
        "packed": lambda: stage.reports(facts["work"]),
        "cancel": lambda: stage.cancels(facts["order"]),
    }


def told_the_truth(stage: Stage, facts: Facts, results: Results) -> list[str]:
    """A customer who was told that it is cancelled is not sent the parcel, and the other way round."""
    stage.run_to_rest()
    cancelled = heard(results["cancel"]) in (200, 202)
    expected = "CANCELLED" if cancelled else "COMPLETED"
    status = stage.outcome(facts["order"])[0]
    return [] if status == expected else [f"told {heard(results['cancel'])}, and the order is {status}"]


def decided_as_it_ended(stage: Stage, facts: Facts) -> list[str]:
    """What was packed was handed over, and nothing else was."""
    decision = fulfilments.load(facts["order"]).decision
    status = stage.outcome(facts["order"])[0]
    fits = (decision is Decision.PACKED) == (status == "COMPLETED")
    return [] if fits else [f"decided {decision}, and the order is {status}"]


def reports_again(stage: Stage, facts: Facts) -> None:
    """A warehouse whose message was not taken sends it again; too late, it must be taken all the same."""
    stage.run_to_rest()
    stage.reports(facts["work"])


def delivered(stage: Stage) -> Facts:
    facts = offered(stage, quantity=2)
    assert stage.reports(facts["work"]).error is None
    stage.run_to_rest()
    assert stage.outcome(facts["order"]) == COMPLETED
    return facts


def asks_back(stage: Stage, facts: Facts, key: str, units: int = 1) -> Any:
    body = {"reason": "cold", "lines": [{"line_id": SKU, "quantity": units}]}
    path = f"/orders/{facts['order']}/returns"
    owner = stage.order(facts["order"]).owner
    return stage.api("POST", path, body, owner=owner, headers={"Idempotency-Key": key})


def accepted(count: int) -> Any:
    """So many returns of one unit each, accepted, each execution before its refund."""

    def given(stage: Stage) -> Facts:
        facts = delivered(stage)
        returns = [asks_back(stage, facts, f"r{number}").json["return_id"] for number in range(count)]
        stage.run_to_rest()
        for one in returns:
            decide_return(one, Verdict.ACCEPTED, "test", None)
        events = [stage.runs_until(one, "RefundPayment", RETURN) for one in returns]
        return facts | {"returns": returns, "events": events}

    return given


def refund_and_ghost(stage: Stage, facts: Facts) -> dict[str, Work]:
    return {
        "RefundPayment": lambda: stage.invoke("RefundPayment", facts["events"][0]),
        "execution": lambda: stage.runs(facts["returns"][0], RETURN),
    }


def two_refunds(stage: Stage, facts: Facts) -> dict[str, Work]:
    return {
        f"return {number}": lambda name=name: stage.runs(name, RETURN)
        for number, name in enumerate(facts["returns"], 1)
    }


def refunded_once(stage: Stage, facts: Facts) -> list[str]:
    stage.run_to_rest()
    (hold,) = stage.holds(facts["order"])
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


def two_requests(stage: Stage, facts: Facts) -> dict[str, Work]:
    return {
        "asks for two": lambda: asks_back(stage, facts, "a", 2),
        "asks for one": lambda: asks_back(stage, facts, "b", 1),
    }


def only_what_was_delivered(stage: Stage, facts: Facts, results: Results) -> list[str]:
    back = sum(sum(one.lines.values()) for one in returns_store.load_all())
    return [] if back in (1, 2) else [f"{back} of 2 units are on their way back"]


def returns_stay(stage: Stage) -> None:
    stage.run_to_rest()


PAIRS = [
    Pair(
        "webhook || capture",
        packed,
        lambda stage, facts: {
            "webhook": lambda: stage.delivers_event(facts["told"]),
            "execution": fulfilment(stage, facts),
        },
        {"webhook": {200}, "execution": {"done"}},
        {COMPLETED},
        losses={"execution": BOTH_WAYS},
    ),
    Pair(
        "capture || the customer cancels",
        packed,
        lambda stage, facts: {
            "execution": fulfilment(stage, facts),
            "cancel": lambda: stage.cancels(facts["order"]),
        },
        {"execution": {"done"}, "cancel": {409}},
        {COMPLETED},
        losses={"cancel": BOTH_WAYS},
    ),
    Pair(
        "capture || the way back, void",
        packed,
        lambda stage, facts: (
            gives_up_capturing(stage, facts)
            or {
                "CapturePayment": lambda: stage.invoke("CapturePayment", facts["event"]),
                "way back": fulfilment(stage, facts),
            }
        ),
        {"CapturePayment": {"done", "OrderClosing", "HoldLost"}, "way back": {"done"}},
        {FAILED},
        losses={"CapturePayment": "dies", "way back": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "packed || timeout",
        offered,
        packing_and_timeout,
        {"packed": {"done"}, "way back": {"done"}},
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
        {"packed": {"done"}, "cancel": {202, 409}},
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
        {
            "packed": {"done"},
            "AbandonFulfilment": {"done", "OrderPacked", "OrderCompleted", "Contended"},
            "way back": {"done"},
        },
        {COMPLETED, LATE},
        bound=3,
    ),
    Pair(
        "refund || refund, one return",
        accepted(1),
        refund_and_ghost,
        {"RefundPayment": {"done"}, "execution": {"done"}},
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
        {"return 1": {"done"}, "return 2": {"done"}},
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
]
