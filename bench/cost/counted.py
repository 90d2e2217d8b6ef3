"""What docs/performance.md has counted, read off the page: so a page of costs cannot say anything else."""

import re
from dataclasses import dataclass
from fractions import Fraction

from bench.exact import Exact

COMPLETED = "to COMPLETED"
WITH_RETURNS = "to COMPLETED, with a return in 3 % of orders"
CONFIRMED = "to CONFIRMED"
DECLINED = "declined"
AT_THE_DOOR = "refused at the door"
UNSEEN = "an order's changes, nobody looking"
MEASURES = "an hour of keeping measures"
STORED = "bytes kept in tables"
REQUESTS = "requests to the API"
METRICS = "custom metrics of these rows"


class NotCounted(LookupError):
    """The page lacks a row; the message says which."""


@dataclass(frozen=True)
class Asked:
    """One call of the API or of a schedule, with the function that answers."""

    function: str
    writes: Exact
    reads: Exact
    answered: int


class CountedPage:
    """`text` is docs/performance.md."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def per_million(self, title: str) -> Fraction:
        """Dollars of a million, own CPU included."""
        return _number(self._row(title, 4)[3].strip("*"))

    def of_completed(self, what: str) -> Fraction:
        """How much of this an order takes that is completed."""
        return _number(self._row(what, 10)[2])

    def metrics(self) -> Fraction:
        return _number(self._row(METRICS, 3)[1])

    def asked(self, call: str) -> Asked:
        _, function, _, writes, reads, _, answered = self._row(call, 7)
        return Asked(function, _number(writes), _number(reads), int(answered or 0))

    def per_million_seconds(self, function: str) -> Fraction:
        """Dollars of the time that a million of its invocations take, at the size that is deployed."""
        for cells in self._rows(9):
            if cells[0] == function:
                bold = next(cell for cell in cells if cell.startswith("**"))
                return _number(bold.strip("*").split("/")[1])
        raise NotCounted(f"docs/performance.md has no curve of {function}")

    def _row(self, title: str, cells: int) -> list[str]:
        for row in self._rows(cells):
            if row[0] == title:
                return row
        raise NotCounted(f"docs/performance.md has no row {title!r} of {cells} cells")

    def _rows(self, cells: int) -> list[list[str]]:
        rows = [line.strip("|").split("|") for line in self._lines if line.startswith("|")]
        return [[cell.strip() for cell in row] for row in rows if len(row) == cells]


def _number(text: str) -> Fraction:
    found = re.search(r"[\d,]+(\.\d+)?", text)
    if found is None:
        raise NotCounted(f"docs/performance.md: no number in {text!r}")
    return Fraction(found[0].replace(",", ""))
