"""Receive or correct stock by a signed receipt: who said so, when, and by how many units."""

from collections.abc import Callable, Sequence
from functools import partial

from functions.inventory import stock, store, writes
from functions.inventory.stock import Layout, Shelves
from functions.shared import clock, ids
from functions.shared.contention import contend
from functions.shared.table import transact
from functions.shared.write import Write

TRIES = 40
PAUSE_SECONDS = 0.002


Told = Callable[[], Sequence[Write]]
"""Writes that are to be in the transaction of a change, made anew for each try: its entry in the journal."""


def nothing() -> Sequence[Write]:
    """Nobody is told."""
    return ()


def set_available(
    sku: str, available: int, signed_by: str, *, receipt: str = "", told: Told = nothing
) -> int:
    """Make exactly `available` units available, as of the moment at which all shards were looked at; what is
    held or sold stays, and orders since that moment are served from what was set.

    Whoever else corrects or rebalances the SKU meanwhile has it looked at again; orders do not, and are never
    refused by it. Returns the units received (negative for a correction downwards). A `receipt` that was
    signed before is only told again. Raises Contended.
    """
    correct = partial(_set_available, receipt or ids.new_receipt(), sku, available, signed_by, told)
    return contend(correct, f"set the stock of {sku}", tries=TRIES, pause=PAUSE_SECONDS)


def _set_available(receipt: str, sku: str, available: int, signed_by: str, told: Told) -> int:
    """A receipt that is there was signed by an earlier try whose answer was lost."""
    shelves, signed = store.look_whether(receipt, sku)
    if signed is not None:
        return signed
    return correct(receipt, shelves, available, signed_by, told)


def correct(
    receipt: str,
    shelves: Shelves,
    available: int,
    signed_by: str,
    told: Told = nothing,
    layout: Layout | None = None,
) -> int:
    """Make `available` units available of what was seen, by a receipt that nobody has signed yet; the units
    received. `layout`: another than it has. Raises ConditionRefused, TransactionConflicted: look again."""
    sku, layout = shelves.sku, layout or shelves.layout or stock.first_layout(available)
    changes = stock.correct(shelves, layout, available)
    received, now = sum(changes), clock.timestamp(clock.now())
    transact(
        [
            writes.sign_receipt(receipt, sku, received, signed_by, now),
            writes.revise(shelves, layout),
            *_moves(shelves, changes),
            *told(),
        ]
    )
    return received


def set_shards(sku: str, count: int, told: Told = nothing) -> Layout:
    """Have orders start from `count` shards, available units spread over them evenly, in one transaction.

    Shards beyond them stay where they are: units held there come back there, and every look finds them.
    Doing it again changes nothing but what has become uneven since. Raises Contended.
    """
    rebalance = partial(_set_shards, sku, count, told)
    return contend(rebalance, f"set the shards of {sku}", tries=TRIES, pause=PAUSE_SECONDS)


def _set_shards(sku: str, count: int, told: Told) -> Layout:
    shelves = store.look(sku)
    ever = shelves.layout.shards if shelves.layout else 0
    layout = Layout(max(count, ever), count)
    moves = _moves(shelves, stock.rebalance(shelves, layout))
    if moves or layout != shelves.layout:
        transact([writes.revise(shelves, layout), *moves, *told()])
    return layout


def _moves(shelves: Shelves, changes: list[int]) -> list[Write]:
    """Only what changes is written, so that as few orders as can be are met; new shards are made."""
    there = {shard.number for shard in shelves.shards}
    return [
        writes.shift(shelves.sku, number, change)
        for number, change in enumerate(changes)
        if change or number not in there
    ]
