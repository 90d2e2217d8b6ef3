"""Look at the money of orders: the provider first, our record after it (why: mismatch.py)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from functions.order import store as order_store
from functions.order.order import Order
from functions.payment import claims_store, refunds_store
from functions.payment import store as payment_store
from functions.payment.errors import HoldUnknown
from functions.payment.hold import Hold
from functions.payment.payment import Payment
from functions.payment.provider import provider
from functions.payment.refunds import Account
from functions.payment.refunds_store import NothingCaptured
from functions.recovery.mismatch import Case
from functions.recovery.record_refunds import failed_of_closed
from functions.refunds import store as amounts_store
from functions.refunds.writes import RefundUnknown
from functions.returns import store as returns_store
from functions.returns.writes import ReturnUnknown
from functions.shared import ids, machines
from functions.shared.items import Aside, Unreadable


def cases_of(holds: Sequence[Hold]) -> list[Case]:
    """The cases of holds that were just listed, all of which name orders; with few reads, so that only one
    that raises a suspicion costs more. What became of pending refunds is not in them (`look_at`)."""
    by_order: dict[str, list[Hold]] = defaultdict(list)
    for hold in holds:
        by_order[hold.order_id].append(hold)
    ids = sorted(by_order)
    aside: Aside = {}
    orders = {order.order_id: order for order in order_store.load_many(ids, aside)}
    records = {record[0].order_id: record for record in claims_store.load_many(ids, aside)}
    return [
        _case(order_id, orders.get(order_id), records.get(order_id), found, aside.get(order_id, ""))
        for order_id, found in sorted(by_order.items())
    ]


def _case(
    order_id: str,
    order: Order | None,
    record: tuple[Payment, Account] | None,
    found: list[Hold],
    unreadable: str,
) -> Case:
    payment, account = record or (None, None)
    if unreadable:
        return _unreadable(order_id, tuple(found), unreadable)
    return Case(order_id=order_id, order=order, payment=payment, account=account, holds=tuple(found))


def look_at(order_id: str, hold_ids: Iterable[str]) -> Case:
    """One order, the holds named and the recorded one, each read now. Raises ProviderUnavailable."""
    named = set(hold_ids)
    try:
        before = payment_store.load(order_id)
    except Unreadable as broken:
        return _unreadable(order_id, _read_holds(named), str(broken))
    recorded = before.hold_id if before else None
    holds = _read_holds(named | ({recorded} if recorded else set()))
    try:
        case = Case(
            order_id=order_id,
            order=_order(order_id),
            payment=payment_store.load(order_id),
            account=_account(order_id),
            holds=holds,
            unknown=recorded is not None and recorded not in {hold.hold_id for hold in holds},
        )
        return _with_disputes(_with_refunds(case))
    except Unreadable as broken:
        return _unreadable(order_id, holds, str(broken))


def _unreadable(order_id: str, holds: tuple[Hold, ...], why: str) -> Case:
    return Case(order_id, order=None, payment=None, account=None, holds=holds, unreadable=why)


def _read_holds(hold_ids: Iterable[str]) -> tuple[Hold, ...]:
    """Those that the provider knows."""
    found = []
    for hold_id in sorted(hold_ids):
        with suppress(HoldUnknown):
            found.append(provider.read_hold(hold_id))
    return tuple(found)


def _with_refunds(case: Case) -> Case:
    """Whether somebody works on a claim is looked up before what the provider made of it: who began after
    that, began with a read of its own."""
    if case.account is None or case.recorded is None or not case.needs_refunds:
        return case
    worked_on = frozenset(filter(_worked_on, case.account.pending))
    refunds = tuple(provider.list_refunds(case.recorded.hold_id))
    closed = frozenset(failed_of_closed(case.account))
    return replace(case, refunds=refunds, worked_on=worked_on, closed=closed)


def _with_disputes(case: Case) -> Case:
    if case.recorded is None or not case.needs_disputes:
        return case
    return replace(case, disputes=tuple(provider.list_disputes(case.recorded.hold_id)))


def _worked_on(claim_id: str) -> bool:
    try:
        if ids.order_of_amount_refund(claim_id):
            execution = amounts_store.load(claim_id).execution
            return machines.has_ended(machines.REFUND, execution) is False
        return machines.has_ended(machines.RETURN, returns_store.load(claim_id).execution) is False
    except (ReturnUnknown, RefundUnknown):
        return False


def _order(order_id: str) -> Order | None:
    found = order_store.load_many([order_id])
    return found[0] if found else None


def _account(order_id: str) -> Account | None:
    try:
        return refunds_store.load(order_id)
    except NothingCaptured:
        return None
