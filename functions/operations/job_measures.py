"""The schedule's entry point that measures orders and sales, and what stands still."""

from typing import Any

from functions.operations.count_stuck import measure_stuck
from functions.operations.measure_orders import measure_orders
from functions.operations.measure_sales import measure_sales
from functions.shared import clock
from functions.shared.observe import about, plain_failures


@plain_failures()
def handle(_event: Any, _context: Any) -> dict[str, Any]:
    now = clock.now()
    with about():
        measure_stuck()
        return {"hours": measure_orders(now), "days": measure_sales(now)}
