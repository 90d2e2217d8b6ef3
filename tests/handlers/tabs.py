"""Browser tabs: each a client of the socket, on the real handlers behind its routes."""

import json
from dataclasses import dataclass
from typing import Any

from functions.live import on_socket
from functions.session.groups import OPERATOR_PREFIX, OPERATORS
from functions.shared.table import scan
from functions.updates import on_hello, on_orders_stream
from harness.sockets import Message, Sockets, connect_event, disconnect_event, message_event, route_of
from harness.stream import record
from tests.contract.conformance import check_message
from tests.handlers.shop import Shop, context


@dataclass
class Tabs:
    """What all of them are connected to."""

    shop: Shop
    sockets: Sockets

    def ticket(self, owner: str = "own_ada") -> str:
        """Of a customer, or of an operator (`op_...`)."""
        groups = OPERATORS if owner.startswith(OPERATOR_PREFIX) else ""
        authorized = {"owner": owner, "groups": groups, "session": f"session-of-{owner}", "began": "0"}
        issued = self.shop.call("POST /live/tickets", requestContext={"authorizer": authorized})
        assert issued.status == 201
        ticket: str = issued.body["ticket"]
        return ticket

    def connect(self, name: str, ticket: str | None) -> int:
        """The status of the handshake."""
        status: int = on_socket.handle(connect_event(name, ticket), context())["statusCode"]
        if status == 200:
            self.sockets.opens(name)
        return status

    def open(self, name: str = "tab", owner: str = "own_ada") -> "Tab":
        """A tab that is connected."""
        assert self.connect(name, self.ticket(owner)) == 200
        return Tab(name, self.sockets)

    def changed(self, *order_ids: str) -> list[str]:
        """The stream tells of these orders; the records that failed."""
        heads = [one for one in scan("ORDERS_TABLE") if one["item"] == "head"]
        told = [head for head in heads if head["order_id"] in order_ids]
        records = [record(head, number, "MODIFY") for number, head in enumerate(told, start=1)]
        answer = on_orders_stream.handle({"Records": records}, context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@dataclass
class Tab:
    name: str
    sockets: Sockets

    def says(self, message: Any) -> Message:
        """What it is answered, on the connection."""
        event = message_event(self.name, message)
        handler = on_hello if route_of(event["body"]) == "hello" else on_socket
        answer = handler.handle(event, context())
        assert answer["statusCode"] == 200
        return _told(answer)

    def hello(self, **since: int) -> Message:
        return self.says({"type": "hello", "since": since})

    def ping(self) -> Message:
        return self.says({"type": "ping"})

    def leaves(self, *, told: bool = True) -> None:
        """`told`: the gateway says so, which is best effort."""
        self.sockets.leaves(self.name)
        if told:
            on_socket.handle(disconnect_event(self.name), context())

    @property
    def received(self) -> tuple[Message, ...]:
        received = self.sockets.received[self.name]
        for message in received:
            check_message(message)
        return received


def _told(answer: dict[str, Any]) -> Message:
    if "body" not in answer:
        return {}
    message: Message = json.loads(answer["body"])
    check_message(message)
    return message
