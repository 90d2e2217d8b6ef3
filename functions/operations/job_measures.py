"""The schedule's entry point that measures orders."""

from typing import Any

from functions.operations.measure_orders import measure_orders
from functions.shared import clock
from functions.shared.observe import plain_failures


@plain_failures()
def handle(_event: Any, _context: Any) -> dict[str, Any]:
    return {"hours": measure_orders(clock.now())}
