"""What a warehouse answers by URL: report.py's rules as a model, which names each wrong field."""

from typing import Annotated

from pydantic import Field

from functions.fulfilment.report import LINE_ID, MAX_LINES, MAX_UNITS, Outcome, Report
from functions.shared.api import Body, Text


class PackedLine(Body):
    line_id: Annotated[str, Field(pattern=f"^{LINE_ID}$")]
    quantity: Annotated[int, Field(ge=0, le=MAX_UNITS)]


class ReportBody(Body):
    """`accepted`: somebody is at work on it. `packed`: `lines` say what, or all was. `rejected`: nothing will
    be."""

    outcome: Outcome
    lines: Annotated[list[PackedLine], Field(max_length=MAX_LINES)] | None = Field(
        None, description="Of packed: units by line; lines left out were not packed. Without it, all were"
    )
    why: Text | None = None

    def report(self) -> Report:
        lines = self.lines
        counted = None if lines is None else tuple((one.line_id, one.quantity) for one in lines)
        return Report(self.outcome, counted, self.why)
