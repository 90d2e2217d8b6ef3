"""List returns by the stage they are at."""

from enum import StrEnum
from typing import Any

from functions.operations.return_view import present_return
from functions.operations.unreadable import named
from functions.returns import store as returns_store
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
