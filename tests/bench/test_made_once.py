"""A warm invocation makes nothing that its process has made, and a cold one each thing once."""

import pytest

from bench import scenarios
from bench.afterwards import AFTER
from bench.buying import play_order
from bench.making import CLIENT, LINE, RECORD, Made, counting_what_is_made
from bench.relaying import Stream
from bench.scenarios import DECLINED, RETURNED, Scenario
from bench.shared_costs import authorization_request
from harness.moto.world import World


@pytest.fixture(scope="module")
def made(bench_world: World) -> tuple[Made, Made]:
    """By a cold process each, and by warm ones: an order that comes back, one that is declined, and what
    checkouts share. Between the two an order warms the processes."""
    cold, warming, warm = Made(), Made(), Made()
    for scenario in (RETURNED, DECLINED):
        bench_world.reset()
        scenarios.open_shop(scenario)
        for number, counted in enumerate((cold, warming, warm)):
            bench_world.runner.always_cold = counted is cold
            with counting_what_is_made() as found:
                _play(bench_world, scenario, number)
            counted += found
    bench_world.runner.always_cold = False
    return cold, warm


def _play(world: World, scenario: Scenario, number: int) -> None:
    owner = scenarios.owner(number)
    with Stream(world, begins=True).relayed():
        traffic = play_order(world, owner, scenario, scenarios.fill_cart(world, owner, scenario))
        if scenario.after:
            AFTER[scenario.after](world, owner, traffic.order_id)
    world.invoke("Authorizer", authorization_request(world))
    world.sweep()


def test_a_warm_invocation_makes_no_client_model_resolver_or_serializer(made: tuple[Made, Made]) -> None:
    again = {of: times for of, times in made[1].items() if of[1] not in (RECORD, LINE)}

    assert not again


def test_no_record_is_made_for_a_line_that_is_not_written(made: tuple[Made, Made]) -> None:
    warm = made[1]
    records = {function: times for (function, what), times in warm.items() if what == RECORD}

    assert records == {function: times for (function, what), times in warm.items() if what == LINE}
    assert records["ReportPacking"] == 1


def test_a_cold_process_makes_each_client_once(made: tuple[Made, Made]) -> None:
    """Of the two scenarios each authorizes one payment, in a process of its own."""
    found = {what: times for (function, what), times in made[0].items() if function == "AuthorizePayment"}

    assert {what: times for what, times in found.items() if "client" in what or "connections" in what} == {
        f"{CLIENT} dynamodb": 2,
        f"{CLIENT} secretsmanager": 2,
        "client of the provider": 2,
        "connections to the provider": 2,
    }
