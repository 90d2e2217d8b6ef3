"""What calls about sessions and the socket answer. Handlers build these shapes as plain dictionaries, as
those of all modules beside; tests hold the two together."""

from typing import Annotated

from pydantic import Field

from contract.shapes import Shape, Timestamp


class Session(Shape):
    token: Annotated[str, Field(description="Sent as Authorization: Bearer <token>")]
    owner: str
    expires_at: Annotated[
        Timestamp,
        Field(
            description="When the token expires. Renewed before, the session goes on, for thirty days in all"
        ),
    ]


class Ticket(Shape):
    ticket: Annotated[str, Field(pattern=r"^tkt_[a-z2-7]{32}$", description="Good once: ?ticket=...")]
    expires_at: Annotated[Timestamp, Field(description="A minute from now")]
