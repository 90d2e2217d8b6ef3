"""The world that a test acts in: a shop on AWS, its provider, its customers, and what may go wrong."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.cart import store as carts
from functions.cart.cart import Line
from functions.catalog import store as catalog
from functions.catalog.product import Product
from functions.inventory import store as inventory
from functions.inventory.receive_stock import set_available, set_shards
from functions.shared import clock
from functions.shared.money import Money
from harness.api import Answer, Api
from harness.caches import forget_all
from harness.faults import Fault, Kind
from harness.in_process_provider import DirectProvider
from harness.invocation import Outcome
from harness.moto.cloud import Cloud
from harness.moto.executions import CHECKOUT
from harness.moto.records import SKU as SKU
from harness.moto.records import Records
from harness.provider_process import Provider
from harness.routes import read_routes

ADDRESS = {
    "name": "Ada",
    "line1": "Via Roma 1",
    "city": "Napoli",
    "postal_code": "80100",
    "country": "IT",
}
VISA = "pm_card_visa"
PRICE = 1250


_numbers = itertools.count(1)


class World(Records):
    def __init__(self, cloud: Cloud, provider: Provider | DirectProvider) -> None:
        super().__init__(cloud, provider)
        self._api = Api(read_routes(cloud.template), cloud.runner)

    # given

    def sells(self, sku: str = SKU, *, price: int = PRICE, stock: int = 10, shards: int = 1) -> None:
        """A product without options, and `stock` units of it received, spread over its shards."""
        catalog.save(Product(sku, sku.title(), "", Money(price), ()))
        set_available(sku, stock, signed_by="test")
        set_shards(sku, shards)
        inventory._counts.clear()  # it was another process that received it

    def new_owner(self) -> str:
        return f"own_test{next(_numbers)}"

    def fills_cart(self, lines: Mapping[str, int], owner: str | None = None) -> str:
        """An owner with these units by SKU in the cart."""
        owner = owner or self.new_owner()
        chosen = tuple(Line(sku, sku, {}, quantity) for sku, quantity in lines.items())
        seen = carts.load(owner, clock.now())
        carts.save(replace(seen, lines=chosen, version=seen.version + 1), seen, clock.now())
        return owner

    def fault(self, step: str, kind: str, *, times: int = 1, at: str = "", error: str = "") -> Fault:
        """See faults.Kind; calls are named as in calls.py. Must fire `times` times, or the test fails."""
        fault = Fault(step, Kind(kind), times, at)
        if error:
            fault.error = error
        return self.cloud.desk.order(fault)

    def expires(self, *states: str) -> None:
        """In these states nobody is waited for for ever: run_to_end lets their time be over, if nobody has
        answered by then."""
        self.executions.expiring = frozenset(states)

    # when

    def api(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        owner: str | None = None,
        token: str | None = None,
    ) -> Answer:
        """Call the shop; see Api.call."""
        return self._api.call(method, path, body, headers, owner=owner, token=token)

    def checkout(
        self,
        owner: str,
        *,
        total: int = PRICE,
        payment_method: str = VISA,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """POST /checkouts for what is in the owner's cart."""
        body = {
            "payment_method": payment_method,
            "expected_total": {"amount": total, "currency": "EUR"},
            "shipping_address": ADDRESS,
        }
        named = {"Idempotency-Key": key or f"key-{next(_numbers)}", **(headers or {})}
        return self.api("POST", "/checkouts", body, named, owner=owner)

    def places_order(self, payment_method: str = VISA, *, sku: str = SKU, quantity: int = 1) -> str:
        """A new customer buys at PRICE; the order's id, its saga started."""
        owner = self.fills_cart({sku: quantity})
        answer = self.checkout(owner, total=PRICE * quantity, payment_method=payment_method)
        assert answer.status == 202, answer
        order_id: str = answer.json["order_id"]
        return order_id

    def invoke(self, function: str, event: Any) -> Outcome:
        """Invoke a function by its construct id, as a duplicate or a late message would."""
        return self.runner.invoke(function, event)

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """What waits in a queue, as a Lambda's event source would take it from there."""
        url = self.cloud.queue_url(queue)
        taken = self.cloud.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=30
        ).get("Messages", [])
        for message in taken:
            self.cloud.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message.get("Attributes", {}),
                "messageAttributes": {},
                "eventSource": "aws:sqs",
            }
            for message in taken
        ]

    def delivers(self, queue: str, function: str) -> Outcome:
        """Hand what waits in a queue (at most ten messages) to the function that consumes it, once."""
        return self.invoke(function, {"Records": self.messages(queue)})

    def run_to_rest(self) -> None:
        self.executions.run_to_rest()

    def run_to_end(self) -> None:
        self.executions.run_to_end()

    def time_passes(self, seconds: float) -> None:
        self.runner.time.pass_by(seconds)

    def answers_operator(self, order_id: str) -> None:
        """Press the button of a parked order."""
        token = self.parked(order_id)["task_tokens"]["L"][-1]["S"]
        self.cloud.machines.send_task_success(taskToken=token, output="{}")

    def aborts(self, order_id: str, machine: str = CHECKOUT) -> str:
        """Stop the order's execution from outside; its ARN."""
        return self.executions.abort(order_id, machine)

    def answers_bank_token(self, order_id: str, error: str) -> None:
        """Answer the token of the order that waits for its customer: it came to nothing."""
        key = {"order_id": {"S": order_id}}
        item = self.cloud.dynamodb.get_item(TableName=self._table("Payments"), Key=key)["Item"]
        token = item["task_tokens"]["L"][-1]["S"]
        self.cloud.machines.send_task_failure(taskToken=token, error=error)

    def reset(self) -> None:
        """As new: nothing sold, nobody there, every process fresh."""
        self.stop()
        self.cloud.desk.ordered.clear()
        self.runner.invocations.clear()
        self.runner.always_cold = False
        self.runner.time.reset()
        self.expires()
        self.cloud.reset()
        self.provider.forget()
        forget_all()

    def stop(self) -> None:
        """Nothing goes on: what is held ends where it stands, executions are aborted."""
        for fault in self.cloud.desk.ordered:
            fault.kill()
        self.executions.clear()
