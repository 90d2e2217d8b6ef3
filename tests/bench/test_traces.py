"""How many traces an order leaves, by what is traced and at which pace."""

from dataclasses import replace

import pytest

from bench.deployed import Deployed

PATH = ("ReserveStock", "AuthorizePayment", "ConfirmOrder")
BEGUN = {"Relay": 1.0, "Sweep": 0.5}
SLOW, FAST = 0.4, 101.0

UNTRACED = Deployed(
    memory_mb={},
    batch_window=0,
    reported=frozenset(),
    traced=frozenset(),
    stage_traced=False,
    machine_traced=False,
    sampling=(1.0, 0.05),
    access_logged=False,
    secrets=0,
)
FUNCTIONS = replace(UNTRACED, traced=frozenset({"Checkouts", *PATH}))
WHOLE = replace(FUNCTIONS, stage_traced=True, machine_traced=True)


@pytest.mark.parametrize(
    ("deployed", "traces"),
    [
        (UNTRACED, 0),
        (FUNCTIONS, 4),  # the request, and each step by itself
        (WHOLE, 1),  # the machine goes on with the request's
        (replace(UNTRACED, machine_traced=True), 1),
        (replace(WHOLE, traced=WHOLE.traced | BEGUN.keys()), 2.5),
        (replace(WHOLE, sampling=(0.0, 0.05)), 0.05),
    ],
)
def test_at_a_slow_pace_the_reservoir_records_every_trace_that_no_rule_limits(
    deployed: Deployed, traces: float
) -> None:
    assert deployed.traces(PATH, BEGUN, SLOW) == pytest.approx(traces)


def test_at_a_fast_pace_one_a_second_and_one_in_twenty_of_the_others_are_recorded() -> None:
    assert WHOLE.traces(PATH, BEGUN, FAST) == pytest.approx((1 + 0.05 * 100) / 101)
