"""Driving a shop to rest: what goes on by itself, given time. Patience ends, the sweep comes, operators
press their button."""

from functions.order.order import Order, Status
from harness.records import CHECKOUT, FULFILMENT
from harness.simulator.simulator import DUE_SECONDS, Simulator

ROUNDS = 100
DAY = 24 * 60 * 60.0
DECIDED = (Status.CONFIRMED, Status.CANCELLED, Status.COMPLETED, Status.RETURNED)


def comes_to_rest(shop: Simulator, *, sweeping: bool = True) -> None:
    """Until every checkout is decided and every fulfilment that began has ended. What is confirmed and not
    begun stays so: nobody relays here."""
    for _ in range(ROUNDS):
        shop.run_to_rest()
        left = [order for order in shop.orders() if order.status not in DECIDED]
        running = [one for one in shop.machines.executions.values() if one.status == "RUNNING"]
        if not left and not [one for one in running if one.machine in (CHECKOUT, FULFILMENT)]:
            return
        _time_goes_on(shop, left, sweeping)
    raise AssertionError(f"not at rest: {[(one.order_id, one.status) for one in left]}, {running}")


def _time_goes_on(shop: Simulator, left: list[Order], sweeping: bool) -> None:
    """The nearest thing that time brings: a sweep, the end of a patience, an operator."""
    parked = [one for one in shop.machines.executions.values() if one.waits and "Operator" in one.state]
    if parked:
        shop.machines.call("SendTaskSuccess", {"taskToken": parked[0].token, "output": "{}"})
        return
    if shop.machines.expire():
        return
    shop.time_passes(DUE_SECONDS)
    if sweeping and left:
        swept = shop.sweep()
        assert swept.error is None, swept
        if swept.answer["started"]:
            return
    waiting = [one.patience_ends for one in shop.machines.executions.values() if one.waits]
    later = min(waiting) - shop.cloud.seconds() if waiting else DAY
    shop.time_passes(max(0.0, min(later, DAY)))
