"""What tests say of a return that came to its end."""

from functions.returns import store as returns_store
from functions.shared.table import get
from harness.actors import accepts
from harness.moto.world import PRICE, RETURN, World


def assert_came_back_once(world: World, return_id: str) -> None:
    """One of two units: its money, its place on the shelf, its entry in the log and in the ledger."""
    order_id = returns_store.load(return_id).order_id
    assert world.return_status(return_id) == "REFUNDED"
    assert [(one.return_id, one.amount) for one in world.refunds(order_id)] == [(return_id, PRICE)]
    assert world.recorded_refunds(order_id) == {return_id: "DONE"}
    entries = [(one["amount"], one["why"]) for one in world.entries(order_id) if one["type"] == "REFUNDED"]
    assert entries == [(PRICE, return_id)]
    item = get("PAYMENTS_TABLE", {"order_id": order_id})
    assert item is not None
    assert item["refunding"] == PRICE
    assert world.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
    assert world.timeline(order_id) == ["ReturnRequested", "ReturnAccepted", "ReturnRefunded"]


def sent_back(shop: World) -> None:
    """Every function of returns at work: a photo, a stuck return, the sweep."""
    order, return_id = shop.sent_back()
    photos = f"/orders/{order.order_id}/returns/{return_id}/photos"
    assert shop.api("POST", photos, {"content_type": "image/png"}, owner=order.owner).status == 201
    assert shop.api("GET", f"/orders/{order.order_id}/returns", owner=order.owner).status == 200
    assert shop.api("GET", f"/orders/{order.order_id}/receipt", owner=order.owner).status == 200
    shop.always("RestockItems")
    accepts(return_id)
    shop.until_stuck(return_id)
    aborted = shop.aborts(return_id, RETURN)
    shop.sweep(aborted)
    shop.run_to_end()
    assert shop.return_status(return_id) == "REFUNDED"
