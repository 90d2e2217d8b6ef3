"""Writes on stock that take part in others' transactions. Keys and conditions of the Stock table live here
and in the store, nowhere else."""

from collections.abc import Sequence
from dataclasses import replace

from functions.inventory.stock import HeldCredit, Layout, Reservation, ReservationState, Shelves, Units
from functions.inventory.uses import CustomerUse
from functions.inventory.uses_writes import count, uncount
from functions.shared.write import Item, Write

TABLE = "STOCK_TABLE"
RESERVATION = "reservation"
SKU = "sku"
RECEIPT = "receipt"


def shard_key(sku: str, number: int) -> Item:
    return {"id": f"shard#{sku}#{number}"}


def shard_label(sku: str, number: int) -> str:
    return f"shard:{sku}#{number}"


def sku_key(sku: str) -> Item:
    return {"id": f"sku#{sku}"}


def reservation_key(order_id: str) -> Item:
    return {"id": f"reservation#{order_id}"}


def receipt_key(receipt: str) -> Item:
    return {"id": f"receipt#{receipt}"}


def hold(
    order_id: str,
    units: Sequence[Units],
    credit: HeldCredit | None = None,
    uses: Sequence[CustomerUse] = (),
) -> list[Write]:
    """Available becomes held, uses of codes are counted, and the reservation says where; it names the credit
    that is held beside them, of which nothing else is known here. Refused under `reservation` if the order
    has one already (or its tombstone), under a shard's label if that shard has too few, under a code's
    (uses_writes.py) if the customer has had all uses of it."""
    item = (
        reservation_key(order_id)
        | {
            "order_id": order_id,
            "state": ReservationState.HELD,
            "units": [piece.as_dict() for piece in units],
        }
        | ({"credit": credit.as_dict()} if credit else {})
        | ({"uses": [use.as_dict() for use in uses]} if uses else {})
    )
    reservation = Write.put(TABLE, RESERVATION, item, condition="attribute_not_exists(#id)")
    moves = [
        _move(piece, "#available = #available - :n, #held = #held + :n", "#available >= :n")
        for piece in units
    ]
    return [reservation, *moves, *map(count, uses)]


def sell(order_id: str, units: Sequence[Units]) -> list[Write]:
    """Held becomes sold, once; credit stays held. Refused under `reservation` unless it holds these very
    units."""
    moves = [_move(piece, "#held = #held - :n, #sold = #sold + :n", "#held >= :n") for piece in units]
    return [_end(order_id, units, ReservationState.HELD, ReservationState.SOLD), *moves]


def release(reservation: Reservation) -> list[Write]:
    """Held becomes available again, uses of codes are given back, once. Refused under `reservation` unless it
    still holds these units, and this credit."""
    moves = [
        _move(piece, "#held = #held - :n, #available = #available + :n", "#held >= :n")
        for piece in reservation.units
    ]
    return [_give_up(reservation, ReservationState.HELD), *moves, *map(uncount, reservation.uses)]


def give_back(reservation: Reservation) -> list[Write]:
    """Sold becomes available again, all of it, uses of codes are given back, once. Refused under
    `reservation` unless these units are sold, and this credit is held."""
    moves = map(_unsell, reservation.units)
    return [_give_up(reservation, ReservationState.SOLD), *moves, *map(uncount, reservation.uses)]


def restock(reservation: Reservation, kept: Sequence[Units], back: Sequence[Units]) -> list[Write]:
    """Of what is sold, `back` becomes available again and `kept` is all that is left of the reservation,
    which names no credit any more. Refused under `reservation` unless it is as it was seen."""
    unmoved, credit = _credit_as_seen(reservation)
    shrunk = Write.update(
        TABLE,
        RESERVATION,
        reservation_key(reservation.order_id),
        "SET #units = :kept" + (" REMOVE #credit" if credit else ""),
        condition=f"#state = :sold AND #units = :units{unmoved}",
        values={
            "sold": ReservationState.SOLD,
            "units": [piece.as_dict() for piece in reservation.units],
            "kept": [piece.as_dict() for piece in kept],
        }
        | credit,
    )
    return [shrunk, *map(_unsell, back)]


def take_in(
    reservation: Reservation, return_id: str, back: Sequence[Units], left: Sequence[Units]
) -> list[Write]:
    """What comes back with a return is available again, once. Refused under `reservation` unless it has sold
    the units it was seen with, and not taken this return in yet."""
    taken_out = Write.update(
        TABLE,
        RESERVATION,
        reservation_key(reservation.order_id),
        "SET #units = :left ADD #returned :returns",
        condition="#state = :sold AND #units = :units"
        " AND (attribute_not_exists(#returned) OR NOT contains(#returned, :return))",
        values={
            "sold": ReservationState.SOLD,
            "units": [piece.as_dict() for piece in reservation.units],
            "left": [piece.as_dict() for piece in left],
            "return": return_id,
            "returns": {return_id},
        },
    )
    return [taken_out, *map(_unsell, back)]


def bury(order_id: str) -> list[Write]:
    """A tombstone where no reservation is: one that comes late finds its place taken."""
    item = reservation_key(order_id) | {
        "order_id": order_id,
        "state": ReservationState.RELEASED,
        "units": [],
    }
    return [Write.put(TABLE, RESERVATION, item, condition="attribute_not_exists(#id)")]


def gather(units: Sequence[Units]) -> list[Write]:
    """Bring pieces of one SKU together in the shard of the first; refused where a shard has too few."""
    target, *others = units
    together = shift(target.sku, target.shard, sum(piece.quantity for piece in others))
    return [together, *(shift(piece.sku, piece.shard, -piece.quantity) for piece in others)]


def revise(seen: Shelves, layout: Layout) -> Write:
    """Say how many shards there are, and that a SKU's stock was corrected or rebalanced; refused under `sku`
    if that was done by somebody else since it was seen."""
    values: Item = {"shards": layout.shards, "active": layout.active, "version": seen.version + 1}
    if seen.layout is None:
        item = sku_key(seen.sku) | {"sku": seen.sku} | values
        return Write.put(TABLE, SKU, item, condition="attribute_not_exists(#id)")
    # An item that was written before there were versions has none.
    unmoved = (
        "#version = :seen" if seen.version else "attribute_exists(#id) AND attribute_not_exists(#version)"
    )
    return Write.update(
        TABLE,
        SKU,
        sku_key(seen.sku),
        "SET #shards = :shards, #active = :active, #version = :version",
        condition=unmoved,
        values=values | ({"seen": seen.version} if seen.version else {}),
    )


def shift(sku: str, number: int, change: int) -> Write:
    """Change a shard's available units, and what it received, by so many; refused under the shard's label if
    fewer are available than are to be taken.

    By so many and not to so many: what orders take or give back meanwhile is no reason to refuse.
    """
    taken = max(0, -change)
    return Write.update(
        TABLE,
        shard_label(sku, number),
        shard_key(sku, number),
        "SET #available = if_not_exists(#available, :none) + :change,"
        " #received = if_not_exists(#received, :none) + :change,"
        " #held = if_not_exists(#held, :none), #sold = if_not_exists(#sold, :none),"
        " #sku = :sku, #shard = :shard",
        condition="#available >= :taken" if taken else "attribute_not_exists(#id) OR #available >= :taken",
        values={"taken": taken, "none": 0, "change": change, "sku": sku, "shard": number},
    )


def sign_receipt(receipt: str, sku: str, quantity: int, signed_by: str, at: str) -> Write:
    """Who said so and when; refused under `receipt` if it was signed before."""
    item = receipt_key(receipt) | {"sku": sku, "quantity": quantity, "signed_by": signed_by, "at": at}
    return Write.put(TABLE, RECEIPT, item, condition="attribute_not_exists(#id)")


def _unsell(piece: Units) -> Write:
    return _move(piece, "#sold = #sold - :n, #available = #available + :n", "#sold >= :n")


def _give_up(reservation: Reservation, before: ReservationState) -> Write:
    unmoved, credit = _credit_as_seen(reservation)
    end = _end(reservation.order_id, reservation.units, before, ReservationState.RELEASED)
    return replace(end, condition=end.condition + unmoved, values=end.values | credit)


def _end(order_id: str, units: Sequence[Units], before: ReservationState, state: ReservationState) -> Write:
    return Write.update(
        TABLE,
        RESERVATION,
        reservation_key(order_id),
        "SET #state = :state",
        condition="#state = :before AND #units = :units",
        values={
            "before": before,
            "units": [piece.as_dict() for piece in units],
            "state": state,
        },
    )


def _credit_as_seen(reservation: Reservation) -> tuple[str, Item]:
    """A condition to add, with its values: that the credit it names is still held for it."""
    if reservation.credit is None:
        return "", {}
    return " AND #credit = :credit", {"credit": reservation.credit.as_dict()}


def _move(piece: Units, update: str, condition: str) -> Write:
    return Write.update(
        TABLE,
        shard_label(piece.sku, piece.shard),
        shard_key(piece.sku, piece.shard),
        f"SET {update}",
        condition=condition,
        values={"n": piece.quantity},
    )
