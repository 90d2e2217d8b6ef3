"""The Payments table: one item an order, key `order_id`. Its conditional state is the truth of what we know;
the provider's hold is the truth of what happened."""

from collections.abc import Iterator, Sequence
from typing import Any

from functions.payment.decline import Decline
from functions.payment.disputes import Dispute, DisputeState
from functions.payment.hold import Hold, next_action
from functions.payment.payment import SETTLED, VOID, Payment, State
from functions.shared import clock, tokens
from functions.shared.items import Aside, Unreadable, optional, read_each, reader, value, word
from functions.shared.money import Money
from functions.shared.table import ConditionRefused, batch_get, get, scan, write
from functions.shared.write import Item, Write

TABLE = "PAYMENTS_TABLE"
LABEL = "payment"
REFUNDED = "REFUNDED"
REFUND_FAILED = "REFUND_FAILED"
CREDITED = "CREDITED"
OUTSIDE = "SETTLED_OUTSIDE"
EXPLAINED = "EXPLAINED"
DONE = "DONE"
HOLDLESS = (State.VOIDED, State.NOT_NEEDED)
"""What may be recorded of an order for which there is no hold."""


class PaymentMoved(Exception):
    """The payment is not in the state it was taken to be in. `payment` is what stands there."""

    def __init__(self, payment: Payment) -> None:
        super().__init__(f"payment of {payment.order_id} is {payment.state}")
        self.payment = payment


def load(order_id: str) -> Payment | None:
    item = get(TABLE, {"order_id": order_id})
    return payment_from(item) if item else None


def load_many(order_ids: Sequence[str], aside: Aside | None = None) -> list[Payment]:
    """Those that exist, in no order; those that cannot be read go `aside`."""
    keys = [{"order_id": order_id} for order_id in order_ids]
    return list(read_each(batch_get(TABLE, keys, consistent=True), payment_from, order_of, aside))


def load_all(aside: Aside | None = None) -> Iterator[Payment]:
    """Every payment, by a scan: for audits, not for requests. Those that cannot be read go `aside`."""
    return read_each(scan(TABLE), payment_from, order_of, aside)


def begin(hold: Hold) -> None:
    """Record the hold before it is confirmed, once: CONFIRMING, attempt 1. Raises PaymentMoved if anything,
    a tombstone included, is recorded already."""
    item = {
        "order_id": hold.order_id,
        "state": State.CONFIRMING,
        "intent_id": hold.hold_id,
        "amount": hold.amount.as_dict(),
        "attempt": 1,
        "entries": [ledger_entry(State.CONFIRMING, hold.hold_id, hold.amount.amount)],
    }
    apply(Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#order_id)"))


def need_nothing(order_id: str) -> None:
    """NOT_NEEDED where nothing is recorded: there is no hold, and nothing to give back. Raises PaymentMoved
    if anything, a tombstone included, is recorded already."""
    item = {
        "order_id": order_id,
        "state": State.NOT_NEEDED,
        "amount": Money(0).as_dict(),
        "attempt": 0,
        "captured": 0,
        "entries": [ledger_entry(State.NOT_NEEDED, amount=0)],
    }
    apply(Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#order_id)"))


def try_again(payment: Payment) -> Payment:
    """Count one more try to confirm, so that it goes out under a key of its own. Raises PaymentMoved."""
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": payment.order_id},
        "SET #attempt = :next",
        condition="#state = :confirming AND #attempt = :seen",
        values={"confirming": State.CONFIRMING, "seen": payment.attempt, "next": payment.attempt + 1},
    )
    return payment_from(apply(change))


def settle(order_id: str, hold: Hold, state: State) -> Payment:
    """Record what became of a hold that was being confirmed; the payment as it now stands. What is
    recorded already is not recorded again. Raises PaymentMoved."""
    action = next_action(hold) if state is State.ACTION_REQUIRED else None
    why = {"decline": hold.why_declined} if state is State.DECLINED and hold.why_declined else {}
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": order_id},
        "SET #state = :state, #next_action = :action, #entries = list_append(#entries, :entry),"
        f" #capture_before = :capture_before{', #decline = :decline' if why else ''}",
        condition="#intent_id = :hold AND #state IN (:confirming, :action_required) AND #state <> :state",
        values={
            "hold": hold.hold_id,
            "confirming": State.CONFIRMING,
            "action_required": State.ACTION_REQUIRED,
            "state": state,
            "action": action,
            "capture_before": hold.capture_before,
            "entry": [ledger_entry(state, hold.hold_id, hold.amount.amount)],
        }
        | why,
    )
    try:
        return payment_from(apply(change))
    except PaymentMoved as moved:
        if (moved.payment.hold_id, moved.payment.state) == (hold.hold_id, state):
            return moved.payment
        raise


def keep_task_token(order_id: str, task_token: str) -> Payment:
    """Keep a token that the waiting execution is to be answered with; the payment as it now stands."""
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": order_id},
        f"SET {tokens.keep()}",
        condition="attribute_exists(#order_id)",
        values=tokens.values_of_keep(task_token),
    )
    return payment_from(apply(change))


def amend(
    payment: Payment, condition: str, update: str, values: Item, *, entry: Item | None = None
) -> Payment:
    """Change a payment that has a hold, under a condition, perhaps with an entry (`type`, `amount`,
    `why`); the payment as it now stands. Raises PaymentMoved."""
    given = values | {"hold": payment.hold_id}
    if entry:
        update += ", #entries = list_append(#entries, :entry)"
        given["entry"] = [
            ledger_entry(entry["type"], payment.hold_id, entry.get("amount"), entry.get("why", ""))
        ]
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": payment.order_id},
        update,
        condition=f"#intent_id = :hold AND {condition}",
        values=given,
    )
    return payment_from(apply(change))


def apply(change: Write) -> Item:
    """Make a change of a payment; the item as it now stands, empty for a new one. Raises PaymentMoved."""
    try:
        return write(change)
    except ConditionRefused as refused:
        old = refused.refused[LABEL]
        if old is None:
            raise
        raise PaymentMoved(payment_from(old)) from refused


def ledger_entry(
    kind: str, hold_id: str | None = None, amount: int | None = None, why: str = ""
) -> dict[str, Any]:
    """A line of the payment's ledger: what happened, how much it was about, and why."""
    entry: dict[str, Any] = {"type": kind, "at": clock.timestamp(clock.now())}
    known = {"intent_id": hold_id, "amount": amount, "why": why or None}
    return entry | {name: value for name, value in known.items() if value is not None}


def order_of(item: Item) -> str:
    """The order whose payment is stored there."""
    return str(item["order_id"])


@reader
def payment_from(item: Item) -> Payment:
    """A payment as it is stored. Raises Unreadable."""
    state = word(item, "state", State)
    amount = value(value(item, "amount", dict), "amount", int) if "amount" in item else None
    hold_id = optional(item, "intent_id", str)
    if amount is None and state is not State.VOIDED:
        raise Unreadable("amount is missing")
    if hold_id is None and state not in HOLDLESS:
        raise Unreadable("intent_id is missing")
    if not value(item, "entries", list):
        raise Unreadable("entries is empty")
    return Payment(
        order_id=item["order_id"],
        state=state,
        hold_id=hold_id,
        attempt=value(item, "attempt", int),
        next_action=optional(item, "next_action", dict),
        amount=amount or 0,
        capture_before=optional(item, "capture_before", str),
        to_capture=_units(item, "to_capture", needed=state is State.CAPTURING),
        capture_attempt=_units(item, "capture_attempt"),
        captured=_units(item, "captured", needed=state in SETTLED),
        forgone=_units(item, "forgone"),
        credited=_units(item, "credited"),
        void_attempt=_units(item, "void_attempt"),
        void_asked=optional(item, "void_asked", str),
        closing=optional(item, "closing", bool) or False,
        decline=word(item, "decline", Decline) if "decline" in item else None,
        task_tokens=tokens.kept(item),
        outside={
            name: value(value(one, "outside", dict), "amount", int)
            for name, one in (optional(item, "refunds", dict) or {}).items()
            if "outside" in one
        },
        by_hand=sum(amount for _, amount in _by_hand(item)),
        assigned={return_id: amount for return_id, amount in _by_hand(item) if return_id},
        disputes=disputes_in(item),
        claims={name: value(one, "amount", int) for name, one in _claims(item).items()},
        to_credit=_to_credit(item),
    )


def _claims(item: Item) -> dict[str, Any]:
    every = optional(item, "refunds", dict) or {}
    return {name: one for name, one in every.items() if name != VOID}


def _to_credit(item: Item) -> dict[str, tuple[int, bool]]:
    legs = {name: value(one, "credit", dict) for name, one in _claims(item).items() if "credit" in one}
    return {name: (value(leg, "amount", int), leg["state"] == DONE) for name, leg in legs.items()}


def disputes_in(item: Item) -> dict[str, Dispute]:
    """The disputes that a stored payment tells of, by their ids. Raises Unreadable."""
    return {name: _dispute(name, one) for name, one in (optional(item, "disputes", dict) or {}).items()}


def _dispute(dispute_id: str, one: Item) -> Dispute:
    return Dispute(
        dispute_id=dispute_id,
        amount=value(one, "amount", int),
        state=word(one, "state", DisputeState),
        taken=value(one, "taken", int),
        opened_at=value(one, "opened_at", str),
    )


def _by_hand(item: Item) -> Iterator[tuple[str | None, int]]:
    """What was given back by hand, each with the return that it was made for."""
    for one in (optional(item, "by_hand", dict) or {}).values():
        yield optional(one, "return_id", str), value(one, "amount", int)


def _units(item: Item, name: str, *, needed: bool = False) -> int:
    """A number, 0 where there is none yet."""
    return value(item, name, int) if needed else optional(item, name, int) or 0
