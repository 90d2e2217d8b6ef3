"""The memory that functions are given is the knee of their curves, by the numbers that are kept."""

from dataclasses import replace

import pytest

from bench.assumptions import Assumptions
from bench.invocations import Invocation, read_invocations
from bench.memory_curve import CUSTOMERS_MS, HEADROOM, NOISE, SIZES, Curves
from bench.memory_sizes import read_curves, read_sizes, settled_sizes, waited_for
from bench.prices import read_prices
from bench.process_memory import read_peaks
from harness.template import Template
from tests.infra.test_time_outs import STARTING

QUICK = Invocation(cpu_ms=10, calls={"GetItem": 2})
PATIENT = Invocation(cpu_ms=10, provider=3)


def curves(*waited_for: str, peak_mb: float = 60) -> Curves:
    price = read_prices()["lambda_gb_second"]
    return Curves(Assumptions(), price, frozenset(waited_for), {"F": peak_mb})


def test_every_function_has_the_memory_of_the_table_and_the_table_names_no_other(template: Template) -> None:
    deployed = {name: one.properties["MemorySize"] for name, one in template.functions.items()}

    assert deployed == read_sizes(), "run `python -m bench.invocations`, `python -m bench.memory_sizes`"


def test_the_table_holds_what_the_kept_numbers_say(template: Template) -> None:
    taken = read_sizes()

    assert settled_sizes(read_curves(template), read_invocations(), taken) == taken, (
        "run `python -m bench.memory_sizes`"
    )


def test_every_function_was_measured(template: Template) -> None:
    assert read_invocations().keys() == template.functions.keys(), "run `python -m bench.invocations`"
    assert read_peaks().keys() == template.functions.keys(), "run `python -m bench.process_memory`"


def test_own_cpu_measured_a_fifth_off_moves_no_knee_that_was_taken(template: Template) -> None:
    drawn, measured = read_curves(template), read_invocations()
    knees = {name: drawn.of(name, done).knee for name, done in sorted(measured.items())}

    for off in (0.8, 1.2):
        again = {name: replace(done, cpu_ms=off * done.cpu_ms) for name, done in measured.items()}
        assert settled_sizes(drawn, again, knees) == knees


def test_a_size_moves_once_own_cpu_says_so_beyond_noise() -> None:
    drawn = curves("F")
    slow, quick = replace(QUICK, cpu_ms=40), replace(QUICK, cpu_ms=1)
    taken = drawn.of("F", quick).knee

    assert taken < drawn.settled("F", slow, taken) == drawn.of("F", slow).knee
    assert drawn.settled("F", slow, None) == drawn.of("F", slow).knee


def test_own_cpu_is_stretched_and_waiting_is_not() -> None:
    curve = curves().of("F", Invocation(cpu_ms=9.4, calls={"GetItem": 1, "PutItem": 1}))

    assert curve.at(1769).ms == pytest.approx(4 + 6 + 9.4 + 2 * 0.3)
    assert curve.at(256).ms == pytest.approx(4 + 6 + 10 * 1769 / 256)


def test_a_million_cost_their_gb_seconds_and_a_share_of_cold_starts() -> None:
    curve = curves().of("F", PATIENT)

    seconds = (3 * 400 + (10 + 3 * 0.3) * 1769 / 512 + 0.01 * 800) / 1000
    assert curve.at(512).usd == pytest.approx(1_000_000 * 0.5 * seconds * 0.0000133334)


def test_who_only_waits_stays_at_the_floor_and_who_only_works_goes_up_to_a_whole_vcpu() -> None:
    waits, works = Invocation(cpu_ms=1, provider=5), Invocation(cpu_ms=50)

    assert curves("F").of("F", waits).knee == 256
    assert curves("F").of("F", works).knee == 1769


def test_at_the_knee_no_size_up_buys_enough_and_every_size_below_did() -> None:
    curve = curves("F").of("F", PATIENT)
    taken = SIZES.index(curve.knee)

    steps = zip(curve.points, curve.points[1:], strict=False)
    bought = [(one.ms - more.ms) / (more.usd - one.usd) for one, more in steps]
    assert all(ms >= CUSTOMERS_MS for ms in bought[1:taken])
    assert bought[taken] < CUSTOMERS_MS


def test_more_is_spent_where_a_customer_waits() -> None:
    assert curves("F").of("F", QUICK).knee > curves().of("F", QUICK).knee


def test_a_process_that_fills_a_size_is_given_a_larger_one() -> None:
    assert curves(peak_mb=512 / HEADROOM).of("F", PATIENT).floor_mb == 512
    assert curves(peak_mb=513 / HEADROOM).of("F", PATIENT).floor_mb == 768


def test_every_function_starts_and_answers_in_the_time_that_time_outs_leave_for_it(
    template: Template,
) -> None:
    """Even by CPU that was measured too low, and if starting gets no more than its share."""
    stated, sizes = Assumptions(), read_sizes()
    assert stated.starting_seconds == STARTING

    for name, done in read_invocations().items():
        busy = stated.import_ms + done.cpu_ms * NOISE + done.requests * stated.tls_ms
        needed = stated.cold_ms + busy * stated.vcpu_mb / sizes[name]
        assert needed <= 1000 * STARTING, f"{name} needs {needed:.0f} ms with {sizes[name]} MB"


def test_customers_wait_for_requests_and_for_the_checkouts_steps_and_for_nobody_else(
    template: Template,
) -> None:
    waited = waited_for(template)

    assert {"Checkouts", "Wait", "Authorizer", "ReserveStock", "AuthorizePayment", "CloseOrder"} <= waited
    assert waited.isdisjoint({"Webhook", "Fulfilments", "Relay", "Sweep", "CompleteOrder", "AwaitOperator"})
