"""The state machine of a return: one execution each, named after it."""

from functions.returns.returns import Return
from functions.shared import machines

MACHINE = "RETURN_MACHINE"


def start(one: Return) -> None:
    """Starting it again, while it runs or after it ended, changes nothing."""
    machines.start(MACHINE, one.execution, subject(one))


def subject(one: Return) -> dict[str, str]:
    """What the execution is about: its input, and what its steps hand on."""
    return {"order_id": one.order_id, "return_id": one.return_id}
