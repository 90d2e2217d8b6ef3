"""Payment rules: the states of an order's payment, and what a provider's intent means for it.

What follows when somebody looks at the intent after the provider said that it changed, or after a customer
was waited for in vain. Columns are what the intent *is* when it is read, never what an event said it was:

    recorded          held or paid   requires_action   declined     canceled     anything else
    CONFIRMING        record         record            record       record       -
    ACTION_REQUIRED   record         -                 record       record       -
    AUTHORIZED        answer         -                 -            -            -
    CAPTURING         answer         -                 -            -            -
    CAPTURED          answer         -                 -            -            -
    DECLINED          undo           answer            answer       answer       answer
    VOIDED            undo           undo              undo         answer       undo
    another intent    undo           undo              undo         -            undo
    none              -              -                 -            -            -

*record*: the record follows the intent, on condition that it stands as it was seen, then as *answer*.
*answer*: whoever waits for the payment is told how it stands, again and again until that arrived.
*undo*: cancel the hold or give the money back, at once: this payment's order will never be confirmed with it.
A void closes what it has undone, so an intent that is alive under VOIDED was confirmed behind everybody's
back; but for captured money that an operator stated to have been given back outside the provider, which is
settled. Under DECLINED the void is still to come and will cancel what can be confirmed again; only money does
not wait for it. An AUTHORIZED payment whose hold is gone is found out by the capture. "None" are intents of
others, which use the same account; "another" is the tombstone of a void, too, which has no intent. Refunded
in full is as canceled.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.payment.errors import ProviderUnavailable
from functions.shared.money import Money


class State(StrEnum):
    CONFIRMING = "CONFIRMING"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    AUTHORIZED = "AUTHORIZED"
    DECLINED = "DECLINED"
    CAPTURING = "CAPTURING"
    """How much is to be captured is recorded: it may or may not have been captured."""
    CAPTURED = "CAPTURED"
    VOIDED = "VOIDED"
    """Undone, or a tombstone: nothing was ever begun and nothing may begin any more."""


OPEN = {State.CONFIRMING, State.ACTION_REQUIRED}
PAID = {State.AUTHORIZED, State.CAPTURING, State.CAPTURED}
"""The customer did all that was asked: the money is held or taken."""


VOID = "void"
"""Among refunds, the one that gives back everything because the order was cancelled."""


class Effect(StrEnum):
    """What is to be done about an intent; the table is at the top."""

    NOTHING = "nothing"
    RECORD = "record"
    ANSWER = "answer"
    UNDO = "undo"


EVENTS = (
    "payment_intent.amount_capturable_updated",
    "payment_intent.canceled",
    "payment_intent.payment_failed",
    "payment_intent.requires_action",
    "payment_intent.succeeded",
)
"""The provider's events that may concern an order (https://docs.stripe.com/api/events/types)."""


@dataclass(frozen=True)
class Intent:
    """The provider's view of a payment (Stripe's PaymentIntent), in its own status words.

    `declined` tells an intent that was tried and refused from one that was never confirmed: both stand in
    `requires_payment_method`. `was_held` tells whether the money was ever set aside. Amounts in minor units;
    `refunded` counts what was captured and given back, not what a partial capture let go. `capture_before`
    (RFC 3339) is when a hold ends by itself, if the provider says so.
    """

    intent_id: str
    order_id: str
    status: str
    amount: Money
    captured: int
    refunded: int
    declined: bool
    was_held: bool
    client_secret: str
    action_url: str | None
    capture_before: str | None = None

    @property
    def holds(self) -> int:
        """What is still held on the card, not yet captured."""
        return self.amount.amount if self.status == "requires_capture" else 0

    @property
    def keeps(self) -> int:
        """What was captured and not given back."""
        return self.captured - self.refunded if self.status == "succeeded" else 0

    @property
    def over(self) -> bool:
        """Nothing can come of it any more."""
        return self.status == "canceled" or (self.status == "succeeded" and self.keeps <= 0)


@dataclass(frozen=True)
class Payment:
    """What is recorded of an order's payment; amounts in minor units. `attempt` numbers the tries to confirm
    its intent, `capture_attempt` those to capture `to_capture` of it, `void_attempt` those to give back what
    was captured. `void_asked` (RFC 3339): when the provider was asked to give it back, None once it has said
    that it does not. `task_tokens` answer the execution that waits for the customer.
    `closing`: its order is being given up, whatever the bank says. `outside`: what an operator stated to have
    been given back by other ways than the provider, by return, or for the whole order by VOID."""

    order_id: str
    state: State
    intent_id: str | None
    attempt: int
    next_action: dict[str, Any] | None = field(default=None, repr=False)
    amount: int = 0
    capture_before: str | None = None
    to_capture: int = 0
    capture_attempt: int = 0
    captured: int = 0
    void_attempt: int = 0
    void_asked: str | None = None
    closing: bool = False
    task_tokens: tuple[str, ...] = field(default=(), repr=False)
    outside: dict[str, int] = field(default_factory=dict)

    def given_back_outside(self, intent: Intent) -> bool:
        """Whether all that the provider keeps of this intent is with the customer again all the same."""
        recorded = intent.intent_id == self.intent_id and intent.status == "succeeded"
        return recorded and self.outside.get(VOID) == intent.keeps


def settled_state(intent: Intent) -> State | None:
    """The state that an intent has come to, or None if it waits to be confirmed (again)."""
    match intent.status:
        case "requires_capture" | "succeeded":
            return State.AUTHORIZED
        case "requires_action":
            return State.ACTION_REQUIRED
        case "canceled":
            return State.VOIDED
        case "requires_payment_method" if intent.declined:
            return State.DECLINED
        case "requires_payment_method" | "requires_confirmation":
            return None
    raise ProviderUnavailable(f"intent {intent.intent_id} is {intent.status}: not decided yet")


def effect(payment: Payment, intent: Intent) -> Effect:
    """What follows from the intent as it was just read. Raises ProviderUnavailable while it is undecided."""
    if payment.intent_id != intent.intent_id:
        return Effect.NOTHING if intent.over else Effect.UNDO
    match payment.state:
        case State.CONFIRMING | State.ACTION_REQUIRED:
            return Effect.RECORD if settled_state(intent) not in (None, payment.state) else Effect.NOTHING
        case State.AUTHORIZED:
            return Effect.ANSWER if intent.holds or intent.keeps else Effect.NOTHING
        case State.DECLINED:
            return Effect.UNDO if intent.holds or intent.keeps else Effect.ANSWER
        case State.VOIDED:
            settled = intent.over or payment.given_back_outside(intent)
            return Effect.ANSWER if settled else Effect.UNDO
    return Effect.NOTHING


def next_action(intent: Intent) -> dict[str, Any]:
    """What the customer's browser needs to answer the bank: kept with the payment, shown to its owner."""
    return {"type": "authenticate", "url": intent.action_url, "client_secret": intent.client_secret}
