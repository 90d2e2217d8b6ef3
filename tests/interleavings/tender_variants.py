"""Orders with credit that are broken on purpose, for the pairs of tender_pairs.py to find."""

from collections.abc import Callable
from dataclasses import replace

from functions.checkout import reserve_stock
from functions.credit import end_hold, store, writes
from functions.fulfilment import complete_order
from functions.shared.write import Write
from tests.interleavings.variants import Found, _all, _patched

Transact = Callable[[list[Write]], None]


def _apart(transact: Transact, first: int) -> Transact:
    """So many writes first, the others after them."""

    def write(changes: list[Write]) -> None:
        transact(changes[:first])
        if changes[first:]:
            transact(changes[first:])

    return write


def _whatever_is_free(owner: str, amount: int) -> Write:
    held = _hold(owner, amount)
    return replace(held, condition="attribute_exists(#account) AND attribute_not_exists(#merged_into)")


_hold = writes.hold
ON_ONE_BALANCE = "order || order, on one balance"
VARIANTS: dict[str, Found] = {
    "credit is held after the units": (
        _patched(reserve_stock, "transact", _apart(reserve_stock.transact, -1)),
        (ON_ONE_BALANCE,),
    ),
    "credit is held whatever is free": (
        _patched(reserve_stock.credit_writes, "hold", _whatever_is_free),
        (ON_ONE_BALANCE,),
    ),
    "an order is completed, and its credit is spent after it": (
        _patched(complete_order, "transact", _apart(complete_order.transact, 2)),
        ("spend || release, of one order",),
    ),
    "what is left of an order's credit stays in a merged account": (
        _all(
            _patched(end_hold.store, "standing", store.load),
            _patched(writes, "_STANDS", "attribute_exists(#account)"),
        ),
        ("spend || merge",),
    ),
}
