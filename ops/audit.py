"""`audit`: hold a shop against its promises, at any time, orders on their way included."""

from collections import Counter
from typing import Any

from functions.order.order import SHOWN
from functions.payment.hold import HoldStatus
from functions.shared import clock
from ops.promises import Snapshot, given_back_outside, late, violations
from ops.promises_of_disputes import taken as taken_by_banks
from ops.promises_of_progress import still_open
from ops.snapshot import read_snapshot
from ops.standing import standing

LOOKS = 8
PAUSE_SECONDS = 0.4


def audit() -> dict[str, Any]:
    """The report that design and docs describe; `violations` holds what was found at every look. Money that
    operators stated to have given back outside the provider is no violation, and listed by order.

    A snapshot of a busy shop is read while it moves: what one look suspects counts only if all the
    following looks find it too, word for word.
    """
    shop = read_snapshot()
    found = _broken(shop)
    for _ in range(LOOKS - 1):
        if not found:
            break
        clock.pause(PAUSE_SECONDS)
        shop = read_snapshot()
        seen = set(_broken(shop))
        found = [one for one in found if one in seen]
    return _report(shop, found)


def _broken(shop: Snapshot) -> list[str]:
    return [*violations(shop), *late(shop, clock.now())]


def _report(shop: Snapshot, found: list[str]) -> dict[str, Any]:
    shown = Counter(SHOWN.get(order.status, order.status).value for order in shop.orders.values())
    stated = given_back_outside(shop)
    return {
        "ok": not found,
        "violations": found,
        "in_flight": len(still_open(shop.orders, shop.returns, shop.refunds)),
        "orders": dict(sorted(shown.items())),
        "returns": dict(sorted(Counter(one.shown for one in shop.returns).items())),
        "refunds": dict(sorted(Counter(one.stage.value for one in shop.refunds).items())),
        "stands": standing(shop),
        "stock": _stock(shop),
        "payments": _payments(shop),
    } | ({"given_back_outside": stated} if stated else {})


def _stock(shop: Snapshot) -> dict[str, dict[str, int]]:
    totals: dict[str, Counter[str]] = {}
    for shard in shop.shards:
        counts = totals.setdefault(shard.sku, Counter())
        counts["received"] += shard.received
        counts["available"] += shard.available
        counts["held"] += shard.held
        counts["sold"] += shard.sold
    return {sku: dict(totals[sku]) for sku in sorted(totals)}


def _payments(shop: Snapshot) -> dict[str, int]:
    """Sums in minor units: `authorized` is still held, `voided` was held and given back, `disputed` was taken
    by banks."""
    given_back = [one for one in shop.holds if one.status is HoldStatus.GONE and one.was_held]
    taken = [one for one in shop.holds if one.status is HoldStatus.TAKEN]
    return {
        "authorized": sum(one.holds for one in shop.holds),
        "captured": sum(one.captured for one in taken),
        "voided": sum(one.amount.amount for one in given_back),
        "refunded": sum(one.refunded for one in taken),
        "disputed": taken_by_banks(shop.disputes),
    }
