"""What calls about conversations answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import OrderId, Shape, Timestamp
from functions.conversation.conversation import PREVIEW

Side = Literal["customer", "operator"]


class ReadMarks(Shape):
    """Up to which message each side has read, 0 for none."""

    customer: Annotated[int, Field(ge=0)]
    operator: Annotated[int, Field(ge=0)]


class LastMessage(Shape):
    said_by: Annotated[Side, Field(alias="from")]
    text: Annotated[str, Field(max_length=PREVIEW, description="How it begins")]
    at: Timestamp


class Conversation(Shape):
    conversation: Annotated[
        str, Field(description="Its order's id, `support` for my own about none, or `support-<owner>`")
    ]
    owner: Annotated[str, Field(description="The customer whose conversation it is")]
    order_id: Annotated[OrderId | None, Field(description="The order that it is about")]
    seq: Annotated[int, Field(ge=0, description="The number of the last message")]
    unread: Annotated[int, Field(ge=0, description="Messages of the other side that mine has not read")]
    read: ReadMarks
    last: LastMessage | None


class ConversationPage(Shape):
    conversations: Annotated[list[Conversation], Field(description="The one last active first")]
    next_cursor: Annotated[str | None, Field(description="For the next page; null where there is none")]


class ConversationLine(Shape):
    """A message; or, from `system`, what happened to the order: that has no number and is never unread."""

    seq: Annotated[int | None, Field(ge=1)]
    client_id: str | None
    said_by: Annotated[Literal["customer", "operator", "system"], Field(alias="from")]
    by: Annotated[str | None, Field(description="The owner id of who said it; operators alone are told")]
    text: str | None
    event: Annotated[str | None, Field(description="From system: the type of the event, as in a timeline")]
    at: Timestamp


class Messages(Conversation):
    online: Annotated[bool, Field(description="Whether anybody of the other side is connected")]
    messages: Annotated[list[ConversationLine], Field(description="The oldest first")]
    older_cursor: Annotated[str | None, Field(description="For what came before; null at the beginning")]
    newer_cursor: Annotated[str, Field(description="For what comes after, now or later")]


class SaidMessage(ConversationLine):
    """A message that is stored."""

    conversation: str
    owner: str
