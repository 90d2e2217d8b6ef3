"""What comes back: how it is asked for, inspected and refunded, and what the sweep is for."""

from harness.actors import accepts, rejects
from harness.moto.world import World
from tests.workflows.returning import sent_back

DUE_SECONDS = 31 * 24 * 60 * 60


def a_return_is_rejected(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())
    rejects(return_id)
    shop.run_to_end()
    assert shop.return_status(return_id) == "REJECTED"


def all_comes_back(shop: World) -> None:
    order = shop.delivered_order(1)
    accepts(shop.requested(order))
    shop.run_to_end()
    assert shop.outcome(order.order_id) == ("RETURNED", None)


def returns_are_decided_before_they_are_waited_for(shop: World) -> None:
    for decides, outcome in ((accepts, "REFUNDED"), (rejects, "REJECTED")):
        order = shop.delivered_order()
        held = shop.fault("AwaitInspection", "hangs", at="UpdateItem Orders")
        return_id = shop.asks_back(order).json["return_id"]
        held.reached()
        decides(return_id)
        held.release()
        shop.run_to_end()
        assert shop.return_status(return_id) == outcome


def another_owner_asks_about_an_order(shop: World) -> None:
    """Whether it may is looked up."""
    order, return_id = shop.sent_back()
    path, stranger = f"/orders/{order.order_id}", shop.new_owner()
    photo = {"content_type": "image/png"}
    assert shop.api("GET", f"{path}/returns", owner=stranger).status == 404
    assert shop.api("POST", f"{path}/returns/{return_id}/photos", photo, owner=stranger).status == 404
    assert shop.api("POST", f"{path}/cancel", owner=stranger).status == 404


def a_return_is_started_by_the_sweep(shop: World) -> None:
    order = shop.delivered_order()
    lost = shop.fault("Returns", "hangs", at="StartExecution")
    shop.asks_back(order, key="one")
    lost.kill()
    shop.time_passes(DUE_SECONDS)
    assert shop.sweep().answer == {"started": 1}
    shop.run_to_rest()
    return_id = shop.asks_back(order, key="one").json["return_id"]
    accepts(return_id)
    shop.run_to_end()
    assert shop.return_status(return_id) == "REFUNDED"


SCENARIOS = (
    sent_back,
    a_return_is_rejected,
    all_comes_back,
    returns_are_decided_before_they_are_waited_for,
    another_owner_asks_about_an_order,
    a_return_is_started_by_the_sweep,
)
