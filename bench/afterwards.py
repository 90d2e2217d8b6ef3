"""What follows a confirmed order: the provider's news, the warehouse, the customer who sends things back or
wants a receipt.

The warehouse takes an offer and says that all of it was packed, by queue and with no sign of life in between.
All that was delivered comes back, without photos, and an inspector accepts it with the operator's command.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.relaying import a_logger_of_its_own
from bench.scenarios import After
from functions.order import store as orders
from functions.order.order import Status
from functions.returns import store as returns_store
from functions.returns.inspect_return import inspect_return
from functions.returns.returns import InspectionResult, Verdict
from harness.api import Answer
from harness.customers import CAPTURABLE
from harness.invocation import Context, Invocation, entered
from harness.moto.world import World, until
from harness.records import FULFILMENT, RETURN
from harness.template import Resource

OPERATOR = "Operator"
"""A person with the operator's commands: calls are charged, and nothing of Lambda."""
WEBHOOK = "Webhook"
HELD = CAPTURABLE
LARGEST_REQUEST = 64 * 1024
"""What SQS takes for one request; larger ones are charged as several."""


@dataclass
class Traffic:
    """What reached the shop: requests to the API, of which `authorized` met the authorizer, with bytes of
    their answers' bodies; messages by the name of their queue; executions by name and machine."""

    order_id: str = ""
    requests: int = 0
    authorized: int = 0
    answered: int = 0
    messages: list[str] = field(default_factory=list)
    executions: list[tuple[str, str]] = field(default_factory=list)

    def meets(self, answer: Answer, status: int, *, authorized: bool = False) -> None:
        assert answer.status == status, answer  # noqa: S101 - a bench that counted something else would lie
        self.requests += 1
        self.authorized += authorized
        self.answered += len(answer.body.encode())


def hears(world: World, traffic: Traffic, event_type: str) -> None:
    """The provider tells what it did."""
    hold = world.hold(traffic.order_id)
    with a_logger_of_its_own():
        traffic.meets(world.tells(hold, event_type), 200)


def is_fulfilled(world: World, traffic: Traffic) -> None:
    """From FULFILLING, its execution waiting, to COMPLETED."""
    order_id = traffic.order_id
    traffic.executions.append((order_id, FULFILMENT))
    _deliver(world, traffic, "PackingRequests", "OfferPacking")
    (offer,) = _taken(world, traffic, "Warehouse")
    answer = {"callback_id": json.loads(offer["body"])["callback_id"], "outcome": "packed"}
    url = world.cloud.queue_url("PackingResults")
    world.cloud.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(answer))
    _deliver(world, traffic, "PackingResults", "ReportPacking")
    until(lambda: orders.load(order_id).status is Status.COMPLETED)
    world.run_to_end()
    _taken(world, traffic, "Warehouse")  # its last word: hand over


def comes_back(world: World, owner: str, order_id: str) -> Traffic:
    """A return of all of it, from its request to CLOSED."""
    traffic = Traffic(order_id)
    listed = [{"line_id": line.line_id, "quantity": line.quantity} for line in orders.load(order_id).lines]
    body = {"reason": "It arrived cold, and not what was ordered.", "lines": listed}
    key = {"Idempotency-Key": "44444444-4444-4444-8444-444444444444"}
    answer = world.api("POST", f"/orders/{order_id}/returns", body, key, owner=owner)
    traffic.meets(answer, 201, authorized=True)
    return_id = str(answer.json["return_id"])
    traffic.executions.append((returns_store.load(return_id).execution, RETURN))
    world.run_to_rest()
    with at_a_terminal(world):
        inspect_return(return_id, Verdict(InspectionResult.ACCEPTED), "ops:inspector")
    until(lambda: orders.load(order_id).status is Status.RETURNED)
    world.run_to_end()
    return traffic


def asks_for_receipt(world: World, owner: str, order_id: str) -> Traffic:
    """The first time: it is written."""
    traffic = Traffic(order_id)
    traffic.meets(world.api("GET", f"/orders/{order_id}/receipt", owner=owner), 200, authorized=True)
    return traffic


AFTER = {After.RETURN: comes_back, After.RECEIPT: asks_for_receipt}


def _deliver(world: World, traffic: Traffic, queue: str, function: str) -> None:
    records = _taken(world, traffic, queue)
    with a_logger_of_its_own():
        taken = world.invoke(function, {"Records": records})
    assert taken.answer == {"batchItemFailures": []}, taken  # noqa: S101 - as above


def _taken(world: World, traffic: Traffic, queue: str) -> list[dict[str, Any]]:
    messages = world.messages(queue)
    assert len(messages) == 1, messages  # noqa: S101 - as above
    assert len(messages[0]["body"]) < LARGEST_REQUEST  # noqa: S101 - as above
    traffic.messages.append(queue)
    return messages


@contextmanager
def at_a_terminal(world: World) -> Iterator[None]:
    """As an invocation of nobody's function: what a person's command calls is charged like any call."""
    context = Context(OPERATOR, OPERATOR, remaining_millis=0)
    person = Invocation(Resource("", OPERATOR, "", {}), {}, context, dict(os.environ))
    world.runner.invocations.append(person)
    with entered(person):
        yield
