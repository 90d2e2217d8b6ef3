"""State machine files: plain JSON, with the patience of this deployment set as they are loaded."""

import json
from pathlib import Path
from typing import Any

from infra.settings import Patience

FOLDER = Path(__file__).resolve().parent.parent / "statemachines"
COMPENSATIONS = ("AbandonOrder", "VoidPayment", "CloseOrder")
RETURNS = ("RefundPayment", "RestockItems", "CloseReturn")
UNTIL_AN_OPERATOR = (*COMPENSATIONS, "AbandonFulfilment", "CompleteOrder", *RETURNS)
"""States, of any machine, that are tried for a day and then stand before an operator."""


def load_machine(name: str, patience: Patience) -> dict[str, Any]:
    """The definition in `statemachines/<name>.asl.json`, with `${Name}` still in place of each function."""
    definition: dict[str, Any] = json.loads((FOLDER / f"{name}.asl.json").read_text())
    states = definition["States"]
    numbers = {
        "AwaitCustomerAction": {"TimeoutSeconds": patience.customer_action_seconds},
        "AwaitInspection": {"TimeoutSeconds": patience.inspection_seconds},
        "AwaitPacking": {
            "TimeoutSeconds": patience.packing_seconds,
            "HeartbeatSeconds": patience.heartbeat_seconds,
        },
    }
    attempts = dict.fromkeys(UNTIL_AN_OPERATOR, patience.compensation_attempts)
    attempts["CapturePayment"] = patience.capture_attempts
    for state in numbers.keys() & states.keys():
        states[state] |= numbers[state]
    for state in attempts.keys() & states.keys():
        states[state]["Retry"][-1]["MaxAttempts"] = attempts[state]
    return definition
