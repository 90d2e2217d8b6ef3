"""Names and numbers of the shipped machine that several tests speak of."""

from harness.faults import Fault
from harness.moto.world import World

FORWARD = ["ReserveStock", "AuthorizePayment", "ConfirmOrder"]
WAITING = ["ReserveStock", "AuthorizePayment", "AwaitCustomerAction"]
WAY_BACK = ["AbandonOrder", "VoidPayment", "CloseOrder"]
DECLINED_CARD = "pm_card_visa_chargeDeclined"
ASKING_CARD = "pm_card_authenticationRequired"

BROKEN = "SomethingBroke"
"""An error that no state knows by name."""


def attempts(world: World, step: str) -> int:
    """How often the machine invokes a step that fails with an unknown error before it gives up."""
    state = world.cloud.template.definition()["States"][step]
    assert state["Retry"][-1]["ErrorEquals"] == ["States.ALL"]
    return 1 + int(state["Retry"][-1]["MaxAttempts"])


def always(world: World, step: str, kind: str) -> Fault:
    return world.fault(step, kind, times=attempts(world, step), error=BROKEN)


def hangs_then_breaks(world: World, step: str, at: str) -> Fault:
    """The first invocation times out at the call `at`, held there; every retry fails before it begins."""
    held = world.fault(step, "hangs", at=at)
    world.fault(step, "before", times=attempts(world, step) - 1, error=BROKEN)
    return held
