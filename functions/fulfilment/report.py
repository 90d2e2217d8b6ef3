"""What a warehouse answers, by URL or by message."""

from typing import Annotated, Literal

from pydantic import Field

from functions.shared.api import Body, Text

MAX_LINES = 50


class PackedLine(Body):
    line_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
    quantity: Annotated[int, Field(ge=0, le=99)]


class Report(Body):
    """`accepted`: somebody is at work on it. `packed`: `lines` say what, or all was. `rejected`: nothing will
    be."""

    outcome: Literal["accepted", "packed", "rejected"]
    lines: Annotated[list[PackedLine], Field(max_length=MAX_LINES)] | None = Field(
        None, description="Of packed: units by line; lines left out were not packed. Without it, all were"
    )
    why: Text | None = None


class ReportMessage(Report):
    """The same on the queue: it names the offer that it answers."""

    callback_id: Annotated[str, Field(min_length=1, max_length=512)]

    def report(self) -> Report:
        return Report(outcome=self.outcome, lines=self.lines, why=self.why)
