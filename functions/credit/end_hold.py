"""End what an account holds for an order: as writes, for the transaction that ends the order's reservation of
it."""

from functions.credit import store, writes
from functions.shared.write import Write


def end_hold(owner: str, held: int, order_id: str, at: str, spent: int = 0) -> list[Write]:
    """`spent` of what is held in this owner's account went into the order; the rest is free again there or,
    once the account was merged, where that went. All in minor units; `at` in RFC 3339. Raises Contended."""
    return writes.end_hold(owner, held, spent, order_id, store.standing(owner).owner, at)
