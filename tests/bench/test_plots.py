"""Plots come out the same each time, readable on any ground."""

from pathlib import Path

import pytest

from bench.plots import Bars, Panel, Series, bars, drawn_from, line_plot, panels

TICKS = (128, 256)


def lines(path: Path, last: float = 3) -> bytes:
    series = [Series("one", [(128, 1), (256, last)], mark=(128, 1)), Series("two", [(128, 2), (256, 5)])]
    line_plot(path, "A title", "memory (MB)", "time (ms)", series, log_x=True, x_ticks=TICKS)
    return path.read_bytes()


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    assert lines(tmp_path / "a.svg") == lines(tmp_path / "b.svg")


def test_other_numbers_give_another_fingerprint(tmp_path: Path) -> None:
    lines(tmp_path / "a.svg")
    lines(tmp_path / "b.svg", last=4)

    assert drawn_from(tmp_path / "a.svg") != drawn_from(tmp_path / "b.svg")


def test_a_plot_says_its_title_its_labels_and_its_series_in_text(tmp_path: Path) -> None:
    drawn = lines(tmp_path / "a.svg").decode()

    for said in ("A title", "memory (MB)", "time (ms)", "one", "two", "128"):
        assert f">{said}</text>" in drawn, said


def test_no_plot_has_a_date_or_a_ground_of_its_own(tmp_path: Path) -> None:
    drawn = lines(tmp_path / "a.svg").decode()

    assert "dc:date" not in drawn
    assert "fill: #ffffff" not in drawn
    assert "#000000" not in drawn


def test_several_are_drawn_into_one_file(tmp_path: Path) -> None:
    series = [Series("one", [(1, 1), (10, 100)])]
    panels(tmp_path / "a.svg", [Panel(name, "x", "y", series, True, True) for name in ("P", "Q", "R")])

    drawn = (tmp_path / "a.svg").read_text()
    assert [drawn.count(f">{name}</text>") for name in ("P", "Q", "R")] == [1, 1, 1]


@pytest.mark.parametrize("stacked", [True, False])
def test_bars_name_their_groups_and_series(tmp_path: Path, stacked: bool) -> None:
    bars(
        tmp_path / "a.svg", "T", "x", "y", ["a", "b"], [Bars("s", [1, 2]), Bars("t", [3, 4])], stacked=stacked
    )

    drawn = (tmp_path / "a.svg").read_text()
    for said in ("a", "b", "s", "t"):
        assert f">{said}</text>" in drawn, said
