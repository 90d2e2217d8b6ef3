"""An operator decides about a return: what of it is accepted, or that it is turned down."""

from functions.operations.errors import AnsweredOtherwise, OperationRefused, TargetUnknown
from functions.order.lines import Quantities
from functions.returns.claim import NotAnnounced, NothingAccepted
from functions.returns.inspect_return import AlreadyInspected, inspect_return
from functions.returns.returns import Return, Verdict
from functions.returns.writes import ReturnUnknown


def decide_return(return_id: str, verdict: Verdict, by: str) -> Return:
    """The return, decided, once; the same answer again is fine, and sends on what got stuck. Raises
    OperationRefused."""
    try:
        return inspect_return(return_id, verdict, by)
    except ReturnUnknown:
        raise TargetUnknown(f"there is no return {return_id}") from None
    except NotAnnounced as many:
        raise OperationRefused(f"of line {many.line_id} only {many.most} came back or are accepted") from None
    except NothingAccepted:
        raise OperationRefused("nothing of it is accepted: reject-return turns it down") from None
    except AlreadyInspected as other:
        raise AnsweredOtherwise(f"already answered: {told(other.found)}") from None


def told(one: Return) -> str:
    """The decision in words."""
    if one.inspection is None:
        return one.shown
    made, said = one.inspection, one.inspection.verdict
    why = f" ({said.why})" if said.why else ""
    lines = f", {counted(one.accepted_lines)}" if one.declined_lines and one.accepted else ""
    off = f", not on the shelf {counted(said.off_shelf)}" if said.off_shelf else ""
    return f"{made.result}{lines}{off} by {made.by} at {made.at}{why}"


def counted(units: Quantities) -> str:
    """As accept-return takes it."""
    return " ".join(f"{line}={count}" for line, count in sorted(units.items()))
