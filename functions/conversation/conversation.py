"""The rules of a conversation: what follows what, how much of it is unread, when a customer gets a mail.

A conversation is between a customer and the shop, about one order or about none. Messages are numbered from
1 without a gap. Each carries how many each side had said by then, so what a side has not read is a
difference of two counts, and nothing is ever counted up or down beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

PREVIEW = 100
"""Characters of the last message that a list of conversations shows."""


class Side(StrEnum):
    CUSTOMER = "customer"
    OPERATOR = "operator"

    @property
    def other(self) -> "Side":
        return Side.OPERATOR if self is Side.CUSTOMER else Side.CUSTOMER


Counts = Mapping[Side, int]
"""How many messages each side has said."""

NOTHING: Counts = {Side.CUSTOMER: 0, Side.OPERATOR: 0}


class ClientIdReused(Exception):
    """The sender's client_id stands for another text in this conversation."""


class NotSaidYet(Exception):
    """A message that is to be read does not exist; `seq` is the last that does."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"{seq} messages were said")
        self.seq = seq


@dataclass(frozen=True)
class Mark:
    """How far a side has read: all up to message `upto`, of which `theirs` are the other side's."""

    upto: int = 0
    theirs: int = 0


@dataclass(frozen=True)
class Message:
    """Something that was said. `said` counts the messages of each side up to this one. `tells`: the customer
    was away, and gets a mail about it."""

    conversation: str
    seq: int
    side: Side
    sender: str
    client_id: str
    text: str = field(repr=False)
    at: str
    said: Counts
    tells: bool = False


@dataclass(frozen=True)
class Head:
    """What is known of a conversation as a whole. `order_id` is None where it is about no order. `at` is when
    the last message was said, `last` its side and the beginning of its text. `heard` is the number of the
    customer's last message, `told` that of the last one which the customer got a mail about."""

    conversation: str
    owner: str
    order_id: str | None
    said: Counts = field(default_factory=lambda: NOTHING)
    read: Mapping[Side, Mark] = field(default_factory=lambda: {Side.CUSTOMER: Mark(), Side.OPERATOR: Mark()})
    at: str = ""
    last: tuple[Side, str] | None = field(default=None, repr=False)
    heard: int = 0
    told: int = 0

    @property
    def seq(self) -> int:
        """The number of the last message, 0 where none was said."""
        return sum(self.said.values())

    def unread(self, side: Side) -> int:
        """How many messages of the other side this one has not read."""
        return self.said[side.other] - self.read[side].theirs

    def says(
        self, side: Side, sender: str, client_id: str, text: str, now: str, *, customer_away: bool
    ) -> Message:
        """The next message. Its time is never before that of the last one, whatever clocks say."""
        tells = side is Side.OPERATOR and customer_away and self.may_tell
        return Message(
            conversation=self.conversation,
            seq=self.seq + 1,
            side=side,
            sender=sender,
            client_id=client_id,
            text=text,
            at=max(now, self.at),
            said={**self.said, side: self.said[side] + 1},
            tells=tells,
        )

    @property
    def may_tell(self) -> bool:
        """Whether a customer who is away gets a mail about the next answer: once, until they have read or
        written again."""
        return self.told <= max(self.read[Side.CUSTOMER].upto, self.heard)

    def tells_of(self, message: Message) -> bool:
        """Whether the customer has a mail about this message to get, or has got it, and did not read it by
        themselves."""
        return message.seq == self.told > self.read[Side.CUSTOMER].upto

    def after(self, message: Message) -> "Head":
        """The conversation once the message is said."""
        return replace(
            self,
            said=message.said,
            at=message.at,
            last=(message.side, message.text[:PREVIEW]),
            heard=message.seq if message.side is Side.CUSTOMER else self.heard,
            told=message.seq if message.tells else self.told,
        )

    def reads(self, side: Side, upto: int, said: Counts) -> "Head":
        """The conversation once the side has read up to a message, by whose time `said` were said. A mark
        never goes back. Raises NotSaidYet."""
        if upto > self.seq:
            raise NotSaidYet(self.seq)
        if upto <= self.read[side].upto:
            return self
        return replace(self, read={**self.read, side: Mark(upto, said[side.other])})
