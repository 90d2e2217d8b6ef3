"""A return as operators see it."""

from typing import Any

from functions.operations.errors import TargetUnknown
from functions.returns import store as returns_store
from functions.returns.returns import Return, present
from functions.returns.writes import ReturnUnknown


def load_return(return_id: str) -> Return:
    """Raises TargetUnknown."""
    try:
        return returns_store.load(return_id)
    except ReturnUnknown:
        raise TargetUnknown(f"there is no return {return_id}") from None


def present_return(one: Return) -> dict[str, Any]:
    """As a customer sees it, with the stage it is at and what keeps it before an operator."""
    stuck = one.stuck.shown() if one.stuck else None
    return present(one) | {"stage": one.stage.value, "stuck": stuck, "settled": one.settled}


def entry_of(one: Return) -> dict[str, Any]:
    """As an operator sees it. Its photos are counted as they were announced, not as they came."""
    stuck = one.stuck.shown() if one.stuck else None
    return present(one) | {"photos": len(one.photos), "stuck": stuck}


def decision_of(one: Return) -> dict[str, Any] | None:
    """What was decided, by whom and why; None so far."""
    if one.inspection is None:
        return None
    made, said = one.inspection, one.inspection.verdict
    return {
        "verdict": made.result.value,
        "by": made.by,
        "at": made.at,
        "why": said.why,
        "lines": one.accepted_lines,
        "not_on_shelf": said.off_shelf,
        "note": said.note,
    }
