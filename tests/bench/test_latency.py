"""The time to CONFIRMED is drawn from stated times: the same everywhere, and longer where CPU is short."""

import random
from itertools import pairwise
from statistics import quantiles

import pytest

from bench.assumptions import Assumptions
from bench.counting import Counts
from bench.invocations import read_invocations
from bench.latency import Latency, Simulation, _until_seen
from bench.memory_sizes import read_sizes
from functions.checkout import call_wait
from functions.shared import clock


@pytest.fixture(scope="module")
def simulation(rows: dict[str, Counts]) -> Simulation:
    return Simulation(Assumptions(), rows["to CONFIRMED"], read_invocations())


def test_a_latency_is_drawn_with_its_median_and_its_slowest_of_a_hundred() -> None:
    dice = random.Random(1)  # noqa: S311 - it is to be the same each time
    drawn = quantiles([Latency(10, 40).draw(dice) for _ in range(20_000)], n=100)

    assert drawn[49] == pytest.approx(10, rel=0.03)
    assert drawn[98] == pytest.approx(40, rel=0.06)


def test_the_same_checkouts_are_drawn_each_time(rows: dict[str, Counts], simulation: Simulation) -> None:
    again = Simulation(Assumptions(), rows["to CONFIRMED"], read_invocations())

    assert again.to_answer(read_sizes()).times == simulation.to_answer(read_sizes()).times


def test_own_cpu_comes_on_top_of_what_is_waited_for(simulation: Simulation) -> None:
    """Each function's own, stretched: the same for all checkouts."""
    sizes, stated, measured = read_sizes(), Assumptions(), read_invocations()
    own = sum(
        measured[name].cpu_ms + measured[name].requests * stated.tls_ms
        for name in ("Checkouts", "ReserveStock", "AuthorizePayment", "ConfirmOrder")
    )
    whole, half = (dict.fromkeys(sizes, size) for size in (1769, 1769 // 2))

    slower = simulation.to_confirmed(half).percentile(50) - simulation.to_confirmed(whole).percentile(50)
    assert slower == pytest.approx(own, rel=0.01)


def test_a_checkout_takes_what_its_provider_takes_and_no_less(simulation: Simulation) -> None:
    confirmed = simulation.to_confirmed(read_sizes())

    assert 2 * Assumptions().provider_ms < confirmed.percentile(50) < confirmed.percentile(99)


def test_an_answer_comes_after_the_confirmation_and_before_the_longest_pause_is_over(
    simulation: Simulation,
) -> None:
    sizes = read_sizes()
    confirmed, answered = simulation.to_confirmed(sizes), simulation.to_answer(sizes)

    for percent in (1, 50):
        late = answered.percentile(percent) - confirmed.percentile(percent)
        assert 0 < late < 1000 * call_wait.LONGEST_PAUSE + 200


def test_the_pauses_are_those_of_the_waiting_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its looks take no time here: what is left are its pauses."""
    now, seen = [0.0], []
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    monkeypatch.setattr(clock, "pause", lambda seconds: now.__setitem__(0, now[0] + seconds))
    monkeypatch.setattr(call_wait, "next_action", lambda _order: None)

    class Undecided:
        @property
        def head(self) -> "Undecided":
            seen.append(1000 * now[0])
            return self

        undecided = True

    monkeypatch.setattr(call_wait.store, "load", lambda _order_id: Undecided())
    call_wait.wait_for_order("ord_1", 10)

    for before, after in pairwise(seen[:-1]):  # the last pause ends with the wait
        assert _until_seen(before + 0.001, 0, 0) == pytest.approx(after)
