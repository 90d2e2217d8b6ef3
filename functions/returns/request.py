"""What a customer asks for when sending something back."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.shared.api import Body

MAX_LINES = 50

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
LineId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]


class ReturnLine(Body):
    line_id: LineId
    quantity: Annotated[int, Field(ge=1, le=99)]


class ReturnBody(Body):
    reason: Reason
    lines: Annotated[list[ReturnLine], Field(min_length=1, max_length=MAX_LINES)]


class PhotoBody(Body):
    content_type: Literal["image/jpeg", "image/png", "image/webp"]
