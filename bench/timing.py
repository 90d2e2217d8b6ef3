"""Measures what the handlers' own code costs in CPU: warm, without what emulators do in the same thread."""

import statistics

from bench import scenarios
from bench.afterwards import comes_back
from bench.buying import play_order
from bench.meter import Meter
from bench.relaying import Stream
from bench.scenarios import Scenario
from bench.shared_costs import authorization_request
from harness.moto.world import World

RUNS = 9
CART = "Cart"
"""Fills carts before an order, and is no part of one."""


def own_cpu_ms(world: World, scenario: Scenario, runs: int = RUNS) -> dict[str, float]:
    """Milliseconds of CPU by function, the median of `runs` orders, the first one left out."""
    meter = Meter()
    world.reset()
    scenarios.open_shop(scenario)
    with Stream(world, begins=scenario.fulfilled).relayed(), meter.measuring():
        for number in range(runs + 1):
            total = scenarios.fill_cart(world, scenarios.owner(number), scenario)
            if number == 1:
                meter.samples.clear()
            traffic = play_order(world, scenarios.owner(number), scenario, total)
            if scenario.returned:
                comes_back(world, scenarios.owner(number), traffic.order_id)
    return {
        function: statistics.median(samples)
        for function, samples in meter.samples.items()
        if function != CART
    }


def shared_cpu_ms(world: World, runs: int = RUNS) -> dict[str, float]:
    """The same for the functions that checkouts share."""
    meter = Meter()
    authorization = authorization_request(world)
    with meter.measuring():
        for _ in range(runs + 1):
            world.invoke("Authorizer", authorization)
            world.sweep()
    return {function: statistics.median(samples[1:]) for function, samples in meter.samples.items()}
