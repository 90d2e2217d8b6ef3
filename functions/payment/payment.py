"""Payment rules: the states of an order's payment, and what a hold at the provider means for it.

What follows when somebody looks at the hold after the provider said that it changed (follow_hold.py). After
a customer was waited for in vain, a look records AUTHORIZED and DECLINED alone: its step answers, what comes
next undoes (check_payment.py). Columns are what the hold *is* when it is read, never what an event said:

    recorded          held or taken   asked    declined   gone     open     undecided
    CONFIRMING        record          record   record     record   -        later
    ACTION_REQUIRED   record          -        record     record   -        later
    AUTHORIZED        answer          -        -          -        -        -
    CAPTURING         answer          -        -          -        -        -
    CAPTURED          answer          -        -          -        -        -
    RELEASED          undo            undo     undo       -        undo     undo
    NOT_NEEDED        undo            undo     undo       -        undo     undo
    DECLINED          undo            answer   answer     answer   answer   answer
    VOIDED            undo            undo     undo       answer   undo     undo
    another hold      undo            undo     undo       -        undo     undo
    no hold           undo            undo     undo       -        undo     undo
    nothing           -               -        -          -        -        -

*record*: the record follows the hold, on condition that it stands as it was seen, then as *answer*.
*answer*: whoever waits for the payment is told how it stands, again and again until that arrived: a lost
answer is given again however far the money has got meanwhile.
*undo*: cancel the hold or give the money back, at once: this payment's order will never be confirmed with it.
*later*: nothing is known yet, so whoever brought the news is to come again.

A void closes what it has undone, so a hold that is alive under VOIDED was confirmed behind everybody's back;
but for captured money that an operator stated to have been given back outside the provider, which is settled.
Under DECLINED the void is still to come and will cancel what can be confirmed again; only money does not wait
for it. An AUTHORIZED payment whose hold is gone is found out by the capture. "No hold" is the tombstone of a
void; "nothing" are holds of others, which use the same account. Taken and given back in full is as gone.

So what is recorded may say before anybody looks that nothing can follow (`foreseen`): an order whose money is
held or taken, and for which nobody waits, has nothing to do about its own hold but for refunds; nor has one
that is over about a hold which is gone for good.

Who pays nothing has no hold (NOT_NEEDED): one that names the order all the same is nobody's. A hold of which
nothing was to be taken was let go (RELEASED), and its order stands.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.payment.decline import Decline
from functions.payment.disputes import Dispute
from functions.payment.errors import ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus


class State(StrEnum):
    CONFIRMING = "CONFIRMING"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    AUTHORIZED = "AUTHORIZED"
    DECLINED = "DECLINED"
    CAPTURING = "CAPTURING"
    """How much is to be captured is recorded: it may or may not have been captured; of 0, let go."""
    CAPTURED = "CAPTURED"
    RELEASED = "RELEASED"
    """Nothing was to be captured: what was held is let go, and the order is completed all the same."""
    NOT_NEEDED = "NOT_NEEDED"
    """The order costs nothing: no card was asked for, and there is no hold."""
    VOIDED = "VOIDED"
    """Undone, or a tombstone: nothing was ever begun and nothing may begin any more."""


OPEN = {State.CONFIRMING, State.ACTION_REQUIRED}
PAID = {State.AUTHORIZED, State.CAPTURING, State.CAPTURED}
"""The customer did all that was asked: the money is held or taken."""
SETTLED = frozenset({State.CAPTURED, State.RELEASED, State.NOT_NEEDED})
"""What was packed is paid for, as far as there was anything to pay."""
SECURED = PAID | SETTLED
"""The order may go on."""

VOID = "void"
"""Among refunds, the one that gives back everything because the order was cancelled."""


class Effect(StrEnum):
    """What is to be done about a hold; the table is at the top."""

    NOTHING = "nothing"
    RECORD = "record"
    ANSWER = "answer"
    UNDO = "undo"


@dataclass(frozen=True)
class Payment:
    """What is recorded of an order's payment; amounts in minor units. `attempt` numbers the tries to confirm
    its hold, `capture_attempt` those to capture `to_capture` of it (or to let it go, for 0), `void_attempt`
    those to give back what was captured. `forgone` is what was packed and is not charged, since it is less
    than the provider takes. `credited` is what of the completed order credit paid. `void_asked` (RFC 3339):
    when the provider was asked to give it back, None once it has said that it does not. `task_tokens` answer
    the execution that waits for the customer. `closing`: its order is being given up, whatever the bank says.
    `decline`: why the last try was declined, where that is recorded. `outside`: what an operator stated to
    have been given back by other ways than the provider, by return, or for the whole order by VOID.
    `by_hand`: all that is recorded as given back by hand at the provider; `assigned`: what of it is a
    return's refund, by return. `claims`: what returns, and refunds of an amount, give back to the card, by
    their ids; `to_credit`: what they give back as credit, and whether they have. `disputes`: those that are
    recorded, by their ids there."""

    order_id: str
    state: State
    hold_id: str | None
    attempt: int
    next_action: dict[str, Any] | None = field(default=None, repr=False)
    amount: int = 0
    capture_before: str | None = None
    to_capture: int = 0
    capture_attempt: int = 0
    captured: int = 0
    forgone: int = 0
    credited: int = 0
    void_attempt: int = 0
    void_asked: str | None = None
    closing: bool = False
    decline: Decline | None = None
    task_tokens: tuple[str, ...] = field(default=(), repr=False)
    outside: dict[str, int] = field(default_factory=dict)
    by_hand: int = 0
    assigned: dict[str, int] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    to_credit: dict[str, tuple[int, bool]] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)

    @property
    def why_declined(self) -> Decline | None:
        """Why it came to nothing, as far as that lay with the card, the bank or the customer. A question of
        the bank's that still stands once it is over was answered by nobody."""
        asked_in_vain = self.state is State.VOIDED and self.next_action is not None
        return self.decline or (Decline.NOT_CONFIRMED if asked_in_vain else None)

    @property
    def lets_go(self) -> bool:
        """Whether the hold is let go, or about to be, since nothing of it is to be taken."""
        begun = self.state is State.CAPTURING and self.to_capture == 0
        return begun or self.state is State.RELEASED

    def given_back_outside(self, hold: Hold) -> bool:
        """Whether all that the provider keeps of this hold is with the customer again all the same."""
        recorded = hold.hold_id == self.hold_id and hold.status is HoldStatus.TAKEN
        return recorded and self.outside.get(VOID) == hold.keeps


def foreseen(payment: Payment, hold_id: str, *, gone: bool) -> bool:
    """Whether nothing can follow from a look at this hold, whatever it shows; `gone` if it is known that it
    can only show a hold that is gone. Of what was given back this says nothing."""
    over = gone and payment.state in (State.VOIDED, State.RELEASED)
    own = payment.hold_id == hold_id and not payment.task_tokens
    return own and (payment.state in PAID or over)


def settled_state(hold: Hold) -> State | None:
    """The state that a hold has come to, or None if it waits to be confirmed (again). Raises
    ProviderUnavailable while it is undecided."""
    if hold.over:
        return State.VOIDED
    match hold.status:
        case HoldStatus.HELD | HoldStatus.TAKEN:
            return State.AUTHORIZED
        case HoldStatus.ASKED:
            return State.ACTION_REQUIRED
        case HoldStatus.OPEN:
            return State.DECLINED if hold.declined else None
        case _:
            raise ProviderUnavailable(f"hold {hold.hold_id} is {hold.reported}: not decided yet")


def effect(payment: Payment, hold: Hold) -> Effect:
    """What follows from the hold as it was just read. Raises ProviderUnavailable while it is undecided."""
    if payment.hold_id != hold.hold_id:
        return Effect.NOTHING if hold.over else Effect.UNDO
    match payment.state:
        case State.CONFIRMING | State.ACTION_REQUIRED:
            return Effect.RECORD if settled_state(hold) not in (None, payment.state) else Effect.NOTHING
        case State.AUTHORIZED | State.CAPTURING | State.CAPTURED:
            return Effect.ANSWER if hold.holds or hold.keeps else Effect.NOTHING
        case State.RELEASED | State.NOT_NEEDED:
            return Effect.NOTHING if hold.over else Effect.UNDO
        case State.DECLINED:
            return Effect.UNDO if hold.holds or hold.keeps else Effect.ANSWER
        case State.VOIDED:
            settled = hold.over or payment.given_back_outside(hold)
            return Effect.ANSWER if settled else Effect.UNDO
