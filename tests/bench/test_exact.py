"""Exact amounts are printed as they are, by every version of Python."""

from fractions import Fraction

import pytest

from bench.exact import Exact, plain, rounded
from bench.markdown import dollars, number

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0.00"),
        (1_234_567, "1,234,567.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(1, 100), "0.01"),
        (Fraction(999_995, 1000), "1,000.00"),  # the carry reaches the thousands
        (Fraction(1, 8), "0.12"),  # a half goes to the even neighbour
        (Fraction(3, 8), "0.38"),
        (Fraction(-5, 2), "-2.50"),
        (Fraction(-1, 1000), "0.00"),
    ],
)
def test_dollars_have_two_digits(value: Exact, printed: str) -> None:
    assert dollars(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (4_950_400, "4,950,400"),
        (3 * TENTH + 7 * TENTH, "1"),
        (sum([TENTH] * 10), "1"),  # as floats: 0.9999999999999999 before Python 3.12
        (Fraction(61_284, 1000), "61.28"),
    ],
)
def test_a_number_has_digits_after_the_point_only_if_it_is_not_whole(value: Exact, printed: str) -> None:
    assert number(value) == printed


def test_whole_amounts_are_rounded_to_the_even_neighbour() -> None:
    assert [rounded(Fraction(half, 2), 0) for half in (1, 3, 5)] == ["0", "2", "2"]


def test_prices_are_printed_as_people_write_them() -> None:
    assert plain(Fraction("0.0000133334")) == "1.33334e-05"
    assert plain(Fraction(3, 100)) == "0.03"
