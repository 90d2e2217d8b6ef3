"""The schedule's entry point that rotates the session keys once the newest is old enough."""

from typing import Any

from functions.operations.change_keys import rotate_aged_session_keys
from functions.shared import clock
from functions.shared.observe import plain_failures


@plain_failures()
def handle(_event: Any, _context: Any) -> dict[str, Any]:
    report = rotate_aged_session_keys(clock.now())
    return {"added": report["added"], "dropped": report["dropped"]}
