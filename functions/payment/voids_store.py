"""How a payment is undone, in its item of the Payments table: forbidden, asked back, closed.

Who has the provider give captured money back says so first, and an operator's statement that it was given
back by other ways finds that it was asked for. `void_attempt` numbers the provider's idempotency keys,
`void_asked` (RFC 3339) is when the refund was last asked for: it is gone once the provider has said that it
gives nothing back.
"""

from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import VOID, Payment, State
from functions.payment.store import LABEL, REFUNDED, TABLE, PaymentMoved, amend, apply, ledger_entry
from functions.shared import clock
from functions.shared.write import Item, Write


def forbid(order_id: str, why: str = "") -> None:
    """VOIDED where no hold is recorded, or none is needed: one that comes late finds its place taken. Raises
    PaymentMoved with what is recorded otherwise."""
    apply(
        Write.update(
            TABLE,
            LABEL,
            {"order_id": order_id},
            "SET #state = :voided, #attempt = :none,"
            " #entries = list_append(if_not_exists(#entries, :no_entries), :entry)",
            condition="attribute_not_exists(#order_id) OR #state = :not_needed",
            values={
                "voided": State.VOIDED,
                "not_needed": State.NOT_NEEDED,
                "none": 0,
                "no_entries": [],
                "entry": [ledger_entry(State.VOIDED, why=why)],
            },
        )
    )


def ask(payment: Payment) -> Payment:
    """Say that the provider is asked for the refund now; the payment with the number of the key to ask under.
    Raises PaymentMoved if an operator has stated that the money was given back by other ways."""
    return amend(
        payment,
        f"attribute_not_exists(#refunds.#{VOID}.#outside)",
        "SET #void_attempt = if_not_exists(#void_attempt, :first), #void_asked = :now",
        {"first": 1, "now": clock.timestamp(clock.now())},
    )


def leave_key(payment: Payment, *, refused: bool) -> Payment:
    """Leave a key behind that the provider repeats its answer for: whoever asks next asks under another. Only
    where it `refused` is nothing on its way any more; what it broke on may still be at work. Raises
    PaymentMoved if somebody else has left it."""
    return amend(
        payment,
        "#void_attempt = :seen",
        f"SET #void_attempt = :next{' REMOVE #void_asked' if refused else ''}",
        {"seen": payment.void_attempt, "next": payment.void_attempt + 1},
    )


def close(order_id: str, hold: Hold, why: str = "", by_hand: int = 0) -> None:
    """VOIDED after the provider has undone the hold; closing twice leaves one entry. Raises PaymentMoved.

    `hold` as it was found: the entry says whether held money was let go (VOIDED) or captured money was
    given back (REFUNDED), how much, and why. `by_hand`: what is recorded of it as given back by somebody
    else, in minor units.
    """
    taken = hold.status is HoldStatus.TAKEN
    refunded = (hold.keeps or hold.captured - by_hand) if taken else 0
    let_go = hold.amount.amount if hold.was_held and not taken else 0
    update = "SET #state = :voided, #entries = list_append(#entries, :entry)"
    values: Item = {
        "hold": hold.hold_id,
        "voided": State.VOIDED,
        "entry": [
            ledger_entry(REFUNDED if refunded else State.VOIDED, hold.hold_id, refunded or let_go, why)
        ],
    }
    if taken:
        update += ", #captured = :captured, #refunds = :refunds"
        values |= {"captured": hold.captured, "refunds": {VOID: {"amount": refunded, "state": REFUNDED}}}
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": order_id},
        update + " REMOVE #next_action, #void_asked",
        condition="#intent_id = :hold AND #state <> :voided",
        values=values,
    )
    try:
        apply(change)
    except PaymentMoved as moved:
        if moved.payment.state is not State.VOIDED:
            raise


def note_undone(order_id: str, hold: Hold, why: str) -> None:
    """Enter that a hold (as it was found) was undone beside the recorded payment, whatever became of that.
    Raises ConditionRefused if nothing is recorded."""
    kind, amount = (REFUNDED, hold.keeps) if hold.keeps else (State.VOIDED, hold.holds)
    entry = ledger_entry(kind, hold.hold_id, amount, why)
    apply(
        Write.update(
            TABLE,
            LABEL,
            {"order_id": order_id},
            "SET #entries = list_append(#entries, :entry)",
            condition="attribute_exists(#order_id)",
            values={"entry": [entry]},
        )
    )
