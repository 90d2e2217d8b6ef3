"""What operators' looks cost, and what keeps their measures up to date, in a shop of one completed order."""

from bench.alone import counted_alone
from bench.counting import Counts, count_one
from bench.frozen_clock import standing_still
from bench.scenarios import Scenario
from functions.session.groups import OPERATORS
from harness.api import Answer
from harness.moto.world import World

OPERATOR = "op_olga"
LISTS = Scenario("an operator's list of orders", ends=None)
WHOLE = Scenario("one order whole, by an operator", ends=None)
MEASURES = Scenario("an operator's measures", ends=None)
MEASURING = Scenario("an hour of keeping measures", ends=None)
LOOKS = (LISTS, WHOLE, MEASURES, MEASURING)
JOB = "MeasureOrders"
RUNS = 4
"""Of the job, in an hour (infra/stacks/operations_measures.py)."""
RUNS_OF_A_NEW_SHOP = 40
"""Until it has counted all that it looks back to: an hour after that is what every hour costs."""


def count_looks(world: World) -> dict[str, Counts]:
    """By title."""
    world.reset()
    world.sells(stock=100)
    order_id = world.delivered_order().order_id
    world.relays()
    world.stop()
    paths = (LISTS, "orders"), (WHOLE, f"orders/{order_id}"), (MEASURES, "measures")
    with standing_still():
        for _ in range(RUNS_OF_A_NEW_SHOP):
            world.invoke(JOB, {})
        job = count_one(world, lambda: world.invoke(JOB, {}))
        looks = {one.title: _look(world, one, path) for one, path in paths}
    return looks | {MEASURING.title: counted_alone(MEASURING, (job,) * RUNS)}


def _look(world: World, scenario: Scenario, path: str) -> Counts:
    answers: list[Answer] = []

    def look() -> None:
        answers.append(world.api("GET", f"/ops/{path}", owner=OPERATOR, groups=OPERATORS))

    look()
    run = count_one(world, look)
    assert answers[-1].status == 200, answers[-1]  # noqa: S101 - or something else was counted
    return counted_alone(scenario, (run,), requests=1, answered=len(answers[-1].body.encode()))
