"""What operators' looks cost, and what keeps their measures up to date, in a shop of one completed order."""

from datetime import datetime, timedelta

from bench.alone import counted_alone
from bench.counting import Counts, count_one
from bench.frozen_clock import standing_still
from bench.scenarios import Scenario
from functions.operations import measures_store, sales_store
from functions.operations.count_sales import Sold
from functions.operations.measure_orders import LOOKED_BACK
from functions.operations.measure_sales import every_day
from functions.operations.measures_store import HourMeasure
from functions.operations.sales_store import DaySold
from functions.session.groups import OPERATORS
from functions.shared import clock
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


def count_looks(world: World) -> dict[str, Counts]:
    """By title."""
    world.reset()
    world.sells(stock=100)
    order_id = world.delivered_order().order_id
    world.relays()
    world.stop()
    paths = (LISTS, "orders"), (WHOLE, f"orders/{order_id}"), (MEASURES, "measures")
    with standing_still():
        _look_back(clock.now())
        with_today, job = (count_one(world, lambda: world.invoke(JOB, {})) for _ in range(2))
        looks = {one.title: _look(world, one, path) for one, path in paths}
    return looks | {MEASURING.title: counted_alone(MEASURING, (with_today, *(job,) * (RUNS - 1)))}


def _look_back(now: datetime) -> None:
    """All is counted that the job looks back to, but for what was sold today, which it counts once an hour:
    an hour after that is what every hour costs."""
    for hour in measures_store.hours_back(now, LOOKED_BACK + 1):
        measures_store.save(HourMeasure(hour, clock.timestamp(now), {}), now)
    for back, day in enumerate(every_day(now)):
        at = now - timedelta(hours=2) if back == 0 else now
        sales_store.save(DaySold(day, clock.timestamp(at), Sold()), now)


def _look(world: World, scenario: Scenario, path: str) -> Counts:
    answers: list[Answer] = []

    def look() -> None:
        answers.append(world.api("GET", f"/ops/{path}", owner=OPERATOR, groups=OPERATORS))

    look()
    run = count_one(world, look)
    assert answers[-1].status == 200, answers[-1]  # noqa: S101 - or something else was counted
    return counted_alone(scenario, (run,), requests=1, answered=len(answers[-1].body.encode()))
