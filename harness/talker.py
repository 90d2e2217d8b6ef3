"""Somebody who talks in a conversation, on a page of theirs: a client of the socket and of HTTP that does
what clients are told to do. What is not acknowledged is said again, under the same client_id; of each number
the message is kept once."""

from typing import Any

from harness.actors import Actors
from harness.api import Answer
from harness.page import TRIES, Page
from harness.sockets import Message

OPERATORS = "operators"


class Talker:
    """`acknowledged` by client_id: the number that a message was acknowledged with. `heard` by number."""

    def __init__(self, shop: Actors, conversation: str, owner: str, *, operator: bool = False) -> None:
        self.shop = shop
        self.conversation = conversation
        self.page = Page(shop, owner, groups=OPERATORS if operator else "")
        self.who: dict[str, Any] = {"owner": owner, "groups": self.page.groups}
        self.acknowledged: dict[str, int] = {}
        self.heard: dict[int, Message] = {}
        self._connections: list[str] = []

    def is_up(self) -> bool:
        """One try at being connected."""
        up = self.page.is_greeted()
        if self.page.name is not None and self.page.name not in self._connections:
            self._connections.append(self.page.name)
        return up

    def comes_up(self) -> None:
        assert any(self.is_up() for _ in range(TRIES)), f"{self.page.owner} does not get through"

    def says(self, text: str) -> None:
        """One try over the socket; `listens` finds whether it was acknowledged."""
        self._sends("say", client_id=text, text=text)

    def reads(self, upto: int) -> None:
        self._sends("read", upto=upto)

    def types(self) -> None:
        self._sends("typing")

    def watches(self) -> None:
        self._sends("watch")

    def posts(self, text: str) -> Answer:
        """One try over HTTP."""
        answer = self._api("POST", "messages", {"client_id": text, "text": text})
        if answer.status == 201:
            self.acknowledged[text] = answer.json["seq"]
        return answer

    def marks(self, upto: int) -> Answer:
        """Reads over HTTP."""
        return self._api("PUT", "read", {"upto": upto})

    def listens(self) -> None:
        """Take what was pushed on all connections there ever were."""
        for name in self._connections:
            for message in self.shop.sockets.received[name]:
                if message["type"] == "message" and message["conversation"] == self.conversation:
                    self.heard[message["seq"]] = message
        own = [one for one in self.heard.values() if self._said(one)]
        self.acknowledged |= {message["client_id"]: message["seq"] for message in own}

    def _said(self, message: Message) -> bool:
        """Operators hear what others of them say, and from whom; a customer's other tabs are the customer."""
        return bool(message["by"] == self.page.owner if self.page.groups else message["from"] == "customer")

    def peeks(self) -> None:
        """One try at the list, and at the conversation, whatever comes of it."""
        self.shop.api("GET", "/conversations", **self.who)
        self._api("GET", "messages")

    def looks(self) -> list[Message]:
        """All messages there are, by every page over HTTP, the oldest first."""
        found: list[Message] = []
        cursor: str | None = ""
        while cursor is not None:
            answer = self._api("GET", f"messages?limit=2&cursor={cursor}" if cursor else "messages?limit=2")
            assert answer.status == 200, answer
            found = [*answer.json["messages"], *found]
            cursor = answer.json["older_cursor"]
        return [line for line in found if line["seq"] is not None]

    def unread(self) -> int:
        answer = self._api("GET", "messages")
        assert answer.status == 200, answer
        count: int = answer.json["unread"]
        return count

    def _api(self, method: str, what: str, body: Any = None) -> Answer:
        return self.shop.api(method, f"/conversations/{self.conversation}/{what}", body, **self.who)

    def _sends(self, kind: str, **members: Any) -> None:
        """At an ordinary pace. Who has no connection says nothing."""
        self.shop.time_passes(1)
        if self.page.name is not None:
            self.page.says({"type": kind, "conversation": self.conversation, **members})


def delivers(shop: Actors, tries: int) -> None:
    """The queue of what is said over sockets delivers until all is taken, or has failed too often."""
    left = shop.messages("Sayings")
    for _ in range(tries):
        if not left:
            return
        outcome = shop.invoke("Messages", {"Records": left})
        if outcome.error is None:
            failed = {one["itemIdentifier"] for one in outcome.answer["batchItemFailures"]}
            left = [one for one in left if one["messageId"] in failed]
