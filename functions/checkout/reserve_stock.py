"""Hold an order's units, its uses of codes, and the credit that is to pay for it: all of it or nothing,
wherever in the shards the units are, and wherever the owner's account went.

The fence stands in the reservation itself: giving an order up leaves one that is released, or its tombstone
where there was none, in one transaction with the order's change (abandon_order.py). So the one condition
that no reservation exists is all that a late hold has to meet, and the order need not be looked at.
"""

from collections.abc import Sequence
from contextlib import suppress

from functions.checkout.confirm_order import MOST_PIECES
from functions.credit import store as credit_store
from functions.credit import writes as credit_writes
from functions.credit.account import CreditShort
from functions.inventory import stock, store, writes
from functions.inventory.stock import HeldCredit, OutOfStock, Reservation, ReservationState, Units
from functions.inventory.uses import CodeUsedUp, CustomerUse, codes_in
from functions.inventory.uses_writes import uses_label
from functions.shared.contention import Contended
from functions.shared.errors import OrderClosing
from functions.shared.table import ConditionRefused, TransactionConflicted, transact

TRIES = 20


class _HeldBefore(Exception):
    """The order has a reservation already, or its tombstone."""

    def __init__(self, reservation: Reservation | None) -> None:
        super().__init__()
        self.reservation = reservation


def reserve_stock(
    order_id: str,
    wanted: dict[str, int],
    credit: HeldCredit | None = None,
    uses: Sequence[CustomerUse] = (),
) -> tuple[Units, ...]:
    """The units held for the order; `wanted` are its units by SKU, those of codes among them, `credit` what
    its owner's account is to hold, `uses` what is to be counted for its owner. Raises OutOfStock, which names
    all SKUs that are short, CodeUsedUp where only codes are, CreditShort, OrderClosing, Contended."""
    try:
        return _hold(order_id, wanted, credit, uses)
    except _HeldBefore as before:
        return _held(order_id, before.reservation)
    except OutOfStock as short:
        codes = codes_in(short.available)
        if len(codes) < len(short.available):
            raise
        raise CodeUsedUp(codes) from None


def _hold(
    order_id: str, wanted: dict[str, int], credit: HeldCredit | None, uses: Sequence[CustomerUse]
) -> tuple[Units, ...]:
    units = _first_choice(order_id, wanted)
    for _ in range(TRIES):
        held = [credit_writes.hold(credit.owner, credit.amount)] if credit else []
        try:
            transact([*writes.hold(order_id, units, credit, uses), *held])
        except TransactionConflicted:
            continue
        except ConditionRefused as refused:
            if writes.RESERVATION in refused.refused:
                raise _HeldBefore(store.load_reservation(order_id)) from None
            if credit and credit_writes.ACCOUNT in refused.refused:
                credit = _where_it_went(order_id, credit)
                continue
            found = _elsewhere(order_id, units, wanted, refused)  # short of both is short of goods
            _require_left(order_id, [use.code for use in uses if uses_label(use.code) in refused.refused])
            units = _brought_together(found)
            continue
        return units
    raise Contended(f"hold the units of {order_id}: other orders were quicker {TRIES} times")


def _first_choice(order_id: str, wanted: dict[str, int]) -> tuple[Units, ...]:
    layouts = store.layouts(list(wanted))
    if None in layouts.values():  # one was never received: all that are short are to be named
        return _brought_together(_found(order_id, wanted))
    return tuple(
        Units(sku, stock.first_choice(order_id, sku, layout.active), wanted[sku])
        for sku, layout in layouts.items()
        if layout
    )


def _elsewhere(
    order_id: str, units: tuple[Units, ...], wanted: dict[str, int], refused: ConditionRefused
) -> tuple[Units, ...]:
    """The SKUs that were refused, split anew. Raises OutOfStock, _HeldBefore."""
    gone = {piece.sku for piece in units if writes.shard_label(piece.sku, piece.shard) in refused.refused}
    kept = [piece for piece in units if piece.sku not in gone]
    try:
        return (*kept, *_found(order_id, {sku: wanted[sku] for sku in sorted(gone)}))
    except OutOfStock:
        if len(gone) == len(wanted):
            raise
    # A write that met another transaction is not said to be refused: only a look at all names all.
    return _found(order_id, wanted)


def _found(order_id: str, wanted: dict[str, int]) -> tuple[Units, ...]:
    """Look at every shard of these SKUs and split what is wanted of them. Raises OutOfStock, or _HeldBefore:
    what is gone may be what an invocation beside this one holds for the order."""
    found: list[Units] = []
    short: dict[str, int] = {}
    for sku, quantity in wanted.items():
        shelves, reservation = store.look_for(order_id, sku)
        if reservation is not None:
            raise _HeldBefore(reservation)
        try:
            found += stock.split(order_id, quantity, shelves)
        except OutOfStock as too_few:
            short |= too_few.available
    if short:
        raise OutOfStock(short)
    return tuple(found)


def _where_it_went(order_id: str, credit: HeldCredit) -> HeldCredit:
    """The same, of the account into which that one was merged by now. Raises CreditShort, or _HeldBefore:
    what is gone may be what an invocation beside this one holds for the order. A reservation that is not
    there after the account was read was not there before."""
    account = credit_store.standing(credit.owner)
    reservation = store.load_reservation(order_id)
    if reservation is not None:
        raise _HeldBefore(reservation)
    if account.balance < credit.amount:
        raise CreditShort(order_id)
    return HeldCredit(account.owner, credit.amount)


def _require_left(order_id: str, gone: Sequence[str]) -> None:
    """Raises CodeUsedUp for the codes that are `gone`, or _HeldBefore, as above."""
    if not gone:
        return
    reservation = store.load_reservation(order_id)
    if reservation is not None:
        raise _HeldBefore(reservation)
    raise CodeUsedUp(gone)


def _brought_together(units: tuple[Units, ...]) -> tuple[Units, ...]:
    """As many pieces as one transaction can hold and later sell: what is scattered over too many shards is
    first moved into one shard each. Where others are quicker the hold is refused, and looked for anew."""
    for sku in stock.scattered(units, MOST_PIECES):
        pieces = [piece for piece in units if piece.sku == sku]
        with suppress(ConditionRefused, TransactionConflicted):
            transact(writes.gather(pieces))
        whole = Units(sku, pieces[0].shard, sum(piece.quantity for piece in pieces))
        units = (*(piece for piece in units if piece.sku != sku), whole)
    return units


def _held(order_id: str, found: Reservation | None) -> tuple[Units, ...]:
    """What an earlier try holds: finding one's own work done is a success. Raises OrderClosing for a
    tombstone."""
    if found is None or found.state is ReservationState.RELEASED:
        raise OrderClosing(order_id)
    return found.units
