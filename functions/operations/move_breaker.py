"""Close the payment provider's circuit by hand, or open it."""

from typing import Any

from functions.operations.show_circuit import show_circuit
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.payment import breaker
from functions.shared.table import transact


def close_breaker(signed: Signed) -> dict[str, Any]:
    """New checkouts are let in again, by every process within ten seconds. Where the circuit stands now."""
    return _move("close-breaker", signed, opened=False)


def open_breaker(signed: Signed) -> dict[str, Any]:
    """New checkouts are refused for half a minute; then a few are let through, and an answer of the
    provider's closes the circuit again."""
    return _move("open-breaker", signed, opened=True)


def _move(action: str, signed: Signed, *, opened: bool) -> dict[str, Any]:
    told = journal_store.entry(Entry(action, breaker.NAME, signed))
    transact([breaker.moved_by_hand(opened=opened), told])
    return show_circuit(breaker.standing_now())
