"""Writes on a payment that take part in others' transactions: what is set aside for a return or a refund of
an amount, what of it has become credit, and what an operator states about its money."""

from collections.abc import Mapping

from functions.payment.disputes import Dispute
from functions.payment.payment import VOID, Payment, State
from functions.payment.refunds import REQUESTS_LIVE, Account, Legs, Refund, RefundState
from functions.payment.store import CREDITED, EXPLAINED, LABEL, OUTSIDE, REFUNDED, TABLE
from functions.shared import clock
from functions.shared.write import Item, Write


def state_void_outside(payment: Payment, amount: int, by: str, why: str) -> Write:
    """VOIDED by an operator's statement: `amount` (minor units) that the provider keeps was given back by
    other ways. Refused under `payment` if it is VOIDED, or while the provider may be giving it back."""
    now = clock.now()
    entry = {
        "type": OUTSIDE,
        "at": clock.timestamp(now),
        "intent_id": payment.hold_id,
        "amount": amount,
        "why": why,
    }
    outside = {"amount": amount, "by": by, "why": why}
    return Write.update(
        TABLE,
        LABEL,
        {"order_id": payment.order_id},
        "SET #state = :voided, #refunds = :refunds, #entries = list_append(#entries, :entry)",
        condition="#intent_id = :hold AND #state <> :voided"
        " AND (attribute_not_exists(#void_asked) OR #void_asked < :long_ago)",
        values={
            "hold": payment.hold_id,
            "voided": State.VOIDED,
            "long_ago": clock.timestamp(now - REQUESTS_LIVE),
            "refunds": {VOID: {"amount": 0, "state": REFUNDED, "outside": outside}},
            "entry": [entry],
        },
    )


def record_credited(order_id: str, amount: int) -> Write:
    """Credit paid `amount` (minor units) of the order, which is completed. Refused under `payment` unless
    what was packed is paid for and that is not recorded yet."""
    return Write.update(
        TABLE,
        LABEL,
        {"order_id": order_id},
        "SET #credited = :credited",
        condition="#state IN (:captured, :released, :not_needed) AND attribute_not_exists(#credited)",
        values={
            "credited": amount,
            "captured": State.CAPTURED,
            "released": State.RELEASED,
            "not_needed": State.NOT_NEEDED,
        },
    )


def as_disputed(account: Account) -> tuple[str, Item]:
    """The condition, with its values, that the order's disputes are as they were seen."""
    if not account.disputes:
        return "attribute_not_exists(#disputes)", {}
    return "#disputes = :seen_disputes", {"seen_disputes": stored_disputes(account.disputes)}


def stored_disputes(disputes: Mapping[str, Dispute]) -> Item:
    """As the payment's item holds them (store.disputes_in)."""
    return {
        name: {"amount": one.amount, "state": one.state, "taken": one.taken, "opened_at": one.opened_at}
        for name, one in disputes.items()
    }


def claim_refund(account: Account, claim_id: str, legs: Legs, asked: str = "") -> Write:
    """Set money aside for a return, or for a refund of an amount. `asked` (RFC 3339): the provider is asked
    for it now. Refused under `payment` unless the account is as it was seen."""
    claimed = _claimed(legs) | ({"asked": asked} if asked else {})
    place = f"#refunds.#{claim_id}"
    if not account.listed:
        place, claimed = "#refunds", {claim_id: claimed}
    unmoved, seen = _as_counted(account)
    undisputed, disputes = as_disputed(account)
    changes = f"SET {place} = :claimed, #refunding = :refunding"
    values = {"claimed": claimed, "refunding": account.refunding + legs.card}
    if legs.credit:
        changes += ", #crediting = :crediting"
        values["crediting"] = account.crediting + legs.credit
    return Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        changes,
        condition=f"attribute_not_exists({place}) AND {unmoved} AND {undisputed}",
        values=seen | disputes | values,
    )


def _claimed(legs: Legs) -> Item:
    card: Item = {"amount": legs.card, "state": RefundState.CLAIMED, "attempt": 1}
    return card | ({"credit": {"amount": legs.credit, "state": RefundState.CLAIMED}} if legs.credit else {})


def _as_counted(account: Account) -> tuple[str, Item]:
    """The condition, with its values, that all that an order may give back is as it was seen."""
    conditions, values = ["#captured = :captured"], {"captured": account.captured}
    sums = {"refunding": account.refunding, "crediting": account.crediting, "credited": account.credited}
    for name, seen in sums.items():
        if seen:
            conditions.append(f"#{name} = :seen_{name}")
            values[f"seen_{name}"] = seen
        else:
            values["none"] = 0
            conditions.append(f"(attribute_not_exists(#{name}) OR #{name} = :none)")
    return " AND ".join(conditions), values


def finish_credit(account: Account, claim_id: str, why: str, at: str) -> Write:
    """A claim's leg to credit is done, with an entry in the ledger: for the transaction of the deposit, which
    thereby happens once. Refused under `payment` if it is done, or if there is news of a dispute."""
    leg = f"#refunds.#{claim_id}.#credit"
    amount = account.refunds[claim_id].legs.credit
    entry = {"type": CREDITED, "at": at, "return_id": claim_id, "amount": amount, "why": why}
    undisputed, disputes = as_disputed(account)
    return Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        f"SET {leg}.#state = :done, #entries = list_append(#entries, :entry)",
        condition=f"{leg}.#state = :claimed AND {undisputed}",
        values=disputes | {"done": RefundState.DONE, "claimed": RefundState.CLAIMED, "entry": [entry]},
    )


def require_by_hand(order_id: str, refund_id: str, *, recorded: bool) -> Write:
    """That a refund made by hand is recorded, or is not any more: refused under `payment` otherwise."""
    condition = "attribute_exists" if recorded else "attribute_not_exists"
    key = {"order_id": order_id}
    return Write.check(TABLE, LABEL, key, condition=f"{condition}(#by_hand.#{refund_id})")


def require_disputes(account: Account) -> Write:
    """That the order's disputes are as they were seen: refused under `payment` otherwise."""
    unmoved, seen = as_disputed(account)
    return Write.check(TABLE, LABEL, {"order_id": account.order_id}, condition=unmoved, values=seen)


def require_refund(account: Account, return_id: str) -> Write:
    """That a return's refund is as it was seen, done or claimed: refused under `payment` otherwise."""
    refund, seen = f"#refunds.#{return_id}", account.refunds[return_id]
    return Write.check(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        condition=f"{refund}.#state = :state AND {refund}.#attempt = :attempt",
        values={"state": seen.state, "attempt": seen.attempt},
    )


def state_refund_outside(account: Account, return_id: str, amount: int, by: str, why: str) -> Write:
    """DONE by an operator's statement: `amount` (minor units) was given back by other ways than the provider,
    of whose money nothing is taken for it. Refused under `payment` if it is DONE (unless by a refund by hand
    that failed), was claimed since the account was read, or while the provider may be giving it back."""
    now = clock.now()
    seen = account.refunds.get(return_id)
    stated = {
        "amount": 0,
        "state": RefundState.DONE,
        "attempt": seen.attempt if seen else 1,
        "outside": {"amount": amount, "by": by, "why": why},
    } | _credit_of(seen)
    entry = {"type": OUTSIDE, "at": clock.timestamp(now), "amount": amount, "why": why}
    values: Item = {"captured": account.captured, "entry": [entry], "stated": stated}
    place, condition = f"#refunds.#{return_id}", f"attribute_not_exists(#refunds.#{return_id})"
    freed = ""
    failed = account.failed_by_hand(return_id)
    if failed:
        condition = _still_failed(place, failed)
        values["failed"] = failed
    elif seen:
        unasked = f"attribute_not_exists({place}.#asked) OR {place}.#asked < :long_ago"
        condition = f"{place}.#state = :claimed AND ({unasked})"
        freed = ", #refunding = #refunding - :amount"
        long_ago = clock.timestamp(now - REQUESTS_LIVE)
        values |= {"claimed": RefundState.CLAIMED, "amount": seen.amount, "long_ago": long_ago}
    elif not account.listed:
        place, condition = "#refunds", "attribute_not_exists(#refunds)"
        values["stated"] = {return_id: stated}
    return Write.update(
        TABLE,
        LABEL,
        {"order_id": account.order_id},
        f"SET {place} = :stated, #entries = list_append(#entries, :entry){freed}",
        condition=f"#captured = :captured AND {condition}",
        values=values,
    )


def explain_refund(account: Account, refund_id: str, stated: dict[str, str], return_id: str | None) -> Write:
    """What a refund made by hand was for, as an operator states it (`by`, `why`, `at`), perhaps for a return:
    then it is that return's refund, counted once, and what was set aside for it, or stated to have been given
    back by other ways, is no more. It is stated once; only its return may be added. Refused under
    `payment` unless the account is as it was seen, or while the provider may be giving the return's money
    back."""
    entry = {
        "type": EXPLAINED,
        "at": stated["at"],
        "refund_id": refund_id,
        "amount": account.by_hand[refund_id].amount,
        "why": stated["why"],
    }
    hand = f"#by_hand.#{refund_id}"
    update = f"SET {hand}.#stated = :stated, #entries = list_append(#entries, :entry)"
    condition = f"attribute_exists({hand}) AND attribute_not_exists({hand}.#return_id)"
    values: Item = {"stated": stated, "entry": [entry]}
    if return_id is None:
        condition += f" AND attribute_not_exists({hand}.#stated)"
    else:
        more, seen, given = _assigned(account, refund_id, return_id)
        update, condition, values = update + more, f"{condition} AND {seen}", values | given
    return Write.update(
        TABLE, LABEL, {"order_id": account.order_id}, update, condition=condition, values=values
    )


def _assigned(account: Account, refund_id: str, return_id: str) -> tuple[str, str, Item]:
    """The update, its condition and values by which a refund made by hand becomes a return's."""
    seen = account.refunds.get(return_id)
    refund: Item = {
        "amount": 0,
        "state": RefundState.DONE,
        "attempt": seen.attempt if seen else 1,
        "by_hand": refund_id,
    } | _credit_of(seen)
    place = f"#refunds.#{return_id}" if account.listed else "#refunds"
    update = f", #by_hand.#{refund_id}.#return_id = :return, {place} = :refund"
    values: Item = {"return": return_id, "refund": refund if account.listed else {return_id: refund}}
    if seen is None:
        return update, f"attribute_not_exists({place})", values
    failed = account.failed_by_hand(return_id)
    if failed:
        return update, _still_failed(place, failed), values | {"failed": failed}
    values |= {"seen_state": seen.state, "seen_amount": seen.amount}
    condition = f"{place}.#state = :seen_state AND {place}.#amount = :seen_amount"
    if seen.state is RefundState.DONE:
        return update, f"{condition} AND attribute_exists({place}.#outside)", values
    values["long_ago"] = clock.timestamp(clock.now() - REQUESTS_LIVE)
    unasked = f"(attribute_not_exists({place}.#asked) OR {place}.#asked < :long_ago)"
    return f"{update}, #refunding = #refunding - :seen_amount", f"{condition} AND {unasked}", values


def _credit_of(seen: Refund | None) -> Item:
    """The leg to credit as it stands: what is stated is about the other one."""
    leg = seen.credit if seen else None
    return {"credit": {"amount": leg.amount, "state": leg.state}} if leg else {}


def _still_failed(place: str, failed: str) -> str:
    """That a return's refund is the one by hand that failed (`:failed`), and counts for it no more."""
    return f"{place}.#by_hand = :failed AND attribute_not_exists(#by_hand.#{failed}.#return_id)"
