"""The messages of the socket: what clients send, and what they are sent. JSON objects, told by `type`."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_ORDERS = 50
CLIENT_ID = r"^[A-Za-z0-9_.:-]{1,64}$"

OrderId = Annotated[str, Field(pattern=r"^ord_[a-z2-7]{32}$")]
Version = Annotated[int, Field(ge=0, le=1_000_000)]


class Sent(BaseModel):
    """By a client: types are strict, unknown fields are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Anything(BaseModel):
    """A JSON object, whatever is in it."""

    model_config = ConfigDict(extra="allow")


class Hello(Sent):
    """The first message on a connection, and again after a cart was merged. Whatever is newer than the
    client's versions is sent before the answer. An operator's connection is told of the orders that its last
    hello named, ten at most: a page says it again when it shows another, one at a time."""

    type: Literal["hello"]
    since: Annotated[
        dict[OrderId, Version],
        Field(
            max_length=MOST_ORDERS,
            description="The orders that the client shows, with the version it has of each, 0 for none",
        ),
    ] = Field(default_factory=dict)


class Ping(Sent):
    """A sign of life, every five minutes: ten minutes without one end a connection."""

    type: Literal["ping"]


class Told(BaseModel):
    """To a client."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def as_dict(self) -> dict[str, Any]:
        return self.model_dump()


class Greeted(Told):
    """The answer to `hello`: the client has missed nothing of these orders."""

    type: Literal["hello"] = "hello"
    ends_in: Annotated[int, Field(description="Seconds until this connection ends, however much it is used")]
    orders: Annotated[
        dict[str, int],
        Field(description="Their versions. One that is not here does not exist, or is somebody else's"),
    ]


class Pong(Told):
    """The answer to `ping`."""

    type: Literal["pong"] = "pong"
    ends_in: Annotated[int, Field(description="Seconds until this connection ends, however much it is used")]


class OrderChanged(Told):
    """An order changed: GET it. So operators are told of the orders they look at; customers where the order
    is too long for a message."""

    type: Literal["order-changed"] = "order-changed"
    order_id: str
    version: int


class Gone(Told):
    """This connection ends soon, or has ended. After `time-is-up` and `not-connected` a client opens another
    within a random part of a minute, says hello there, and closes this one; after the others it does not.
    `signed-out`: the session that opened it was ended.
    A connection that has ended says why as often as its client speaks on it."""

    type: Literal["gone"] = "gone"
    why: Literal["time-is-up", "not-connected", "too-many-tabs", "too-many-messages", "signed-out"]
    reconnect: bool
    ends_in: int


class Refused(Told):
    """A message of the client's was not taken."""

    type: Literal["refused"] = "refused"
    to: Annotated[str | None, Field(description="The type of the message, if it had one")]
    why: Annotated[str, Field(description="A code in kebab case")]
    detail: Annotated[str, Field(description="What to change")]
    client_id: Annotated[str | None, Field(description="Of the message, if it had a valid one")] = None

    def as_dict(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True) | {"to": self.to}


def time_is_up(ends_in: int) -> Gone:
    return Gone(why="time-is-up", reconnect=True, ends_in=ends_in)


NOT_CONNECTED = Gone(why="not-connected", reconnect=True, ends_in=0)
TOO_MANY_TABS = Gone(why="too-many-tabs", reconnect=False, ends_in=0)
TOO_MANY_MESSAGES = Gone(why="too-many-messages", reconnect=False, ends_in=0)
SIGNED_OUT = Gone(why="signed-out", reconnect=False, ends_in=0)
HAS_ENDED: dict[str, Gone] = {
    told.why: told for told in (NOT_CONNECTED, TOO_MANY_TABS, TOO_MANY_MESSAGES, SIGNED_OUT)
}
