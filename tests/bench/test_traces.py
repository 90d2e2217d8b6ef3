"""How many traces an order leaves, by what is traced and at which pace."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bench.deployed import Deployed
from bench.exact import Exact

PATH = ("ReserveStock", "AuthorizePayment", "ConfirmOrder")
HALF, RATE = Fraction(1, 2), Fraction(1, 20)
BEGUN = {"Relay": 1, "Sweep": HALF}
SLOW, FAST = Fraction(2, 5), Fraction(101)

UNTRACED = Deployed(
    memory_mb={},
    batch_window_ms=0,
    reported=frozenset(),
    traced=frozenset(),
    stage_traced=False,
    machine_traced=False,
    sampling=(Fraction(1), RATE),
    access_log_bytes=0,
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
        (replace(WHOLE, traced=WHOLE.traced | BEGUN.keys()), 2 + HALF),
        (replace(WHOLE, sampling=(Fraction(0), RATE)), RATE),
    ],
)
def test_at_a_slow_pace_the_reservoir_records_every_trace_that_no_rule_limits(
    deployed: Deployed, traces: Exact
) -> None:
    assert deployed.traces(PATH, BEGUN, SLOW) == traces


def test_at_a_fast_pace_one_a_second_and_one_in_twenty_of_the_others_are_recorded() -> None:
    assert WHOLE.traces(PATH, BEGUN, FAST) == (1 + RATE * 100) / 101
