"""What each function does for an order, recorded once so that it can be timed again and again."""

import io
from dataclasses import dataclass

from bench import scenarios
from bench.afterwards import AFTER, OPERATOR
from bench.buying import play_order
from bench.observing import lines_to
from bench.recording import Recorded, Recorder, Reply
from bench.relaying import Stream
from bench.scenarios import DECLINED, RECEIPT, RETURNED, Scenario
from bench.shared_costs import authorization_request
from harness.moto.world import World

CART = "Cart"
"""Fills carts before an order, and is no part of one."""


@dataclass(frozen=True)
class Recording:
    """`invocations` by function: those of a warm process for one order, in order. `known` answers what they
    read anew when a copy has grown old."""

    invocations: dict[str, list[Recorded]]
    known: dict[str, Reply]


def record_orders(world: World) -> Recording:
    """An order that is delivered and comes back; what a receipt and a declined order add to that; and what
    checkouts share."""
    recorder = Recorder(world)
    found: dict[str, list[Recorded]] = {}
    with recorder.recording(), lines_to(io.StringIO()):
        for scenario in (RETURNED, RECEIPT, DECLINED):
            found = _by_function(_warm_order(world, recorder, scenario)) | found
        found |= _by_function(_shared(world, recorder))
    known = {key: replies[-1] for one in recorder.recorded for key, replies in one.replies.items() if replies}
    return Recording({name: found[name] for name in sorted(found)}, known)


def _warm_order(world: World, recorder: Recorder, scenario: Scenario) -> list[Recorded]:
    """The last of three. The first is played by fresh processes, and so records what only those ask; the
    second warms them."""
    world.reset()
    scenarios.open_shop(scenario)
    begun = 0
    with Stream(world, begins=True).relayed():
        for number, cold in enumerate((True, False, False)):
            owner = scenarios.owner(number)
            total = scenarios.fill_cart(world, owner, scenario)
            world.runner.always_cold = cold
            begun = len(recorder.recorded)
            traffic = play_order(world, owner, scenario, total)
            if scenario.after:
                AFTER[scenario.after](world, owner, traffic.order_id)
    return recorder.recorded[begun:]


def _shared(world: World, recorder: Recorder) -> list[Recorded]:
    """The second invocation of each."""
    request = authorization_request(world)
    begun = len(recorder.recorded)
    for _ in range(2):
        world.invoke("Authorizer", request)
        world.sweep()
    return recorder.recorded[begun + 2 :]


def _by_function(recorded: list[Recorded]) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = {}
    for one in recorded:
        if one.function not in (CART, OPERATOR):
            found.setdefault(one.function, []).append(one)
    return found
