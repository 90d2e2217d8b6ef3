"""Stock as replication left it when it broke off: shards and reservations that do not agree.

For the command that goes on in another region, once nobody else writes (ops/mend.py).
"""

from collections.abc import Sequence

from functions.inventory.stock import Layout, Reservation, Shard, Shelves
from functions.inventory.store import layout
from functions.inventory.uses import CustomerCount
from functions.inventory.uses_writes import uses_key, uses_label
from functions.inventory.writes import (
    RESERVATION,
    TABLE,
    reservation_key,
    revise,
    shard_key,
    shard_label,
    sign_receipt,
)
from functions.shared.table import transact, write
from functions.shared.write import Item, Write


def put_reservation(reservation: Reservation, seen: Reservation | None) -> None:
    """In place of what stands there. Raises ConditionRefused if that is not as it was seen."""
    item = reservation_key(reservation.order_id) | {
        "order_id": reservation.order_id,
        "state": reservation.state,
        "units": [piece.as_dict() for piece in reservation.units],
    }
    if reservation.returned:
        item |= {"returned": set(reservation.returned)}
    if reservation.credit:
        item |= {"credit": reservation.credit.as_dict()}
    if reservation.uses:
        item |= {"uses": [use.as_dict() for use in reservation.uses]}
    if seen is None:
        write(Write.put(TABLE, RESERVATION, item, condition="attribute_not_exists(#id)"))
        return
    as_seen: Item = {"seen": seen.state, "seen_units": [piece.as_dict() for piece in seen.units]}
    condition = "#state = :seen AND #units = :seen_units"
    write(Write.put(TABLE, RESERVATION, item, condition=condition, values=as_seen))


def drop_reservation(order_id: str) -> None:
    """Of an order that is lost. Raises ConditionRefused if there is none."""
    write(Write.delete(TABLE, RESERVATION, reservation_key(order_id), condition="attribute_exists(#id)"))


def recount(counted: Sequence[Shard], seen: Sequence[Shard], short: int, signed_by: str, at: str) -> None:
    """The shards of one SKU become as they were `counted`, all or none; `short` units more (or fewer, below
    0) than its receipts say are signed for. Raises ConditionRefused if a shard is not as it was seen."""
    before = {shard.number: shard for shard in seen}
    writes = [_counted(shard, before.get(shard.number)) for shard in counted]
    sku = counted[0].sku
    if short:
        writes.append(sign_receipt(f"fail-over#{sku}#{at}", sku, short, signed_by, at))
    there = layout(sku)
    needed = max(shard.number for shard in counted) + 1
    if there is None:
        writes.append(revise(Shelves(sku, None), Layout(needed, needed)))
    transact(writes)


def recount_uses(counted: CustomerCount, seen: CustomerCount | None) -> None:
    """In place of what was seen. Raises ConditionRefused if that does not stand there."""
    item = uses_key(counted.code, counted.customer) | vars(counted)
    label = uses_label(counted.code)
    if seen is None:
        write(Write.put(TABLE, label, item, condition="attribute_not_exists(#id)"))
        return
    write(Write.put(TABLE, label, item, condition="#used = :seen", values={"seen": seen.used}))


def _counted(shard: Shard, seen: Shard | None) -> Write:
    label, key = shard_label(shard.sku, shard.number), shard_key(shard.sku, shard.number)
    item = key | {
        "sku": shard.sku,
        "shard": shard.number,
        "available": shard.available,
        "held": shard.held,
        "sold": shard.sold,
        "received": shard.received,
    }
    if seen is None:
        return Write.put(TABLE, label, item, condition="attribute_not_exists(#id)")
    as_seen: Item = {
        "available": seen.available,
        "held": seen.held,
        "sold": seen.sold,
        "received": seen.received,
    }
    condition = " AND ".join(f"#{name} = :{name}" for name in as_seen)
    return Write.put(TABLE, label, item, condition=condition, values=as_seen)
