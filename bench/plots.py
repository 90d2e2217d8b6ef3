"""Draws the plots of docs/performance.md as SVG: the same input gives the same bytes.

Nothing else imports matplotlib, and nothing that ships does. The ground is transparent and every colour a
middle tone, so that a plot reads on a light page and on a dark one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

PLOTS = Path(__file__).resolve().parent.parent / "docs" / "plots"

INK = "#767e88"
COLOURS = ("#3b82c4", "#d27a1e", "#36975a", "#cc4b57", "#8a6cc8", "#9a7b4f", "#2f9a9a", "#767e88")
STYLE: Any = {
    "svg.hashsalt": "paidonce",
    # Text stays text: small files that can be searched; the reader's own sans-serif draws it.
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": INK,
    "grid.alpha": 0.25,
    "legend.frameon": False,
}
FULL_SIZE = (8.0, 4.2)
PANEL_SIZE = (5.0, 3.3)
"""Width and height in inches: of a plot alone, of one of several."""


@dataclass(frozen=True)
class Series:
    """One line: its points as (x, y) in ascending x. `mark` rings one of the points, such as a choice."""

    label: str
    points: Sequence[tuple[float, float]]
    dashed: bool = False
    mark: tuple[float, float] | None = None


@dataclass(frozen=True)
class Panel:
    """One plot among several in a file. `x_ticks` are the only places that the x axis names."""

    title: str
    x_label: str
    y_label: str
    series: Sequence[Series]
    log_x: bool = False
    log_y: bool = False
    x_ticks: Sequence[float] = ()


@dataclass(frozen=True)
class Bars:
    """One bar a group, in the order of the groups."""

    label: str
    values: Sequence[float]


def line_plot(
    path: Path,
    title: str,
    x_label: str,
    y_label: str,
    series: Sequence[Series],
    *,
    log_x: bool = False,
    log_y: bool = False,
    x_ticks: Sequence[float] = (),
) -> None:
    """Writes one plot of lines to `path`. Labels name units."""
    panels(path, [Panel(title, x_label, y_label, series, log_x, log_y, x_ticks)], columns=1)


def panels(path: Path, each: Sequence[Panel], *, columns: int = 2) -> None:
    """Writes several plots of lines, row by row, into one file; series of the same names get one legend."""
    count, rows = len(each), -(-len(each) // columns)
    width, height = FULL_SIZE if count == 1 else PANEL_SIZE
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width * columns, height * rows), layout="constrained")
        axes = figure.subplots(rows, columns, squeeze=False).flatten()
        for panel, one in zip(each, axes, strict=False):
            _draw_lines(one, panel)
        for one in axes[count:]:
            one.set_axis_off()
        _explain(figure, list(axes[:count]), each)
        _save(figure, path, each)


def bars(
    path: Path,
    title: str,
    x_label: str,
    y_label: str,
    groups: Sequence[str],
    series: Sequence[Bars],
    *,
    stacked: bool = False,
    log_y: bool = False,
) -> None:
    """Writes groups of bars to `path`, a colour a series; `stacked` piles them up. Labels name units."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=FULL_SIZE, layout="constrained")
        axes = figure.subplots()
        _frame(axes, title, x_label, y_label)
        _draw_bars(axes, groups, series, stacked=stacked)
        if log_y:
            axes.set_yscale("log")
            _name_ticks(axes.yaxis)
        _save(figure, path, (title, x_label, y_label, groups, series, stacked, log_y))


def drawn_from(path: Path) -> str:
    """The fingerprint that a plot carries of what it was drawn from."""
    text = path.read_text()
    return text.partition("drawn from ")[2].partition("<")[0]


def fingerprint(drawn: object) -> str:
    """Of everything that decides what a plot shows, so that a test can tell a stale one on any machine."""
    return hashlib.sha256(repr(drawn).encode()).hexdigest()[:16]


def _draw_lines(axes: Axes, panel: Panel) -> None:
    _frame(axes, panel.title, panel.x_label, panel.y_label)
    for series, colour in zip(panel.series, _colours(len(panel.series)), strict=True):
        x, y = zip(*series.points, strict=True)
        style = "--" if series.dashed else "-"
        axes.plot(x, y, style, color=colour, marker="o", markersize=3, linewidth=1.6, label=series.label)
        if series.mark:
            axes.plot(*series.mark, "o", markersize=10, fillstyle="none", color=colour, markeredgewidth=1.6)
    if panel.log_x:
        axes.set_xscale("log")
        _name_ticks(axes.xaxis)
    if panel.log_y:
        axes.set_yscale("log")
        _name_ticks(axes.yaxis)
    else:
        axes.set_ylim(bottom=0)
    if panel.x_ticks:
        _name_ticks(axes.xaxis, panel.x_ticks)


def _name_ticks(axis: Axis, places: Sequence[float] = ()) -> None:
    """At these places, or at 1, 2 and 5 times each power of ten; in digits as people write them."""
    axis.set_major_locator(FixedLocator(list(places)) if places else LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def _explain(figure: Figure, axes: Sequence[Axes], each: Sequence[Panel]) -> None:
    """One legend below panels that show the same series, else one in each."""
    names = {tuple(one.label for one in panel.series) for panel in each}
    if len(each) > 1 and len(names) == 1:
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
        return
    for one, panel in zip(axes, each, strict=True):
        if len(panel.series) > 1:
            one.legend()


def _draw_bars(axes: Axes, groups: Sequence[str], series: Sequence[Bars], *, stacked: bool) -> None:
    width = 0.6 if stacked else 0.8 / len(series)
    below = [0.0] * len(groups)
    for number, (one, colour) in enumerate(zip(series, _colours(len(series)), strict=True)):
        shift = 0.0 if stacked else (number - (len(series) - 1) / 2) * width
        places = [place + shift for place in range(len(groups))]
        axes.bar(places, one.values, width, below if stacked else None, color=colour, label=one.label)
        below = [low + value for low, value in zip(below, one.values, strict=True)]
    axes.set_xticks(range(len(groups)), groups)
    if len(series) > 1:
        axes.legend()


def _frame(axes: Axes, title: str, x_label: str, y_label: str) -> None:
    axes.patch.set_alpha(0)
    axes.set_title(title, loc="left")
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.grid(axis="y")
    axes.set_axisbelow(True)


def _colours(count: int) -> list[str]:
    return [COLOURS[number % len(COLOURS)] for number in range(count)]


def _save(figure: Figure, path: Path, drawn: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    about = {"Date": None, "Creator": None, "Description": f"drawn from {fingerprint(drawn)}"}
    figure.savefig(path, format="svg", transparent=True, metadata=about)
