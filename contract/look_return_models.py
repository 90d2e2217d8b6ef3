"""What operators' looks at returns answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.look_stuck_models import Stop
from contract.operator_models import Decision
from contract.return_models import Return, ReturnLine
from contract.shapes import Cursor, Shape, Timestamp, Unreadable


class LookedReturn(Return):
    """A return as an inspector sees it."""

    stage: Literal["REQUESTED", "ACCEPTED", "REJECTED", "CLOSED", "REOPENED"]
    stuck: Stop | None
    settled: dict[str, str] | None


class ReturnList(Shape):
    returns: list[LookedReturn]
    unreadable: Unreadable
    next_cursor: Cursor


class InspectedLine(ReturnLine):
    name: str


class ReturnPhoto(Shape):
    name: str
    bytes: Annotated[int, Field(ge=1)]
    uploaded_at: Timestamp
    link: Annotated[str, Field(description="Shows it to whoever holds the link, until it expires")]
    expires_at: Timestamp


class WholeReturn(LookedReturn):
    """A return with what its inspector decides by, and what was decided."""

    lines: list[InspectedLine]  # type: ignore[assignment]
    decision: Decision | None
    refunded: Annotated[
        Literal["CLAIMED", "DONE"] | None,
        Field(description="CLAIMED: the money is on its way; null before its refund was begun"),
    ]
    photos: Annotated[  # type: ignore[assignment]
        list[ReturnPhoto], Field(description="Those that were uploaded; none a year later")
    ]
