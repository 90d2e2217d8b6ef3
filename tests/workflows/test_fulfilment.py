"""What becomes of a paid order: the path, the money and the stock of each outcome."""

from tests.workflows.fulfil import (
    FULFILMENT,
    PACKED,
    offered,
    reports,
)
from tests.world.world import PRICE, World


def test_a_success_executes_exactly_three_states(shop: World) -> None:
    order_id, work = offered(shop)
    reports(shop, work, "accepted")
    reports(shop, work)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert shop.execution_status(order_id, FULFILMENT) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("COMPLETED", None)
    (intent,) = shop.intents(order_id)
    assert (intent.holds, intent.keeps) == (0, PRICE)
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
