"""What commands refuse before they look for a shop."""

import pytest

from ops.__main__ import main


@pytest.mark.parametrize(
    "given",
    [
        ["set-shards", "water"],
        ["set-shards", "water", "0"],
        ["set-shards", "water", "51"],
        ["set-shards", "water", "-1"],
        ["set-shards", "water", "1.5"],
        ["set-shards", "water", "five"],
        ["set-shards", "water", "٣"],
        ["set-shards", "water", "9" * 5000],
        ["set-shards", "water", "3", "4"],
        ["set-stock", "water", "-1"],
        ["set-stock", "water", "1000001"],
        ["set-stock", "water", "9" * 5000],
        ["set-stock", "water", ""],
    ],
)
def test_a_number_that_is_none_or_out_of_bounds_is_one_line_and_exit_2(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("ops: ")
    assert said.err.count("\n") == 1
