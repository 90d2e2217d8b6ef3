"""Orders that were delivered, and what tests say of their returns."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from functions.operator.stop import Stuck
from functions.order import store as order_store
from functions.order.order import Order, Status
from functions.payment import refunds_store
from functions.payment.hold import ProviderRefund
from functions.payment.provider import provider
from functions.returns import store as returns_store
from functions.returns.decide_return import decide_return
from functions.returns.returns import Return, Verdict
from functions.shared.table import get
from tests.workflows import fulfil
from tests.workflows.saga import BROKEN
from tests.world.api import Answer
from tests.world.executions import PATIENCE_SECONDS
from tests.world.faults import Fault
from tests.world.world import PRICE, SKU, World

RETURN = "Return"
WAITING = ["AwaitInspection"]
REFUNDED = ["AwaitInspection", "RefundPayment", "RestockItems", "CloseReturn"]
REJECTED = ["AwaitInspection", "CloseReturn"]


def delivered_order(world: World, quantity: int = 2, *, delivered: int | None = None) -> Order:
    """An order of `quantity` margheritas, of which so many (all) were packed, handed over and paid for."""
    order_id, work = fulfil.offered(world, quantity)
    lines = [{"line_id": SKU, "quantity": quantity if delivered is None else delivered}]
    fulfil.reports(world, work, lines=lines)
    until(lambda: order_store.load(order_id).status is Status.COMPLETED)
    world.run_to_rest()
    return order_store.load(order_id)


def asks(
    world: World, order: Order, lines: Mapping[str, int] | None = None, key: str | None = None, **more: Any
) -> Answer:
    """POST the return of these units (of one margherita)."""
    listed = [{"line_id": line, "quantity": units} for line, units in (lines or {SKU: 1}).items()]
    body = {"reason": "cold", "lines": listed} | more
    headers = {"Idempotency-Key": key} if key else {}
    return world.api("POST", f"/orders/{order.order_id}/returns", body, headers, owner=order.owner)


def requested(
    world: World, order: Order, lines: Mapping[str, int] | None = None, key: str | None = None
) -> str:
    """The id of a return that waits for its inspection."""
    answer = asks(world, order, lines, key)
    assert answer.status == 201, answer.body
    world.run_to_rest()
    return_id: str = answer.json["return_id"]
    return return_id


def accepts(return_id: str) -> Return:
    return decide_return(return_id, Verdict.ACCEPTED, "test", None)


def rejects(return_id: str) -> Return:
    return decide_return(return_id, Verdict.REJECTED, "test", "eaten")


def until(happened: Callable[[], bool]) -> None:
    """An execution that was just answered looks at rest until it goes on."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def until_stuck(world: World, return_id: str) -> Stuck:
    """The return stands in front of an operator."""
    until(lambda: returns_store.load(return_id).stuck is not None)
    world.run_to_rest()
    stuck = returns_store.load(return_id).stuck
    assert stuck is not None
    return stuck


def always(world: World, step: str, error: str = BROKEN) -> Fault:
    """The step fails as often as its state tries it."""
    template = world.cloud.template
    tries = template.definition(template.machines[RETURN])["States"][step]["Retry"][-1]["MaxAttempts"]
    return world.fault(step, "before", times=1 + int(tries), error=error)


def status(return_id: str) -> str:
    return returns_store.load(return_id).shown


def refunds(world: World, order_id: str) -> list[ProviderRefund]:
    """The provider's own list."""
    return [one for hold in world.holds(order_id) for one in provider.list_refunds(hold.hold_id)]


def refunded(world: World, order_id: str) -> int:
    return sum(one.amount for one in refunds(world, order_id))


def timeline(order_id: str) -> list[str]:
    """The types of the order's events since it was completed."""
    types = [event.type for event in order_store.load_with_events(order_id)[1]]
    return types[types.index("OrderCompleted") + 1 :]


def recorded_refunds(order_id: str) -> dict[str, str]:
    """The state of each refund in the payment's record."""
    return {name: one.state.value for name, one in refunds_store.load(order_id).refunds.items()}


def assert_came_back_once(world: World, return_id: str) -> None:
    """One of two units: its money, its place on the shelf, its entry in the log and in the ledger."""
    order_id = returns_store.load(return_id).order_id
    assert status(return_id) == "REFUNDED"
    assert [(one.return_id, one.amount) for one in refunds(world, order_id)] == [(return_id, PRICE)]
    assert recorded_refunds(order_id) == {return_id: "DONE"}
    item = get("PAYMENTS_TABLE", {"order_id": order_id})
    assert item is not None
    entries = [(one["amount"], one["why"]) for one in item["entries"] if one["type"] == "REFUNDED"]
    assert entries == [(PRICE, return_id)]
    assert item["refunding"] == PRICE
    assert world.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
    assert timeline(order_id) == ["ReturnRequested", "ReturnRefunded"]


def sent_back(shop: World) -> None:
    """Every function of returns at work: a photo, a stuck return, the sweep."""
    order = delivered_order(shop, 2)
    return_id = requested(shop, order)
    photos = f"/orders/{order.order_id}/returns/{return_id}/photos"
    assert shop.api("POST", photos, {"content_type": "image/png"}, owner=order.owner).status == 201
    assert shop.api("GET", f"/orders/{order.order_id}/returns", owner=order.owner).status == 200
    assert shop.api("GET", f"/orders/{order.order_id}/receipt", owner=order.owner).status == 200
    always(shop, "RestockItems")
    accepts(return_id)
    until_stuck(shop, return_id)
    aborted = shop.aborts(return_id, RETURN)
    shop.invoke("Sweep", {"detail": {"executionArn": aborted, "name": return_id}})
    shop.run_to_end()
    assert returns_store.load(return_id).shown == "REFUNDED"
