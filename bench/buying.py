"""An order, as far as its row goes."""

from typing import Any

from bench.afterwards import HELD, Traffic, hears, is_fulfilled
from bench.scenarios import Scenario, check_out
from harness.moto.executions import CHECKOUT
from harness.moto.world import World


def play_order(world: World, owner: str, scenario: Scenario, total: dict[str, Any]) -> Traffic:
    """From the request on, every execution at its end; only the request, if it is refused."""
    order_id, answered = check_out(world, owner, scenario, total)
    traffic = Traffic(order_id, requests=1, authorized=1, answered=answered)
    if not order_id:
        return traffic
    traffic.executions.append((order_id, CHECKOUT))
    world.run_to_rest()
    if scenario.fulfilled:
        hears(world, traffic, HELD)
        is_fulfilled(world, traffic)
    world.run_to_end()
    return traffic
