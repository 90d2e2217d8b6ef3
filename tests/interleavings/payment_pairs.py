"""Pairs that meet around the money: the charge, the void, the customer's bank and the provider's messages."""

from typing import Any

from functions.payment import store as payments
from functions.payment.errors import ProviderRefused
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from functions.payment.provider import provider
from harness.api import Answer
from harness.customers import ASKING_CARD, CAPTURABLE, DECLINED_CARD, VISA
from harness.customers import FAILED as PAYMENT_FAILED
from harness.records import CHECKOUT
from harness.simulator.simulator import Simulator
from tests.interleavings.checkout_pairs import (
    BOTH_WAYS,
    BY_CUSTOMER,
    CONFIRMED,
    DECLINED,
    FAILED,
    before,
    ghost,
)
from tests.interleavings.pair import (
    Facts,
    Pair,
    Results,
    Works,
    at_once,
    hears,
    invokes,
    runs,
    times_out,
)

NEWS = {"success": CAPTURABLE, "failure": PAYMENT_FAILED}


def event_of(shop: Simulator, order_id: str, event_type: str) -> Any:
    return next(one for one in shop.events_of(order_id) if one["type"] == event_type)


def answered_bank(outcome: str, event_type: str) -> Any:
    """An order whose execution stands before its wait for the customer, who has answered the bank already."""

    def given(shop: Simulator) -> Facts:
        facts: Facts = before("AwaitCustomerAction", method=ASKING_CARD)(shop)
        shop.answers_bank(facts["order"], outcome)
        return facts | {"told": event_of(shop, facts["order"], event_type)}

    return given


HOOK_AND_EXECUTION = at_once({"webhook": hears, "execution": runs()})


def nobody_waits(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    """Whoever of the two came last has answered the token."""
    one = shop.execution(facts["order"])
    return ["the execution waits for an answer that was given"] if one.waits else []


def recorded(shop: Simulator, facts: Facts) -> list[str]:
    """Of a confirmed order it is recorded that its money is held: the capture believes the record."""
    payment = payments.load(facts["order"])
    state = payment.state if payment else None
    confirmed = shop.outcome(facts["order"]) == CONFIRMED
    return [f"confirmed, and its payment is {state}"] if confirmed and state is not State.AUTHORIZED else []


def delivers_again(shop: Simulator, facts: Facts) -> None:
    """The provider goes on delivering until somebody says that it was heard."""
    shop.time_passes(120)
    assert shop.delivers_event(facts["told"]).status == 200


def everything_is_told(shop: Simulator, facts: Facts) -> None:
    """Every event of the order, as late as can be."""
    shop.run_to_rest()
    for event in shop.events_of(facts["order"]):
        assert shop.delivers_event(event).status == 200, event["type"]


def waits_for_the_bank(shop: Simulator) -> Facts:
    """An order that waits for its customer, who answers the bank at last; the webhook is on its way. And the
    customer, or their patience, gives the order up."""
    shop.sells()
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    shop.answers_bank(order_id)
    return {"order": order_id, "told": event_of(shop, order_id, CAPTURABLE)}


def gives_the_order_up(shop: Simulator, facts: Facts) -> Answer:
    answer = shop.cancels(facts["order"])
    shop.runs(facts["order"])
    return answer


def declined(shop: Simulator) -> Facts:
    """Its card was declined; the customer still has the client secret."""
    facts: Facts = before("AbandonOrder", method=DECLINED_CARD)(shop)
    (hold,) = shop.holds(facts["order"])
    return facts | {"intent": hold.hold_id}


def confirms_by_secret(shop: Simulator, facts: Facts) -> Any:
    try:
        return provider.confirm_hold(facts["intent"], VISA, "the customer's own")
    except ProviderRefused:
        return "refused"


def charged_once(shop: Simulator, facts: Facts) -> list[str]:
    charges = [one for one in shop.holds(facts["order"]) if one.holds or one.keeps]
    return [] if len(charges) == 1 else [f"{len(charges)} charges of one order"]


def hook_and_authorize(shop: Simulator) -> Facts:
    """The webhook's news come while the step that confirms has not recorded them: it died once before."""
    shop.sells()
    order_id = shop.places_order()
    event = shop.runs_until(order_id, "AuthorizePayment")
    shop.provider.fault("confirm", "error_500")
    assert shop.invoke("AuthorizePayment", event).error == "KeyRejected"
    (hold,) = shop.holds(order_id)
    payment = payments.load(order_id)
    assert payment is not None
    assert payment.state is State.CONFIRMING
    told = {"id": "evt_early", "type": CAPTURABLE, "data": {"object": {"id": hold.hold_id}}}
    return {"order": order_id, "event": event, "told": told}


def quick_customer(outcome: str) -> Works:
    """Who answers the bank as soon as it asks, whatever of that is recorded yet; the provider tells of it."""

    def answers(shop: Simulator, facts: Facts) -> None:
        asked = [one for one in shop.holds(facts["order"]) if one.status == HoldStatus.ASKED]
        for hold in asked:
            facts["answered"] = True
            shop.provider.customer_answers_bank(hold.hold_id, outcome)
            assert shop.tells(hold, NEWS[outcome]).status in (200, 503)

    return at_once(
        {"execution": runs(), "customer": answers}, lambda shop, facts: facts.update(answered=False)
    )


def ends_as_answered(end: tuple[str, str | None]) -> Any:
    """A customer who was not asked in time, or was not heard, never answers: that is a payment declined."""

    def at_rest(shop: Simulator, facts: Facts) -> list[str]:
        found = shop.outcome(facts["order"])
        return [f"answered, and it ended {found}"] if facts["answered"] and found != end else []

    return at_rest


PAIRS = [
    Pair(
        "authorize || void",
        before("AuthorizePayment"),
        ghost("AuthorizePayment"),
        {FAILED},
        answers={"AuthorizePayment": {"done", "OrderClosing"}},
        then=everything_is_told,
        losses={"AuthorizePayment": BOTH_WAYS, "way back": "hears nothing"},
    ),
    *(
        Pair(
            f"authorize, {how} || void",
            before("AuthorizePayment", method=method),
            ghost("AuthorizePayment"),
            {FAILED},
            answers={"AuthorizePayment": {"OrderClosing", error}},
            then=everything_is_told,
        )
        for how, method, error in (
            ("to be asked", ASKING_CARD, "CustomerActionRequired"),
            ("declined", DECLINED_CARD, "PaymentDeclined"),
        )
    ),
    Pair(
        "authorize || authorize",  # the first is taken for dead, its record of idempotency has run out
        before("AuthorizePayment"),
        at_once({"AuthorizePayment": invokes("AuthorizePayment"), "execution": runs()}),
        {CONFIRMED},
        answers={"AuthorizePayment": {"done", "PaymentInProgress", "ProviderUnavailable"}},
        at_rest=charged_once,
        losses={"AuthorizePayment": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "webhook || authorize",
        hook_and_authorize,
        HOOK_AND_EXECUTION,
        {CONFIRMED},
        answers={"webhook": {200, 503}},
        then=delivers_again,
        at_rest=charged_once,
    ),
    *(
        Pair(
            f"authorize, to be asked || a customer who is quick, {outcome}",
            before("AuthorizePayment", method=ASKING_CARD),
            quick_customer(outcome),
            {CONFIRMED, DECLINED},
            then=everything_is_told,
            at_rest=ends_as_answered(end),
        )
        for outcome, end in (("success", CONFIRMED), ("failure", DECLINED))
    ),
    Pair(
        "webhook || await customer action, approved",
        answered_bank("success", CAPTURABLE),
        HOOK_AND_EXECUTION,
        {CONFIRMED},
        nobody_waits,
        answers={"webhook": {200}},
        at_rest=recorded,
        losses={"webhook": BOTH_WAYS, "execution": BOTH_WAYS},
    ),
    Pair(
        "webhook || await customer action, refused",
        answered_bank("failure", NEWS["failure"]),
        HOOK_AND_EXECUTION,
        {DECLINED},
        nobody_waits,
        answers={"webhook": {200}},
        then=delivers_again,
    ),
    Pair(
        "webhook || webhook, the same event",
        answered_bank("success", CAPTURABLE),
        at_once({"webhook 1": hears, "webhook 2": hears, "execution": runs()}),
        {CONFIRMED},
        nobody_waits,
        answers={"webhook 1": {200}, "webhook 2": {200}},
        bound=3,
    ),
    Pair(
        "webhook || the customer cancels, void",
        waits_for_the_bank,
        at_once({"webhook": hears, "cancel, way back": gives_the_order_up}),
        {CONFIRMED, BY_CUSTOMER},
        answers={"webhook": {200, 503}, "cancel, way back": {202, 200}},
        then=everything_is_told,
    ),
    Pair(
        "webhook || patience ends, void",
        waits_for_the_bank,
        at_once({"webhook": hears, "execution": runs()}, times_out(CHECKOUT)),
        {CONFIRMED},
        answers={"webhook": {200, 503}},
        then=everything_is_told,
    ),
    Pair(
        "client-side confirm || void",
        declined,
        at_once({"client": confirms_by_secret, "way back": runs()}),
        {DECLINED},
        then=everything_is_told,
        losses={"way back": BOTH_WAYS},
    ),
]
