"""What calls about sessions and the socket answer. Handlers build these shapes as plain dictionaries, as
those of all modules beside; tests hold the two together."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, RootModel
from pydantic.json_schema import SkipJsonSchema

from contract.shapes import Shape, Timestamp

Token = Annotated[
    str | SkipJsonSchema[None],
    Field(
        description="Sent as Authorization: Bearer <token>. Not there for a page that uses a cookie",
        json_schema_extra=lambda schema: schema.pop("default", None),
    ),
]


class Session(Shape):
    token: Token = None
    owner: str
    expires_at: Annotated[
        Timestamp,
        Field(
            description="When the token expires. Renewed before, the session goes on, for thirty days in all"
        ),
    ]


class Dropped(Shape):
    cookie: Literal["dropped", "none"]


class SessionData(RootModel[dict[str, JsonValue]]):
    """Whatever pages keep for their session."""


class Ticket(Shape):
    ticket: Annotated[str, Field(pattern=r"^tkt_[a-z2-7]{32}$", description="Good once: ?ticket=...")]
    expires_at: Annotated[Timestamp, Field(description="A minute from now")]
