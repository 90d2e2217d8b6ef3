"""What comes back: how it is asked for, inspected and refunded, and what the sweep is for."""

from harness.moto.fulfilments import reached
from harness.moto.returns import accepts, asks, delivered_order, rejects, requested, sent_back, status
from harness.moto.world import World

DUE_SECONDS = 31 * 24 * 60 * 60


def a_return_is_rejected(shop: World) -> None:
    return_id = requested(shop, delivered_order(shop))
    rejects(return_id)
    shop.run_to_end()
    assert status(return_id) == "REJECTED"


def all_comes_back(shop: World) -> None:
    order = delivered_order(shop, 1)
    accepts(requested(shop, order))
    shop.run_to_end()
    assert shop.outcome(order.order_id) == ("RETURNED", None)


def returns_are_decided_before_they_are_waited_for(shop: World) -> None:
    for decides, outcome in ((accepts, "REFUNDED"), (rejects, "REJECTED")):
        order = delivered_order(shop)
        held = shop.fault("AwaitInspection", "hangs", at="UpdateItem Orders")
        return_id = asks(shop, order).json["return_id"]
        reached(held)
        decides(return_id)
        held.release()
        shop.run_to_end()
        assert status(return_id) == outcome


def another_owner_reads_of_returns(shop: World) -> None:
    order = delivered_order(shop)
    assert shop.api("GET", f"/orders/{order.order_id}/returns", owner=shop.new_owner()).status == 404


def a_return_is_started_by_the_sweep(shop: World) -> None:
    order = delivered_order(shop)
    lost = shop.fault("Returns", "hangs", at="StartExecution")
    asks(shop, order)
    lost.kill()
    shop.time_passes(DUE_SECONDS)
    assert shop.invoke("Sweep", {}).answer == {"started": 1}
    shop.run_to_rest()
    return_id = asks(shop, order).json["return_id"]
    accepts(return_id)
    shop.run_to_end()
    assert status(return_id) == "REFUNDED"


SCENARIOS = (
    sent_back,
    a_return_is_rejected,
    all_comes_back,
    returns_are_decided_before_they_are_waited_for,
    another_owner_reads_of_returns,
    a_return_is_started_by_the_sweep,
)
