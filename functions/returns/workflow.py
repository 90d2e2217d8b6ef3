"""The state machine of a return: one execution each, named after it."""

from functions.order.returns import Return
from functions.shared import machines

MACHINE = "RETURN_MACHINE"


def start(one: Return) -> None:
    """Starting it again, while it runs or after it ended, changes nothing."""
    machines.start(MACHINE, one.execution, {"order_id": one.order_id, "return_id": one.return_id})
