"""What commands refuse before they look for a shop."""

import pytest

from ops.__main__ import main

SHARDS = [[], *(["0"], ["51"], ["-1"], ["1.5"], ["five"], ["٣"], ["9" * 5000]), ["3", "4"]]
UNITS = [["-1"], ["1000001"], ["9" * 5000], [""]]


@pytest.mark.parametrize(
    "given",
    [
        *(["set-shards", "water", *numbers] for numbers in SHARDS),
        *(["set-stock", "water", *numbers] for numbers in UNITS),
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
