"""Have warehouses told what becomes of what they were offered."""

from collections.abc import Sequence

from functions.fulfilment.fulfilment import Instruction
from functions.fulfilment.tell_warehouse import tell_warehouse
from functions.relay.bus import News
from functions.relay.work_each import work_each

LAST_WORDS = {"OrderCompleted": Instruction.HAND_OVER, "OrderCancelling": Instruction.PUT_BACK}
"""By event: what was packed is paid for, or the fence stands and its units are for sale again."""


def tell_warehouses(news: Sequence[News]) -> list[News]:
    """Those that are worth another try. Whoever cannot be told at all is found by the audit."""
    last = [item for item in news if item.event.type in LAST_WORDS]
    return work_each(
        last,
        lambda item: tell_warehouse(item.order_id, LAST_WORDS[item.event.type]),
        "warehouse not told",
        "WarehousesNotTold",
    )
