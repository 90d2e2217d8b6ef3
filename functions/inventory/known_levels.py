"""Stock levels as a process knows them: a hint whether a closer look is needed, never an answer.

A copy is renewed before it runs out, by one caller, while the others are served what is known. Processes
that read at one moment draw when they renew, so that they do not meet for ever.
"""

import random
import threading
from collections.abc import Sequence
from dataclasses import replace

from functions.catalog import freshness
from functions.catalog.freshness import Copy, Duty
from functions.inventory import stock, store
from functions.shared import clock

MOST_KNOWN = 10_000
"""So many SKUs are remembered at most; then all are forgotten."""

_lock = threading.Lock()
_copies: dict[str, Copy[int]] = {}


def known_levels(skus: Sequence[str]) -> dict[str, int]:
    """Available units by SKU, at most ten seconds old, and the less so the fewer they are."""
    began = clock.monotonic()
    found, old = _known(skus, began)
    return found | _learned(store.levels(old), began) if old else found


def _known(skus: Sequence[str], now: float) -> tuple[dict[str, int], list[str]]:
    """What is known, and what this caller has to read: nobody else renews what this one does."""
    found: dict[str, int] = {}
    old = []
    with _lock:
        for sku in skus:
            copy = _copies.get(sku)
            todo = freshness.duty(copy, now, reading=False)
            if copy is not None and todo is Duty.SERVE:
                found[sku] = copy.value
                continue
            old.append(sku)
            if copy is not None and todo is Duty.REFRESH:
                _copies[sku] = replace(copy, refresh_at=copy.good_until)
    return found, old


def _learned(levels: dict[str, int], read_at: float) -> dict[str, int]:
    with _lock:
        if len(_copies) + len(levels) > MOST_KNOWN:
            _copies.clear()
        for sku, units in levels.items():
            _copies[sku] = copy_of(units, read_at, _chance())
    return levels


def copy_of(units: int, read_at: float, chance: float) -> Copy[int]:
    """What a read found that began at `read_at`: good for as long as it can be gone by."""
    return freshness.fresh(units, read_at, chance, good_for=stock.believed(units))


def _chance() -> float:
    return random.random()  # noqa: S311 - jitter, not a secret
