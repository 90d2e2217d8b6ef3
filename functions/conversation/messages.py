"""What is sent over the socket about conversations, both ways, and what a text and a client_id may be."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from functions.shared.api import Body, Form

MAX_TEXT = 2_000
MAX_SEQ = 10**9
_NO_CONTROLS = Form(
    r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$",
    "Control characters other than line breaks (\\n) are not taken",
)


def _trimmed(text: str) -> str:
    """Without what cannot be seen around it. 1 to 2,000 characters must be left."""
    trimmed = text.strip()
    if not any(character.isprintable() and not character.isspace() for character in trimmed):
        raise PydanticCustomError("nothing_said", "White space alone is nothing")
    if len(trimmed) > MAX_TEXT:
        raise PydanticCustomError("too_long", "At most 2000 characters, without white space around them")
    return trimmed


ConversationName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80),
    Field(description="An order's id; or `support`, for a customer's conversation about none"),
]
MessageText = Annotated[
    str,
    StringConstraints(min_length=1),
    _NO_CONTROLS,
    AfterValidator(_trimmed),
    Field(
        description="1 to 2,000 characters, white space around them not counted",
        json_schema_extra={"maxLength": MAX_TEXT},
    ),
]
ClientId = Annotated[
    str,
    Form(r"^[A-Za-z0-9_-]{1,64}$", "1 to 64 letters, digits, '_' and '-'"),
    Field(description="Picked by the client, one for each message: saying it again changes nothing"),
]
Seq = Annotated[int, Field(ge=1, le=MAX_SEQ, description="The number of a message")]


class SayBody(Body):
    client_id: ClientId
    text: MessageText


class ReadBody(Body):
    upto: Seq


class Say(SayBody):
    """Say something. It is acknowledged by the `message` that comes back once it is stored."""

    type: Literal["say"]
    conversation: ConversationName


class Read(ReadBody):
    """I have read all messages up to this one."""

    type: Literal["read"]
    conversation: ConversationName


class Typing(Body):
    """I am writing something. Sent at most every two seconds."""

    type: Literal["typing"]
    conversation: ConversationName


CLIENT: dict[str, type[Body]] = {"say": Say, "read": Read, "typing": Typing}
"""What clients send, by `type`."""


class Pushed(BaseModel):
    """An object whose every member is named here and always there."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    conversation: ConversationName
    owner: Annotated[str, Field(description="Whose conversation it is")]


class MessagePushed(Pushed):
    """Something was said, by whichever side: for its sender, that it is stored. May come again."""

    type: Literal["message"]
    seq: Seq
    client_id: ClientId
    said_by: Annotated[Literal["customer", "operator"], Field(alias="from")]
    by: Annotated[str | None, Field(description="Who of that side; only operators are told")]
    text: str
    at: Annotated[str, Field(description="RFC 3339, UTC")]


class UnreadPushed(Pushed):
    """How many messages of the other side were not read when message `seq` was the last one."""

    type: Literal["unread"]
    count: Annotated[int, Field(ge=0)]
    seq: Annotated[int, Field(ge=0)]


class ReadPushed(Pushed):
    """A side has read all messages up to this one."""

    type: Literal["read"]
    side: Literal["customer", "operator"]
    upto: Seq


class TypingPushed(Pushed):
    """The other side is writing something; forget it after so many seconds."""

    type: Literal["typing"]
    said_by: Annotated[Literal["customer", "operator"], Field(alias="from")]
    expires_in: Annotated[int, Field(ge=1)]


class PresencePushed(Pushed):
    """Whether the other side is connected, by any of its devices."""

    type: Literal["presence"]
    side: Literal["customer", "operator"]
    online: bool


SERVER: tuple[type[Pushed], ...] = (MessagePushed, UnreadPushed, ReadPushed, TypingPushed, PresencePushed)
"""What clients are sent."""

IS_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
