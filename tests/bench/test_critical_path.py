"""At most ten calls to DynamoDB stand between a request and CONFIRMED."""

from bench.counting import Counts
from bench.critical_path import MOST, OFF, calls_on_path, critical_path_section, off_path


def test_a_checkout_to_confirmed_waits_for_ten_calls_at_most(rows: dict[str, Counts]) -> None:
    on_path = [f"{function} {call}" for function, call in calls_on_path(rows["to CONFIRMED"])]

    assert MOST == 10
    assert len(on_path) <= MOST, on_path
    assert {call.partition(" ")[0] for call in on_path} == {
        *("Checkouts", "ReserveStock", "AuthorizePayment", "ConfirmOrder")
    }


def test_whatever_is_said_to_be_off_the_path_is_a_call_of_the_row(rows: dict[str, Counts]) -> None:
    counts = rows["to CONFIRMED"]
    reasons = {off_path(one.function, call) for one in counts.invocations for call in one.calls}

    assert set(OFF.values()) <= reasons


def test_the_page_names_every_call_of_the_row(rows: dict[str, Counts]) -> None:
    counts = rows["to CONFIRMED"]
    lines = critical_path_section(counts).splitlines()

    assert sum(line.endswith("| **on** |") for line in lines) == len(calls_on_path(counts))
    assert len(lines) - 6 == sum(one.to_dynamodb for one in counts.invocations)
