"""Orders with credit that are broken on purpose, for the pairs of tender_pairs.py to find."""

from collections.abc import Callable
from dataclasses import replace

from functions.checkout import reserve_stock
from functions.credit import writes
from functions.shared.write import Write
from tests.interleavings.variants import Found, _patched

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


def _stays(owner: str, held: int, spent: int, order_id: str, _standing: str, at: str) -> list[Write]:
    head, *entries = _end_hold(owner, held, spent, order_id, owner, at)
    return [replace(head, condition="#held >= :held"), *entries]


_hold, _end_hold = writes.hold, writes.end_hold
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
    "what is left of an order's credit stays in a merged account": (
        _patched(writes, "end_hold", _stays),
        ("spend || merge",),
    ),
}
