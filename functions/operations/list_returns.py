"""List returns by the stage they are at."""

from enum import StrEnum
from typing import Any

from functions.operations.unreadable import named
from functions.returns import store as returns_store
from functions.returns.returns import Return, present
from functions.shared.items import Aside


class State(StrEnum):
    """What returns are listed by: their stage, or that they stand before an operator."""

    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    REOPENED = "REOPENED"
    CLOSED = "CLOSED"
    STUCK = "STUCK"


def list_returns(state: State, limit: int, start: str = "") -> tuple[dict[str, Any], str]:
    """`{returns, unreadable}` and the place that the next page starts at, empty at the end. Those that wait
    are listed the oldest first, those at their end the newest first."""
    aside: Aside = {}
    newest = state is State.CLOSED
    found, left = returns_store.load_listed(state, limit, newest=newest, start=start, aside=aside)
    return {"returns": [present_return(one) for one in found], "unreadable": named(aside)}, left


def present_return(one: Return) -> dict[str, Any]:
    """As a customer sees it, with the stage it is at and what keeps it before an operator."""
    stuck = one.stuck.shown() if one.stuck else None
    return present(one) | {"stage": one.stage.value, "stuck": stuck, "settled": one.settled}
