"""Calls to the Stock and Orders tables, tried again as functions/shared/table.py tries them."""

from collections.abc import Callable, Generator

from bench.flash_sale.agenda import Agenda
from bench.flash_sale.limits import call_seconds
from bench.flash_sale.partitions import Outcome, Shelf
from functions.shared import table

Doing = Generator[float, None, Outcome]


def in_spite_of_conflicts(agenda: Agenda, call: Callable[[float], Outcome], operation: str) -> Doing:
    """The first outcome that is no conflict, with the product's own number of tries and its pauses. `call` is
    given the moment."""
    for attempt in range(table.CONFLICT_TRIES):
        outcome = call(agenda.now)
        yield call_seconds(operation)
        if outcome is not Outcome.CONFLICT:
            return outcome
        yield table._backoff(attempt)
    return Outcome.CONFLICT


def look(agenda: Agenda, shelf: Shelf, remember: Callable[[], None]) -> Doing:
    """All shards at one moment; `remember` is called at that moment."""

    def once(now: float) -> Outcome:
        outcome = shelf.look(now)
        if outcome is Outcome.DONE:
            remember()
        return outcome

    return (yield from in_spite_of_conflicts(agenda, once, "TransactGetItems"))
