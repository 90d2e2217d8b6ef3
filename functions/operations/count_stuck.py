"""Count what stands still until somebody does something about it."""

from functions.operator import set_aside_store
from functions.operator import store as operator_store
from functions.order import lists_store
from functions.refunds.writes import REFUNDS
from functions.returns.writes import RETURNS
from functions.shared.observe import COUNT, measure

COUNTED = 1000
"""Of each no more are counted: that many is told as that many or more."""


def count_stuck() -> dict[str, int]:
    """`{orders, returns, refunds, set_aside}`: before an operator and unanswered, and what the sweep could
    not look after. What it costs does not depend on how many orders there are."""
    return {
        "orders": operator_store.count_unanswered(COUNTED),
        "returns": lists_store.count_listed(RETURNS.stuck, COUNTED),
        "refunds": lists_store.count_listed(REFUNDS.stuck, COUNTED),
        "set_aside": set_aside_store.count_marks(COUNTED),
    }


def measure_stuck() -> None:
    """Write these counts as metrics: a parked order is counted once as it happens, and here for as long as
    it stands."""
    found = count_stuck()
    measure(
        {
            "StuckOrders": (found["orders"], COUNT),
            "StuckReturns": (found["returns"], COUNT),
            "StuckRefunds": (found["refunds"], COUNT),
            "SetAside": (found["set_aside"], COUNT),
        }
    )
