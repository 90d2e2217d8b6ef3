"""An open page of a customer, or of an operator: a client of the socket, on the real functions behind its
routes.

It does what clients are told to do: a ticket, a connection, hello with what it has; of each order it keeps
the highest version; when its connection is ended it opens another.
"""

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from harness.actors import Actors
from harness.invocation import Outcome
from harness.sockets import Message, connect_event, disconnect_event, message_event, route_of

FUNCTIONS = {"hello": "Hello", "ping": "Socket", "$default": "Socket"} | dict.fromkeys(
    ("say", "read", "typing", "watch"), "ConversationsSocket"
)
TRIES = 20
"""So often a page tries to connect before it is given up as one that cannot."""

_numbers = itertools.count(1)


@dataclass
class Page:
    """`shown`: the version of each order that it shows, 0 where it knows of one and has none. `name`: its
    connection, None while it has none. `greeted`: it was answered to hello there: it has missed nothing."""

    shop: Actors
    owner: str
    shown: dict[str, int] = field(default_factory=dict)
    name: str | None = None
    heard: int = 0
    greeted: bool = False
    groups: str = ""

    def ticket(self) -> str | None:
        answer = self.shop.api("POST", "/live/tickets", owner=self.owner, groups=self.groups)
        return answer.json["ticket"] if answer.status == 201 else None

    def connect(self, ticket: str, name: str = "") -> Outcome:
        """The handshake, under a name of its own unless it is given one."""
        name = name or f"c{next(_numbers)}"
        outcome = self.shop.invoke("Socket", connect_event(name, ticket))
        if outcome.error is None and outcome.answer["statusCode"] == 200:
            self.shop.sockets.opens(name)
            self.name, self.heard = name, 0
        return outcome

    def says(self, message: Message) -> Message | None:
        """What it is answered, None where it is not answered."""
        assert self.name is not None
        event = message_event(self.name, message)
        outcome = self.shop.invoke(FUNCTIONS[route_of(event["body"])], event)
        self.hears()
        if outcome.error is not None or "body" not in outcome.answer:
            return None
        told: Message = json.loads(outcome.answer["body"])
        if told["type"] == "gone" and told["reconnect"]:
            self.leave()
        return told

    def hello(self) -> Message | None:
        return self.says({"type": "hello", "since": self.shown})

    def ping(self) -> Message | None:
        return self.says({"type": "ping"})

    def hears(self) -> None:
        """Take what was sent on the connection."""
        if self.name is None:
            return
        received = self.shop.sockets.received[self.name]
        for message in received[self.heard :]:
            if message["type"] == "order" or self._asks_again(message):
                known = self.shown.get(message["order_id"], 0)
                self.shown[message["order_id"]] = max(message["version"], known)
        self.heard = len(received)
        if self.name not in self.shop.sockets.open:
            self.name, self.greeted = None, False

    def _asks_again(self, message: Message) -> bool:
        """An order that it shows has changed, which it then reads."""
        return message["type"] == "order-changed" and message["order_id"] in self.shown

    def leave(self, *, told: bool = False) -> None:
        """`told`: the gateway says so, which is best effort."""
        name, self.name, self.greeted = self.name, None, False
        if name is not None:
            self.shop.sockets.leaves(name)
            if told:
                self.shop.invoke("Socket", disconnect_event(name))

    def is_greeted(self) -> bool:
        """One try at what a client has to do until it has missed nothing, at an ordinary pace."""
        self.shop.time_passes(1)
        self.hears()
        if self.name is None:
            ticket = self.ticket()
            if ticket is None or self.connect(ticket).error is not None or self.name is None:
                return False
        told = self.hello()
        self.greeted = self.name is not None and told is not None and told["type"] == "hello"
        return self.greeted

    def comes_up(self) -> None:
        assert any(self.is_greeted() for _ in range(TRIES)), f"{self.owner} does not get through"


def pushes(shop: Actors, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stream hands over what changed; the records that come again."""
    outcome = shop.invoke("Updates", {"Records": records})
    if outcome.error is not None:
        return records
    failed = {one["itemIdentifier"] for one in outcome.answer["batchItemFailures"]}
    return [one for one in records if one["dynamodb"]["SequenceNumber"] in failed]
