"""Pairs that meet around the money: the charge, the void, the customer's bank and the provider's messages."""

from typing import Any

from functions.payment import store as payments
from functions.payment.errors import ProviderRefused
from functions.payment.payment import State
from functions.payment.provider import provider
from tests.interleavings.checkout_pairs import (
    BOTH_WAYS,
    BY_CUSTOMER,
    CONFIRMED,
    DECLINED,
    FAILED,
    before,
    ghost,
)
from tests.interleavings.pair import Facts, Pair, Results, Work
from tests.stage.stage import Stage
from tests.world.world import VISA

ASKING = "pm_card_authenticationRequired"
DECLINING = "pm_card_visa_chargeDeclined"
CAPTURABLE = "payment_intent.amount_capturable_updated"


def event_of(stage: Stage, order_id: str, event_type: str) -> Any:
    return next(one for one in stage.events_of(order_id) if one["type"] == event_type)


def answered_bank(outcome: str, event_type: str) -> Any:
    """An order whose execution stands before its wait for the customer, who has answered the bank already."""

    def given(stage: Stage) -> Facts:
        facts: Facts = before("AwaitCustomerAction", method=ASKING)(stage)
        stage.customer_answers(facts["order"], outcome)
        return facts | {"told": event_of(stage, facts["order"], event_type)}

    return given


def hook_and_execution(stage: Stage, facts: Facts) -> dict[str, Work]:
    return {
        "webhook": lambda: stage.delivers_event(facts["told"]),
        "execution": lambda: stage.runs(facts["order"]),
    }


def nobody_waits(stage: Stage, facts: Facts, _: Results) -> list[str]:
    """Whoever of the two came last has answered the token."""
    one = stage.execution(facts["order"])
    return ["the execution waits for an answer that was given"] if one.waits else []


def recorded(stage: Stage, facts: Facts) -> list[str]:
    """Of a confirmed order it is recorded that its money is held: the capture believes the record."""
    payment = payments.load(facts["order"])
    state = payment.state if payment else None
    confirmed = stage.outcome(facts["order"]) == CONFIRMED
    return [f"confirmed, and its payment is {state}"] if confirmed and state is not State.AUTHORIZED else []


def delivers_again(stage: Stage, facts: Facts) -> None:
    """The provider goes on delivering until somebody says that it was heard."""
    stage.time_passes(120)
    assert stage.delivers_event(facts["told"]).status == 200


def everything_is_told(stage: Stage, facts: Facts) -> None:
    """Every event of the order, as late as can be."""
    stage.run_to_rest()
    for event in stage.events_of(facts["order"]):
        assert stage.delivers_event(event).status == 200, event["type"]


def waits_for_the_bank(stage: Stage) -> Facts:
    """An order that waits for its customer, who answers the bank at last; the webhook is on its way. And the
    customer, or their patience, gives the order up."""
    stage.sells()
    order_id = stage.places_order(ASKING)
    stage.run_to_rest()
    stage.customer_answers(order_id)
    return {"order": order_id, "told": event_of(stage, order_id, CAPTURABLE)}


def hook_and_cancelling(stage: Stage, facts: Facts) -> dict[str, Work]:
    def gives_the_order_up() -> Any:
        answer = stage.cancels(facts["order"])
        stage.runs(facts["order"])
        return answer

    return {"webhook": lambda: stage.delivers_event(facts["told"]), "cancel, way back": gives_the_order_up}


def hook_and_timeout(stage: Stage, facts: Facts) -> dict[str, Work]:
    stage.machines.time_out("Checkout", facts["order"])
    return hook_and_execution(stage, facts)


def declined(stage: Stage) -> Facts:
    """Its card was declined; the customer still has the client secret."""
    facts: Facts = before("AbandonOrder", method=DECLINING)(stage)
    (hold,) = stage.holds(facts["order"])
    return facts | {"hold": hold.hold_id}


def confirms_by_secret(stage: Stage, facts: Facts) -> dict[str, Work]:
    def confirm() -> Any:
        try:
            return provider.confirm_hold(facts["hold"], VISA, "the customer's own")
        except ProviderRefused:
            return "refused"

    return {"client": confirm, "way back": lambda: stage.runs(facts["order"])}


def authorizing_twice(stage: Stage, facts: Facts) -> dict[str, Work]:
    """An invocation that its machine takes for dead, its record of idempotency run out, and the next try."""
    return {
        "AuthorizePayment": lambda: stage.invoke("AuthorizePayment", facts["event"]),
        "execution": lambda: stage.runs(facts["order"]),
    }


def charged_once(stage: Stage, facts: Facts) -> list[str]:
    charges = [one for one in stage.holds(facts["order"]) if one.holds or one.keeps]
    return [] if len(charges) == 1 else [f"{len(charges)} charges of one order"]


def hook_and_authorize(stage: Stage) -> Facts:
    """The webhook's news come while the step that confirms has not recorded them: it died once before."""
    stage.sells()
    order_id = stage.places_order()
    event = stage.runs_until(order_id, "AuthorizePayment")
    stage.provider.fault("confirm", "error_500")
    assert stage.invoke("AuthorizePayment", event).error == "KeyRejected"
    (hold,) = stage.holds(order_id)
    payment = payments.load(order_id)
    assert payment is not None
    assert payment.state is State.CONFIRMING
    told = {"id": "evt_early", "type": CAPTURABLE, "data": {"object": {"id": hold.hold_id}}}
    return {"order": order_id, "event": event, "told": told}


PAIRS = [
    Pair(
        "authorize || void",
        before("AuthorizePayment"),
        ghost("AuthorizePayment"),
        {
            "AuthorizePayment": {"done", "OrderClosing"},
            "way back": {"done"},
        },
        {FAILED},
        then=everything_is_told,
        losses={"AuthorizePayment": BOTH_WAYS, "way back": "hears nothing"},
    ),
    Pair(
        "authorize, to be asked || void",
        before("AuthorizePayment", method=ASKING),
        ghost("AuthorizePayment"),
        {
            "AuthorizePayment": {"OrderClosing", "CustomerActionRequired"},
            "way back": {"done"},
        },
        {FAILED},
        then=everything_is_told,
    ),
    Pair(
        "authorize, declined || void",
        before("AuthorizePayment", method=DECLINING),
        ghost("AuthorizePayment"),
        {
            "AuthorizePayment": {"OrderClosing", "PaymentDeclined"},
            "way back": {"done"},
        },
        {FAILED},
        then=everything_is_told,
    ),
    Pair(
        "authorize || authorize",
        before("AuthorizePayment"),
        authorizing_twice,
        {"AuthorizePayment": {"done", "PaymentInProgress", "ProviderUnavailable"}, "execution": {"done"}},
        {CONFIRMED},
        at_rest=charged_once,
        losses={"AuthorizePayment": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "webhook || authorize",
        hook_and_authorize,
        hook_and_execution,
        {"webhook": {200, 503}, "execution": {"done"}},
        {CONFIRMED},
        then=delivers_again,
        at_rest=charged_once,
    ),
    Pair(
        "webhook || await customer action, approved",
        answered_bank("success", CAPTURABLE),
        hook_and_execution,
        {"webhook": {200}, "execution": {"done"}},
        {CONFIRMED},
        nobody_waits,
        at_rest=recorded,
        losses={"webhook": BOTH_WAYS, "execution": BOTH_WAYS},
    ),
    Pair(
        "webhook || await customer action, refused",
        answered_bank("failure", "payment_intent.payment_failed"),
        hook_and_execution,
        {"webhook": {200}, "execution": {"done"}},
        {DECLINED},
        nobody_waits,
        then=delivers_again,
    ),
    Pair(
        "webhook || webhook, the same event",
        answered_bank("success", CAPTURABLE),
        lambda stage, facts: {
            "webhook 1": lambda: stage.delivers_event(facts["told"]),
            "webhook 2": lambda: stage.delivers_event(facts["told"]),
            "execution": lambda: stage.runs(facts["order"]),
        },
        {"webhook 1": {200}, "webhook 2": {200}, "execution": {"done"}},
        {CONFIRMED},
        nobody_waits,
        bound=3,
    ),
    Pair(
        "webhook || the customer cancels, void",
        waits_for_the_bank,
        hook_and_cancelling,
        {"webhook": {200, 503}, "cancel, way back": {202, 200}},
        {CONFIRMED, BY_CUSTOMER},
        then=everything_is_told,
    ),
    Pair(
        "webhook || patience ends, void",
        waits_for_the_bank,
        hook_and_timeout,
        {"webhook": {200, 503}, "execution": {"done"}},
        {CONFIRMED},
        then=everything_is_told,
    ),
    Pair(
        "client-side confirm || void",
        declined,
        confirms_by_secret,
        {"client": {"done"}, "way back": {"done"}},
        {DECLINED},
        then=everything_is_told,
        losses={"way back": BOTH_WAYS},
    ),
]
