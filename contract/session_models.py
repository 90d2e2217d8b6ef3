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


Kind = Literal["guest", "customer", "operator"]


class LoggedIn(Session):
    kind: Kind
    cart: Annotated[
        Literal["none", "merged", "in-checkout", "too-full"],
        Field(description="What became of the cart of the guest that the call came from"),
    ]


class LoginPlaces(Shape):
    authorization_endpoint: Annotated[str, Field(description="Where to send who wants to log in")]
    end_session_endpoint: Annotated[
        str | SkipJsonSchema[None],
        Field(
            description="Where to send who has signed out here, so that the issuer forgets them, too",
            json_schema_extra=lambda schema: schema.pop("default", None),
        ),
    ] = None
    client_id: str
    scope: str
    redirect_uris: Annotated[list[str], Field(description="Where the issuer may send them back to")]


class CurrentSession(Shape):
    owner: str
    kind: Kind
    expires_at: Timestamp
    email: Annotated[
        str | SkipJsonSchema[None],
        Field(
            description="Of the account, where its issuer has verified one",
            json_schema_extra=lambda schema: schema.pop("default", None),
        ),
    ] = None


class Dropped(Shape):
    cookie: Literal["dropped", "none"]


class SessionData(RootModel[dict[str, JsonValue]]):
    """Whatever pages keep for their session."""


class Ticket(Shape):
    ticket: Annotated[str, Field(pattern=r"^tkt_[a-z2-7]{32}$", description="Good once: ?ticket=...")]
    expires_at: Annotated[Timestamp, Field(description="A minute from now")]
