"""State machine files: plain JSON, with the patience of this deployment set as they are loaded."""

import json
from pathlib import Path
from typing import Any

from infra.settings import Patience

FOLDER = Path(__file__).resolve().parent.parent / "statemachines"
COMPENSATIONS = ("AbandonOrder", "VoidPayment", "CloseOrder")
RETURNED_STEPS = ("RefundPayment", "RestockItems", "CloseReturn")


def load_machine(name: str, patience: Patience) -> dict[str, Any]:
    """The definition in `statemachines/<name>.asl.json`, with `${Name}` still in place of each function."""
    definition: dict[str, Any] = json.loads((FOLDER / f"{name}.asl.json").read_text())
    states = definition["States"]
    waits = {
        "AwaitCustomerAction": patience.customer_action_seconds,
        "AwaitInspection": patience.inspection_seconds,
    }
    for wait in waits.keys() & states.keys():
        states[wait]["TimeoutSeconds"] = waits[wait]
    for step in {*COMPENSATIONS, *RETURNED_STEPS} & states.keys():
        states[step]["Retry"][-1]["MaxAttempts"] = patience.compensation_attempts
    return definition
