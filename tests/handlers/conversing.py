"""Customers and operators who talk, over HTTP and over sockets, on the real handlers."""

import json
from dataclasses import dataclass, field
from typing import Any

from functions.conversation import on_conversations_socket, on_messages
from functions.live import on_socket
from functions.live.issue_ticket import issue_ticket
from functions.live.ticket_store import Holder
from functions.session.groups import OPERATORS
from functions.updates import on_hello
from harness.sockets import Message, Sockets, connect_event, disconnect_event, message_event
from tests.handlers.shop import Reply, Shop, context

ADA, BOB, EVE = "own_ada", "own_bob", "own_eve"
OPERATOR = "op_olga"


@dataclass
class Queue:
    """The queue of what is said over sockets."""

    sent: list[dict[str, Any]] = field(default_factory=list)

    def send_message(self, **message: Any) -> None:
        self.sent.append(message)

    def event(self) -> dict[str, Any]:
        """What waits, as Lambda hands it to its consumer; it stays there."""
        bodies = [one["MessageBody"] for one in self.sent]
        return {"Records": [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]}


@dataclass
class EventBus:
    """What was put on the event bus; refuses as often as it is told to."""

    told: list[dict[str, Any]] = field(default_factory=list)
    refusing: int = 0

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        if self.refusing:
            self.refusing -= 1
            return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}
        (entry,) = Entries
        assert (entry["EventBusName"], entry["Source"]) == ("paidonce", "paidonce.conversations")
        self.told.append({"type": entry["DetailType"], **json.loads(entry["Detail"])})
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}


@dataclass
class Talk:
    shop: Shop
    sockets: Sockets
    queue: Queue
    bus: EventBus

    def call(
        self, call: str, body: Any = None, *, by: str = ADA, raw: str | None = None, **query: Any
    ) -> Reply:
        """By a customer, or by an operator (`op_...`)."""
        single = {name: str(value) for name, value in query.items()}
        several = {name: [value] for name, value in single.items()}
        authorized = {"owner": by, "session": f"session-of-{by}", "began": "0"}
        authorized |= {"groups": OPERATORS} if by[:3] == "op_" else {}
        return self.shop.call(
            call,
            body,
            raw=raw,
            requestContext={"authorizer": authorized},
            queryStringParameters=single or None,
            multiValueQueryStringParameters=several or None,
        )

    def says(
        self, text: str, client_id: str = "c1", *, by: str = ADA, conversation: str = "support"
    ) -> Reply:
        body = {"client_id": client_id, "text": text}
        return self.call(f"POST /conversations/{conversation}/messages", body, by=by)

    def reads(self, upto: int, *, by: str = ADA, conversation: str = "support") -> Reply:
        return self.call(f"PUT /conversations/{conversation}/read", {"upto": upto}, by=by)

    def shows(self, conversation: str = "support", *, by: str = ADA, **query: Any) -> Any:
        shown = self.call(f"GET /conversations/{conversation}/messages", by=by, **query)
        assert shown.status == 200, shown.text
        return shown.body

    def texts(self, conversation: str = "support", *, by: str = ADA) -> list[str]:
        return [line["text"] or line["event"] for line in self.shows(conversation, by=by)["messages"]]

    def lists(self, *, by: str = ADA, **query: Any) -> Any:
        listed = self.call("GET /conversations", by=by, **query)
        assert listed.status == 200, listed.text
        return listed.body

    def connects(self, name: str, by: str = ADA) -> "Tab":
        ticket, _ = issue_ticket(Holder(by, by.startswith("op_"), f"session-of-{by}", 0))
        assert on_socket.handle(connect_event(name, ticket), context())["statusCode"] == 200
        self.sockets.opens(name)
        return Tab(name, self.sockets)

    def leaves(self, name: str) -> None:
        self.sockets.leaves(name)
        on_socket.handle(disconnect_event(name), context())

    def delivers(self) -> list[Any]:
        """The queue's messages to their consumer; which failed."""
        failed = on_messages.handle(self.queue.event(), context())["batchItemFailures"]
        self.queue.sent = [self.queue.sent[int(one["itemIdentifier"])] for one in failed]
        return failed


@dataclass
class Tab:
    """A browser's tab: a connection, and what came on it."""

    name: str
    sockets: Sockets

    def greets(self, **since: int) -> None:
        event = message_event(self.name, {"type": "hello", "since": since})
        assert json.loads(on_hello.handle(event, context())["body"])["type"] == "hello"

    def sends(self, kind: str, **members: Any) -> Message:
        """What is answered on the connection; empty for nothing."""
        return self.sends_raw(json.dumps({"type": kind, **members}), kind)

    def sends_raw(self, text: str, route: str) -> Message:
        event = message_event(self.name, text)
        event["requestContext"]["routeKey"] = route
        answer = on_conversations_socket.handle(event, context())
        assert answer["statusCode"] == 200
        answered: Message = json.loads(answer.get("body", "{}"))
        return answered

    def says(self, text: str, client_id: str = "c1", conversation: str = "support") -> Message:
        return self.sends("say", conversation=conversation, client_id=client_id, text=text)

    def got(self, kind: str) -> list[Message]:
        """What it was pushed of this type, without the type."""
        return [
            {name: value for name, value in message.items() if name != "type"}
            for message in self.sockets.received[self.name]
            if message["type"] == kind
        ]
