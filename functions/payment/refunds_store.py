"""Refunds in an order's item of the Payments table: `refunds` by the return, or the refund of an amount, that
claims; those made by hand at the provider (`by_hand`) by their ids there; `refunding`, the sum of both, and
`crediting`, the sum of what claims give back as credit.

The sums are what one condition can hold: claims beside each other never come to more than was captured and
paid by credit (`credited`). What was made by hand is a fact, and counted even if it does.
"""

from typing import Any

from functions.payment.hold import ProviderRefund
from functions.payment.payment import VOID
from functions.payment.refunds import Account, CreditLeg, HandRefund, Refund, RefundState
from functions.payment.store import LABEL, REFUND_FAILED, REFUNDED, TABLE, disputes_in
from functions.payment.writes import as_disputed, claim_refund
from functions.shared import clock
from functions.shared.items import optional, reader, value, word
from functions.shared.table import ConditionRefused, get, write
from functions.shared.write import Item, Write

BY_HAND = "refunded by hand"
"""Why, in the ledger: more is not known until an operator states it."""


class RefundMoved(Exception):
    """The account is not as it was seen. `account` is what stands there."""

    def __init__(self, account: Account) -> None:
        super().__init__(f"refunds of {account.order_id} have moved")
        self.account = account


class NothingCaptured(Exception):
    """Nothing was captured for the order, and it is not recorded that nothing was to be."""


def load(order_id: str) -> Account:
    """An order for which nothing was to be captured has an account, too, of 0. Raises NothingCaptured."""
    item = get(TABLE, {"order_id": order_id})
    if item is None or "captured" not in item:
        raise NothingCaptured(order_id)
    return account_from(item)


def claim(account: Account, return_id: str, amount: int) -> Account:
    """Set money aside for a return, once, and say that the provider is asked for it now. Raises RefundMoved
    if others were quicker: look again."""
    asked = clock.timestamp(clock.now())
    return apply(claim_refund(account, return_id, account.split(amount), asked))


def ask(account: Account, return_id: str) -> Account:
    """Say that the provider is asked again, now, under the present key, for what was claimed before. Raises
    RefundMoved if it is done meanwhile, asked for under another key, or if there is news of a dispute."""
    unmoved, seen = as_disputed(account)
    values = seen | {"now": clock.timestamp(clock.now())}
    return _move_on(account, return_id, f"SET #refunds.#{return_id}.#asked = :now", values, unmoved)


def next_attempt(account: Account, return_id: str, *, refused: bool) -> Account:
    """Leave a key behind that the provider repeats its answer for. Only where it `refused` is nothing on its
    way any more; what it broke on may still be at work. Raises RefundMoved."""
    refund = f"#refunds.#{return_id}"
    update = f"SET {refund}.#attempt = :next{f' REMOVE {refund}.#asked' if refused else ''}"
    return _move_on(account, return_id, update, {"next": account.refunds[return_id].attempt + 1})


def _move_on(account: Account, return_id: str, update: str, values: Item, unmoved: str = "") -> Account:
    refund = f"#refunds.#{return_id}"
    more = f" AND {unmoved}" if unmoved else ""
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        update,
        condition=f"{refund}.#attempt = :seen AND {refund}.#state = :claimed{more}",
        values=values | {"seen": account.refunds[return_id].attempt, "claimed": RefundState.CLAIMED},
    )
    return apply(change)


def finish(account: Account, return_id: str, refund_id: str | None, why: str) -> None:
    """The money is back: recorded once, with an entry in the ledger. Raises RefundMoved, also if it is known
    that this very refund failed: who recorded that came first."""
    amount = account.refunds[return_id].amount
    entry: dict[str, Any] = {
        "type": REFUNDED,
        "at": clock.timestamp(clock.now()),
        "intent_id": account.hold_id,
        "refund_id": refund_id,
        "return_id": return_id,
        "amount": amount,
        "why": why,
    }
    refund = f"#refunds.#{return_id}"
    stands = f" AND NOT contains({refund}.#failed, :refund)" if refund_id else ""
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        f"SET #refunds.#{return_id}.#state = :done, #refunds.#{return_id}.#refund_id = :refund,"
        " #entries = list_append(#entries, :entry)",
        condition=f"{refund}.#state = :claimed{stands}",
        values={
            "claimed": RefundState.CLAIMED,
            "done": RefundState.DONE,
            "refund": refund_id,
            "entry": [entry],
        },
    )
    apply(change)


def reopen(account: Account, return_id: str) -> Account:
    """The return's refund failed after it was done, and its money is with the shop again: it is claimed as
    before, to be given back under the next key. `refunding` is as it was. Raises RefundMoved if that is
    recorded already."""
    failed, refund = account.refunds[return_id], f"#refunds.#{return_id}"
    entry: Item = {
        "type": REFUND_FAILED,
        "at": clock.timestamp(clock.now()),
        "intent_id": account.hold_id,
        "refund_id": failed.refund_id,
        "return_id": return_id,
        "amount": failed.amount,
        "why": "it failed after it was made",
    }
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        f"SET {refund}.#state = :claimed, {refund}.#attempt = :next,"
        f" {refund}.#failed = list_append(if_not_exists({refund}.#failed, :none), :failed),"
        f" #entries = list_append(#entries, :entry) REMOVE {refund}.#refund_id, {refund}.#asked",
        condition=f"{refund}.#state = :done AND {refund}.#refund_id = :refund",
        values={
            "done": RefundState.DONE,
            "refund": failed.refund_id,
            "claimed": RefundState.CLAIMED,
            "next": failed.attempt + 1,
            "none": [],
            "failed": [failed.refund_id],
            "entry": [entry],
        },
    )
    return apply(change)


def record_by_hand(account: Account, made: ProviderRefund) -> Account:
    """What somebody gave back at the provider, once, with an entry in the ledger. Raises RefundMoved if it is
    recorded, or others were."""
    recorded: Item = {"amount": made.amount, "made_at": made.made_at}
    place = f"#by_hand.#{made.refund_id}"
    if not account.hand_listed:
        place, recorded = "#by_hand", {made.refund_id: recorded}
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        f"SET {place} = :recorded, #refunding = if_not_exists(#refunding, :none) + :amount,"
        " #entries = list_append(#entries, :entry)",
        condition=f"#captured = :captured AND attribute_not_exists({place})",
        values={
            "captured": account.captured,
            "recorded": recorded,
            "none": 0,
            "amount": made.amount,
            "entry": [_hand_entry(REFUNDED, account, made.refund_id, made.amount, made.made_at)],
        },
    )
    return apply(change)


def drop_by_hand(account: Account, refund_id: str) -> Account:
    """A refund made by hand failed, and its money came back: it is counted no more. Raises RefundMoved if it
    was dropped before."""
    amount, now = account.by_hand[refund_id].amount, clock.timestamp(clock.now())
    change = Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        f"SET #refunding = #refunding - :amount, #entries = list_append(#entries, :entry)"
        f" REMOVE #by_hand.#{refund_id}",
        condition=f"attribute_exists(#by_hand.#{refund_id})",
        values={
            "amount": amount,
            "entry": [_hand_entry(REFUND_FAILED, account, refund_id, amount, now)],
        },
    )
    return apply(change)


def _hand_entry(kind: str, account: Account, refund_id: str, amount: int, at: str) -> Item:
    return {
        "type": kind,
        "at": at,
        "intent_id": account.hold_id,
        "refund_id": refund_id,
        "amount": amount,
        "why": BY_HAND,
    }


def apply(change: Write) -> Account:
    """Make a change of an account; the account as it now stands. Raises RefundMoved."""
    try:
        return account_from(write(change))
    except ConditionRefused as refused:
        old = refused.refused[LABEL]
        if old is None:
            raise
        raise RefundMoved(account_from(old)) from refused


@reader
def account_from(item: Item) -> Account:
    """What of a payment, as it is stored, may be given back. Raises Unreadable."""
    return Account(
        order_id=item["order_id"],
        hold_id=optional(item, "intent_id", str),
        captured=optional(item, "captured", int) or 0,
        refunding=optional(item, "refunding", int) or 0,
        refunds={
            name: _refund(one)
            for name, one in (optional(item, "refunds", dict) or {}).items()
            if name != VOID
        },
        listed="refunds" in item,
        by_hand={name: _by_hand(one) for name, one in (optional(item, "by_hand", dict) or {}).items()},
        hand_listed="by_hand" in item,
        voided=_voided(item),
        disputes=disputes_in(item),
        credited=optional(item, "credited", int) or 0,
        crediting=optional(item, "crediting", int) or 0,
    )


def _voided(item: Item) -> int:
    void = (optional(item, "refunds", dict) or {}).get(VOID)
    return value(void, "amount", int) if void else 0


def _by_hand(one: Item) -> HandRefund:
    return HandRefund(
        amount=value(one, "amount", int),
        made_at=value(one, "made_at", str),
        return_id=optional(one, "return_id", str),
        stated=optional(one, "stated", dict),
    )


def _refund(one: Item) -> Refund:
    return Refund(
        amount=value(one, "amount", int),
        state=word(one, "state", RefundState),
        attempt=value(one, "attempt", int),
        asked=optional(one, "asked", str),
        outside=value(value(one, "outside", dict), "amount", int) if "outside" in one else None,
        by_hand=optional(one, "by_hand", str),
        refund_id=optional(one, "refund_id", str) if one.get("refund_id") else None,
        failed=tuple(optional(one, "failed", list) or ()),
        credit=_credit_leg(one),
    )


def _credit_leg(one: Item) -> CreditLeg | None:
    leg = optional(one, "credit", dict)
    return CreditLeg(value(leg, "amount", int), word(leg, "state", RefundState)) if leg else None
