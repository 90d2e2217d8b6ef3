"""What is sent over the socket about conversations, both ways, and what a text and a client_id may be."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from functions.live.messages import CLIENT_ID, Sent, Told

MAX_TEXT = 2_000
MAX_SEQ = 10**9
_PLAIN = r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$"
_IS_CLIENT_ID = re.compile(CLIENT_ID)
_IS_PLAIN = re.compile(_PLAIN)
_SIDES = Literal["customer", "operator"]


def _trimmed(text: str) -> str:
    """Without the white space around it. Something that can be seen must be left, at most 2,000 characters
    of it."""
    trimmed = text.strip()
    if not _IS_PLAIN.fullmatch(trimmed):
        raise PydanticCustomError("controls", "Of control characters line breaks (\\n) alone are taken")
    if not any(character.isprintable() and not character.isspace() for character in trimmed):
        raise PydanticCustomError("nothing_said", "White space alone is nothing")
    if len(trimmed) > MAX_TEXT:
        raise PydanticCustomError("too_long", "At most 2000 characters, not counting white space around them")
    return trimmed


def _picked(client_id: str) -> str:
    if not _IS_CLIENT_ID.fullmatch(client_id):
        says = "1 to 64 letters and digits of ASCII, '_', '.', ':' and '-'"
        raise PydanticCustomError("client_id", "{says}", {"says": says})
    return client_id


ConversationName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=80,
        description="An order's id; or `support`, for a customer's conversation about none",
    ),
]
MessageText = Annotated[
    str,
    AfterValidator(_trimmed),
    Field(
        description="1 to 2,000 characters, not counting white space around them",
        json_schema_extra={"minLength": 1, "maxLength": MAX_TEXT, "pattern": _PLAIN},
    ),
]
ClientId = Annotated[
    str,
    AfterValidator(_picked),
    Field(
        description="Picked by the client, a new one for each message: saying it again changes nothing",
        json_schema_extra={"pattern": CLIENT_ID},
    ),
]
Seq = Annotated[int, Field(ge=1, le=MAX_SEQ, description="The number of a message in its conversation")]


class SayBody(Sent):
    client_id: ClientId
    text: MessageText


class ReadBody(Sent):
    upto: Seq


class Say(SayBody):
    """Say something. The `message` that comes back once it is stored acknowledges it."""

    type: Literal["say"]
    conversation: ConversationName


class Read(ReadBody):
    """All messages up to this one were read."""

    type: Literal["read"]
    conversation: ConversationName


class Typing(Sent):
    """The client is writing something. It is passed on every few seconds at most."""

    type: Literal["typing"]
    conversation: ConversationName


class Watch(Sent):
    """The client shows this conversation, and no other: it is told by `presence` whether the other side is
    connected, now and when that changes. `read` says the same."""

    type: Literal["watch"]
    conversation: ConversationName


class Pushed(Told):
    """About a conversation, called as the client it is sent to calls it."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)

    conversation: ConversationName
    owner: Annotated[str, Field(description="The customer whose conversation it is")]


class MessageSaid(Pushed):
    """Something was said, by either side: to who said it, that it is stored. It may come twice, and overtake
    another: `seq` tells which it is."""

    type: Literal["message"] = "message"
    seq: Seq
    client_id: ClientId
    said_by: Annotated[_SIDES, Field(alias="from")]
    by: Annotated[str | None, Field(description="The owner id of who said it; operators alone are told")]
    text: str
    at: Annotated[str, Field(description="RFC 3339, UTC")]


class Unread(Pushed):
    """How much of the other side's is unread, as of message `seq`: a client keeps what the highest says."""

    type: Literal["unread"] = "unread"
    count: Annotated[int, Field(ge=0)]
    seq: Annotated[int, Field(ge=0)]


class HasRead(Pushed):
    """A side has read all messages up to this one."""

    type: Literal["read"] = "read"
    side: _SIDES
    upto: Seq


class IsTyping(Pushed):
    """The other side is writing something. It counts for so many seconds."""

    type: Literal["typing"] = "typing"
    said_by: Annotated[_SIDES, Field(alias="from")]
    expires_in: Annotated[int, Field(ge=1)]


class Presence(Pushed):
    """Whether a side is connected, by any of its devices: to who watches the conversation, at once and when
    somebody comes or the last one leaves. One who is lost without a word has left once `expires_in` is over:
    a client then shows them away, and watches again."""

    type: Literal["presence"] = "presence"
    side: _SIDES
    online: bool
    expires_in: Annotated[int, Field(ge=0, description="Seconds for which `online` holds, 0 for one away")]


SENT: tuple[type[Sent], ...] = (Say, Read, Typing, Watch)
TOLD: tuple[type[Told], ...] = (MessageSaid, Unread, HasRead, IsTyping, Presence)
