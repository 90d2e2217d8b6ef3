"""Items of the Stock table as they are read: shards, reservations, receipts, counts of customers' uses."""

from functions.inventory.stock import HeldCredit, Reservation, ReservationState, Shard, Units
from functions.inventory.uses import CustomerCount, CustomerUse
from functions.inventory.uses_writes import uses_key
from functions.inventory.writes import shard_key
from functions.shared.items import Unreadable, optional, reader, value, word
from functions.shared.write import Item


@reader
def shard_from(item: Item) -> Shard:
    """Raises Unreadable; one that says it is another's is, too."""
    sku, number = value(item, "sku", str), value(item, "shard", int)
    if shard_key(sku, number) != {"id": item["id"]}:
        raise Unreadable("sku or shard is another's")
    return Shard(
        sku=sku,
        number=number,
        available=value(item, "available", int),
        held=value(item, "held", int),
        sold=value(item, "sold", int),
        received=value(item, "received", int),
    )


@reader
def reservation_from(item: Item) -> Reservation:
    """Raises Unreadable."""
    units = tuple(
        Units(value(one, "sku", str), value(one, "shard", int), value(one, "quantity", int))
        for one in value(item, "units", list)
    )
    state = word(item, "state", ReservationState)
    returned = frozenset(item.get("returned", ()))
    uses = tuple(map(_use_from, optional(item, "uses", list) or ()))
    return Reservation(value(item, "order_id", str), state, units, returned, _credit_from(item), uses)


def _credit_from(item: Item) -> HeldCredit | None:
    held = optional(item, "credit", dict)
    return HeldCredit(value(held, "owner", str), value(held, "amount", int)) if held else None


def _use_from(item: Item) -> CustomerUse:
    return CustomerUse(value(item, "code", str), value(item, "customer", str), value(item, "most", int))


@reader
def count_from(item: Item) -> CustomerCount:
    """Raises Unreadable; one that says it is another's is, too."""
    code, customer = value(item, "code", str), value(item, "customer", str)
    if uses_key(code, customer) != {"id": item["id"]}:
        raise Unreadable("code or customer is another's")
    return CustomerCount(code, customer, value(item, "used", int))


@reader
def receipt_from(item: Item) -> Item:
    """As it is. Raises Unreadable."""
    value(item, "sku", str)
    value(item, "quantity", int)
    return item
