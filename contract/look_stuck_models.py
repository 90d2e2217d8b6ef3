"""What operators' looks at what stands still answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import Cursor, Shape, Timestamp, Unreadable


class Stop(Shape):
    """What was tried, why it failed, and what an operator said to it."""

    error: str
    cause: str
    at: Annotated[Timestamp, Field(description="When it was put before an operator")]
    execution: str
    state: Annotated[str | None, Field(description="The state that failed; null where that is not known")]
    attempts: int | None
    since: Timestamp | None
    answer: "Answered | None"


class Answered(Shape):
    verdict: Literal["RETRY", "SETTLED"]
    by: str
    at: Timestamp
    why: str


class StuckOne(Stop):
    id: Annotated[str, Field(description="An order's, a return's or a refund's")]
    status: str


class SetAside(Shape):
    """What the sweep could not look after."""

    id: str
    error: str
    since: Timestamp
    last: Timestamp
    times: Annotated[int, Field(ge=1)]


class StuckList(Shape):
    stuck: Annotated[list[StuckOne], Field(description="Those that have waited longest first")]
    set_aside: list[SetAside]
    unreadable: Unreadable
    next_cursor: Cursor


class DeadLetters(Shape):
    queue: str
    messages: int = 0
    oldest_seconds: Annotated[int | None, Field(description="Of the ten looked at")] = None
    first_error: str | None = None
    redrive: Annotated[str, Field(description="How its messages are worked on again")] = ""
    unreadable: str = ""


class DeadLetterList(Shape):
    queues: list[DeadLetters]
