"""A shop on the small cloud: the words that interleavings and histories are told in."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stripe import StripeClient, WebhookSignature

from functions.cart import store as carts
from functions.cart.cart import Line
from functions.catalog import store as catalog
from functions.catalog.product import Product
from functions.inventory import store as inventory
from functions.inventory.receive_stock import set_available, set_shards
from functions.order import store as order_store
from functions.order.order import Order
from functions.payment import credentials
from functions.payment.hold import Hold
from functions.payment.provider import provider
from functions.session import store as sessions
from functions.shared import clock
from functions.shared.money import Money
from tests.stage.cloud import SmallCloud, Snapshot
from tests.stage.machines import Execution
from tests.stage.sandbox import API_BASE
from tests.world.api import Answer, Api
from tests.world.caches import forget_all, forget_circuits
from tests.world.cloud import STRIPE_KEYS
from tests.world.invocation import Outcome
from tests.world.ledger import violations
from tests.world.routes import read_routes
from tests.world.stream import records
from tests.world.template import QUEUE_URL
from tests.world.world import ADDRESS, PRICE, VISA

SKU = "margherita"
CHECKOUT, FULFILMENT, RETURN = "Checkout", "Fulfilment", "Return"
DUE_SECONDS = 30 * 60 + 1


class Stage:
    def __init__(self, cloud: SmallCloud) -> None:
        self.cloud = cloud
        self.machines = cloud.machines
        self.provider = cloud.provider
        self._api = Api(read_routes(cloud.template), cloud.runner)
        self._empty = cloud.snapshot()
        self._numbers = itertools.count(1)

    def reset(self) -> None:
        """Nothing sold, nobody there; what is remembered of the catalog and of keys is read."""
        self.cloud.gate = None
        self.cloud.restore(self._empty)
        self._numbers = itertools.count(1)
        forget_all()

    def restore(self, snapshot: Snapshot) -> None:
        self.cloud.gate = None
        self.cloud.restore(snapshot)
        inventory._counts.clear()
        forget_circuits()

    def warm(self) -> None:
        """Catalog and keys are in memory: reading them is nothing that two operations can meet in."""
        catalog.products()
        credentials.current()
        sessions.key_ring()

    # given

    def sells(self, sku: str = SKU, *, stock: int = 10, shards: int = 1, price: int = PRICE) -> None:
        catalog.save(Product(sku, sku.title(), "", Money(price), ()))
        set_available(sku, stock, signed_by="test")
        set_shards(sku, shards)
        inventory._counts.clear()

    def new_owner(self) -> str:
        return f"own_test{next(self._numbers)}"

    def fills_cart(self, lines: Mapping[str, int], owner: str | None = None) -> str:
        owner = owner or self.new_owner()
        seen = carts.load(owner, clock.now())
        chosen = tuple(Line(sku, sku, {}, quantity) for sku, quantity in lines.items())
        carts.save(replace(seen, lines=chosen, version=seen.version + 1), seen, clock.now())
        return owner

    # when

    def api(
        self, method: str, path: str, body: Any = None, *, owner: str | None = None, **more: Any
    ) -> Answer:
        return self._api.call(method, path, body, more.get("headers"), owner=owner, token=more.get("token"))

    def invoke(self, function: str, event: Any) -> Outcome:
        return self.cloud.runner.invoke(function, event)

    def checkout(
        self, owner: str, *, total: int = PRICE, payment_method: str = VISA, key: str | None = None
    ) -> Answer:
        body = {
            "payment_method": payment_method,
            "expected_total": {"amount": total, "currency": "EUR"},
            "shipping_address": ADDRESS,
        }
        headers = {"Idempotency-Key": key or f"key-{next(self._numbers)}"}
        return self.api("POST", "/checkouts", body, owner=owner, headers=headers)

    def places_order(self, payment_method: str = VISA, *, sku: str = SKU, quantity: int = 1) -> str:
        """A new customer places an order; its saga is started and has not moved yet."""
        owner = self.fills_cart({sku: quantity})
        answer = self.checkout(owner, total=PRICE * quantity, payment_method=payment_method)
        assert answer.status == 202, answer
        order_id: str = answer.json["order_id"]
        return order_id

    def execution(self, name: str, machine: str = CHECKOUT) -> Execution:
        return self.machines.executions[machine, name]

    def runs_until(self, name: str, state: str, machine: str = CHECKOUT) -> dict[str, Any]:
        """Let the execution go on until it stands before this state; what the state is given."""
        while self.execution(name, machine).state != state:
            one = self.execution(name, machine)
            assert one.status == "RUNNING", one
            assert not one.token, one
            self.machines.step(one)
        return self.execution(name, machine).given

    def runs(self, name: str, machine: str = CHECKOUT) -> None:
        """One execution goes on alone, to its end or until it waits."""
        while (one := self.execution(name, machine)).status == "RUNNING" and not one.token:
            self.machines.step(one)

    def run_to_rest(self) -> None:
        self.machines.run_to_rest()

    def customer_answers(self, order_id: str, outcome: str = "success") -> None:
        """At the bank; nobody is told."""
        for hold in self.holds(order_id):
            self.provider.customer_answers_bank(hold.hold_id, outcome)

    def events_of(self, order_id: str) -> list[dict[str, Any]]:
        ids = {one.hold_id for one in self.holds(order_id)}
        return [one for one in self.provider.events() if one["data"]["object"]["id"] in ids]

    def delivers_event(self, event: dict[str, Any]) -> Answer:
        body = json.dumps(event)
        signature = WebhookSignature.generate_signature_header(body, STRIPE_KEYS["webhook_secret"])
        return self.api("POST", "/payments/webhook", body, headers={"Stripe-Signature": signature})

    def merchant(self) -> StripeClient:
        """Somebody else at the provider: a customer with a client secret."""
        return StripeClient("sk_test_other", base_addresses={"api": API_BASE}, max_network_retries=0)

    def sweeps(self) -> Outcome:
        return self.invoke("Sweep", {})

    def relays(self) -> Outcome:
        return self.invoke("Relay", {"Records": records()})

    def takes(self, queue: str) -> list[Any]:
        """The bodies that wait in a queue, and are then gone."""
        bodies = self.cloud.queues.pop(QUEUE_URL + self.cloud.template.queues[queue].name, ())
        return [json.loads(body) for body in bodies]

    def offers(self) -> list[dict[str, Any]]:
        """Deliver what asks to be packed; the warehouse's work."""
        bodies = self.takes("PackingRequests")
        if bodies:
            listed = [
                {"messageId": str(number), "body": json.dumps(body), "attributes": {}}
                for number, body in enumerate(bodies)
            ]
            assert self.invoke("OfferPacking", {"Records": listed}).answer == {"batchItemFailures": []}
        return self.takes("Warehouse")

    def reports(self, work: dict[str, Any], outcome: str = "packed", **more: Any) -> Outcome:
        body = json.dumps({"callback_id": work["callback_id"], "outcome": outcome, **more})
        return self.invoke("ReportPacking", {"Records": [{"messageId": "m", "body": body, "attributes": {}}]})

    def cancels(self, order_id: str) -> Answer:
        return self.api("POST", f"/orders/{order_id}/cancel", owner=self.order(order_id).owner)

    def time_passes(self, seconds: float) -> None:
        self.cloud.time.pass_by(seconds)

    # then

    def order(self, order_id: str) -> Order:
        return order_store.load(order_id)

    def outcome(self, order_id: str) -> tuple[str, str | None]:
        head = self.order(order_id).head
        return head.status.value, head.reason.value if head.reason else None

    def orders(self) -> list[Order]:
        return list(order_store.load_all())

    def holds(self, order_id: str) -> list[Hold]:
        return [one for one in provider.list_holds() if one.order_id == order_id]

    def stock(self, sku: str = SKU) -> dict[str, int]:
        shards = [shard for shard in inventory.load_all()[0] if shard.sku == sku]
        return {name: sum(getattr(one, name) for one in shards) for name in ("available", "held", "sold")}

    def violations(self, undecided: frozenset[str] = frozenset()) -> list[str]:
        return violations(undecided)
