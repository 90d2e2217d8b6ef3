"""Durations in a fixed histogram: as large for one as for a million, and two add up."""

import pytest

from functions.operations.histogram import BOUNDS_MS, NONE, added, boxes_of, percentile, summary


def test_what_took_exactly_a_bound_is_within_it_and_what_took_longer_is_in_the_next_box() -> None:
    assert boxes_of([5, 6]) == (1, 1, *NONE[2:])
    assert boxes_of([BOUNDS_MS[-1] + 1])[-1] == 1


@pytest.mark.parametrize(("percent", "bound"), [(50, 10), (90, 100), (99, 1000)])
def test_a_percentile_is_the_upper_end_of_the_box_that_it_falls_into(percent: int, bound: int) -> None:
    boxes = boxes_of([7] * 50 + [90] * 40 + [700] * 10)

    assert percentile(boxes, percent) == bound


def test_two_histograms_add_up_to_that_of_all() -> None:
    assert added(boxes_of([1, 30]), boxes_of([30, 9000])) == boxes_of([1, 30, 30, 9000])


def test_of_nothing_and_beyond_the_last_bound_no_percentile_is_told() -> None:
    assert summary(NONE) == {"count": 0, "p50_ms": None, "p90_ms": None, "p99_ms": None}
    assert summary(boxes_of([9_999_999]))["p50_ms"] is None
