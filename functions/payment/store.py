"""The Payments table: one item an order, key `order_id`. Its conditional state is the truth of what we know;
the provider's intent is the truth of what happened."""

from collections.abc import Iterator, Sequence
from typing import Any

from functions.payment.payment import VOID, Intent, Payment, State, next_action
from functions.shared import clock, tokens
from functions.shared.table import ConditionRefused, Item, Write, batch_get, get, scan, write

TABLE = "PAYMENTS_TABLE"
LABEL = "payment"
REFUNDED = "REFUNDED"
OUTSIDE = "SETTLED_OUTSIDE"


class PaymentMoved(Exception):
    """The payment is not in the state it was taken to be in. `payment` is what stands there."""

    def __init__(self, payment: Payment) -> None:
        super().__init__(f"payment of {payment.order_id} is {payment.state}")
        self.payment = payment


def load(order_id: str) -> Payment | None:
    item = get(TABLE, {"order_id": order_id})
    return payment_from(item) if item else None


def load_many(order_ids: Sequence[str]) -> list[Payment]:
    """Those that exist, in no order."""
    keys = [{"order_id": order_id} for order_id in order_ids]
    return [payment_from(item) for item in batch_get(TABLE, keys, consistent=True)]


def load_all() -> Iterator[Payment]:
    """Every payment, by a scan: for audits, not for requests."""
    return map(payment_from, scan(TABLE))


def begin(intent: Intent) -> None:
    """Record the intent before it is confirmed, once: CONFIRMING, attempt 1. Raises PaymentMoved if anything,
    a tombstone included, is recorded already."""
    item = {
        "order_id": intent.order_id,
        "state": State.CONFIRMING,
        "intent_id": intent.intent_id,
        "amount": intent.amount.as_dict(),
        "attempt": 1,
        "entries": [_entry(State.CONFIRMING, intent.intent_id, intent.amount.amount)],
    }
    _apply(Write(table=TABLE, label=LABEL, item=item, condition="attribute_not_exists(#order_id)"))


def try_again(payment: Payment) -> Payment:
    """Count one more try to confirm, so that it goes out under a key of its own. Raises PaymentMoved."""
    change = Write(
        table=TABLE,
        label=LABEL,
        key={"order_id": payment.order_id},
        condition="#state = :confirming AND #attempt = :seen",
        update="SET #attempt = :next",
        values={"confirming": State.CONFIRMING, "seen": payment.attempt, "next": payment.attempt + 1},
    )
    return payment_from(_apply(change))


def settle(order_id: str, intent: Intent, state: State) -> Payment:
    """Record what became of an intent that was being confirmed; the payment as it now stands. What is
    recorded already is not recorded again. Raises PaymentMoved."""
    action = next_action(intent) if state is State.ACTION_REQUIRED else None
    change = Write(
        table=TABLE,
        label=LABEL,
        key={"order_id": order_id},
        condition="#intent_id = :intent AND #state IN (:confirming, :action_required) AND #state <> :state",
        update="SET #state = :state, #next_action = :action, #entries = list_append(#entries, :entry),"
        " #capture_before = :capture_before",
        values={
            "intent": intent.intent_id,
            "confirming": State.CONFIRMING,
            "action_required": State.ACTION_REQUIRED,
            "state": state,
            "action": action,
            "capture_before": intent.capture_before,
            "entry": [_entry(state, intent.intent_id, intent.amount.amount)],
        },
    )
    try:
        return payment_from(_apply(change))
    except PaymentMoved as moved:
        if (moved.payment.intent_id, moved.payment.state) == (intent.intent_id, state):
            return moved.payment
        raise


def forbid(order_id: str, why: str = "") -> None:
    """VOIDED where no intent is recorded: one that comes late finds its place taken. Raises PaymentMoved
    with what is recorded otherwise."""
    _apply(
        Write(
            table=TABLE,
            label=LABEL,
            item={
                "order_id": order_id,
                "state": State.VOIDED,
                "attempt": 0,
                "entries": [_entry(State.VOIDED, why=why)],
            },
            condition="attribute_not_exists(#order_id)",
        )
    )


def close(order_id: str, intent: Intent, why: str = "") -> None:
    """VOIDED after the provider has undone the intent; closing twice leaves one entry. Raises PaymentMoved.

    `intent` as it was found: the entry says whether held money was let go (VOIDED) or captured money was
    given back (REFUNDED), how much, and why.
    """
    refunded = intent.captured if intent.status == "succeeded" else 0
    let_go = intent.amount.amount if intent.was_held else 0
    update = "SET #state = :voided, #entries = list_append(#entries, :entry)"
    values: Item = {
        "intent": intent.intent_id,
        "voided": State.VOIDED,
        "entry": [_entry(REFUNDED if refunded else State.VOIDED, intent.intent_id, refunded or let_go, why)],
    }
    if refunded:
        update += ", #captured = :captured, #refunds = :refunds"
        values |= {"captured": refunded, "refunds": {VOID: {"amount": refunded, "state": REFUNDED}}}
    change = Write(
        table=TABLE,
        label=LABEL,
        key={"order_id": order_id},
        condition="#intent_id = :intent AND #state <> :voided",
        update=update + " REMOVE #next_action, #void_asked",
        values=values,
    )
    try:
        _apply(change)
    except PaymentMoved as moved:
        if moved.payment.state is not State.VOIDED:
            raise


def note_undone(order_id: str, intent: Intent, why: str) -> None:
    """Enter that an intent (as it was found) was undone beside the recorded payment, whatever became of that.
    Raises ConditionRefused if nothing is recorded."""
    kind, amount = (REFUNDED, intent.keeps) if intent.keeps else (State.VOIDED, intent.holds)
    entry = _entry(kind, intent.intent_id, amount, why)
    _apply(
        Write(
            table=TABLE,
            label=LABEL,
            key={"order_id": order_id},
            condition="attribute_exists(#order_id)",
            update="SET #entries = list_append(#entries, :entry)",
            values={"entry": [entry]},
        )
    )


def keep_task_token(order_id: str, task_token: str) -> Payment:
    """Keep a token that the waiting execution is to be answered with; the payment as it now stands."""
    change = Write(
        table=TABLE,
        label=LABEL,
        key={"order_id": order_id},
        condition="attribute_exists(#order_id)",
        update=f"SET {tokens.keep()}",
        values=tokens.values_of_keep(task_token),
    )
    return payment_from(_apply(change))


def amend(
    payment: Payment, condition: str, update: str, values: Item, *, entry: Item | None = None
) -> Payment:
    """Change a payment that has an intent, under a condition, perhaps with an entry (`type`, `amount`,
    `why`); the payment as it now stands. Raises PaymentMoved."""
    given = values | {"intent": payment.intent_id}
    if entry:
        update += ", #entries = list_append(#entries, :entry)"
        given["entry"] = [_entry(entry["type"], payment.intent_id, entry.get("amount"), entry.get("why", ""))]
    change = Write(
        table=TABLE,
        label=LABEL,
        key={"order_id": payment.order_id},
        condition=f"#intent_id = :intent AND {condition}",
        update=update,
        values=given,
    )
    return payment_from(_apply(change))


def _apply(change: Write) -> Item:
    try:
        return write(change)
    except ConditionRefused as refused:
        old = refused.refused[LABEL]
        if old is None:
            raise
        raise PaymentMoved(payment_from(old)) from refused


def _entry(
    kind: str, intent_id: str | None = None, amount: int | None = None, why: str = ""
) -> dict[str, Any]:
    """A line of the payment's ledger: what happened, how much it was about, and why."""
    entry: dict[str, Any] = {"type": kind, "at": clock.timestamp(clock.now())}
    known = {"intent_id": intent_id, "amount": amount, "why": why or None}
    return entry | {name: value for name, value in known.items() if value is not None}


def payment_from(item: Item) -> Payment:
    """A payment as it is stored."""
    return Payment(
        order_id=item["order_id"],
        state=State(item["state"]),
        intent_id=item.get("intent_id"),
        attempt=item["attempt"],
        next_action=item.get("next_action"),
        amount=item["amount"]["amount"] if "amount" in item else 0,
        capture_before=item.get("capture_before"),
        to_capture=item.get("to_capture", 0),
        capture_attempt=item.get("capture_attempt", 0),
        captured=item.get("captured", 0),
        void_attempt=item.get("void_attempt", 0),
        void_asked=item.get("void_asked"),
        closing=item.get("closing", False),
        task_tokens=tokens.kept(item),
        outside={
            name: one["outside"]["amount"]
            for name, one in item.get("refunds", {}).items()
            if "outside" in one
        },
    )
