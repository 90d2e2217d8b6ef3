"""Driving a stage to rest: what goes on by itself, given time. Patience ends, the sweep comes, operators
press their button."""

from functions.order.order import Order, Status
from harness.simulator.shop import CHECKOUT, DUE_SECONDS, FULFILMENT, Stage

ROUNDS = 100
DAY = 24 * 60 * 60.0
DECIDED = (Status.CONFIRMED, Status.CANCELLED, Status.COMPLETED, Status.RETURNED)


def comes_to_rest(stage: Stage, *, sweeping: bool = True) -> None:
    """Until every checkout is decided and every fulfilment that began has ended. What is confirmed and not
    begun stays so: nobody relays here."""
    for _ in range(ROUNDS):
        stage.run_to_rest()
        left = [order for order in stage.orders() if order.status not in DECIDED]
        running = [one for one in stage.machines.executions.values() if one.status == "RUNNING"]
        if not left and not [one for one in running if one.machine in (CHECKOUT, FULFILMENT)]:
            return
        _time_goes_on(stage, left, sweeping)
    raise AssertionError(f"not at rest: {[(one.order_id, one.status) for one in left]}, {running}")


def _time_goes_on(stage: Stage, left: list[Order], sweeping: bool) -> None:
    """The nearest thing that time brings: a sweep, the end of a patience, an operator."""
    parked = [one for one in stage.machines.executions.values() if one.waits and "Operator" in one.state]
    if parked:
        stage.machines.call("SendTaskSuccess", {"taskToken": parked[0].token, "output": "{}"})
        return
    if stage.machines.expire():
        return
    stage.time_passes(DUE_SECONDS)
    if sweeping and left:
        swept = stage.sweeps()
        assert swept.error is None, swept
        if swept.answer["started"]:
            return
    waiting = [one.patience_ends for one in stage.machines.executions.values() if one.waits]
    later = min(waiting) - stage.cloud.seconds() if waiting else DAY
    stage.time_passes(max(0.0, min(later, DAY)))
