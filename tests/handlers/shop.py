"""A shop on moto: real tables and secrets, the real Lambda entry points, events as API Gateway sends them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from functions.catalog import store as catalog_store
from functions.catalog.product import Choice, Option, Product
from functions.checkout import api_checkouts as checkout_handler
from functions.conversation import api_conversations as conversations_handler
from functions.inventory.receive_stock import set_available
from functions.live import api_tickets as tickets_handler
from functions.recovery import on_webhook as webhook
from functions.session import api_session_data as session_data_handler
from functions.session import api_sessions as session_handler
from functions.shared.money import Money
from functions.storefront import api_cart as cart_handler
from functions.storefront import api_cart_merge as merge_handler
from functions.storefront import api_catalog as storefront_handler
from functions.storefront import api_orders as orders_handler
from harness.api import proxy_event
from harness.customers import ADDRESS
from harness.invocation import Context
from harness.routes import Route
from tests.contract.conformance import check, check_says_when_to_repeat
from tests.handlers.cloud import MACHINE_ARN, forget_stock, workflows

ROUTES = {
    "sessions": session_handler.handle,
    "sessions/current/data": session_data_handler.handle,
    "catalog": storefront_handler.handle,
    "cart": cart_handler.handle,
    "live/tickets": tickets_handler.handle,
    "cart/merge": merge_handler.handle,
    "checkouts": checkout_handler.handle,
    "orders": orders_handler.handle,
    "conversations": conversations_handler.handle,
    "payments/webhook": webhook.handle,
}
PIZZA = Product(
    sku="pizza",
    name="Margherita",
    description="Tomato, mozzarella, basil",
    unit_price=Money(800),
    position=1,
    options=(
        Option("size", True, False, (Choice("regular", Money(0)), Choice("large", Money(300)))),
        Option("toppings", False, True, (Choice("olives", Money(100)), Choice("rocket", Money(150)))),
    ),
)
PLENTY = 1000
WATER = Product("water", "Water", "Still, 0.5 l", Money(250), (), position=2)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)

    @property
    def refusal(self) -> tuple[int, str]:
        """Status and problem name of an answer that must be problem+json (RFC 9457) in every respect."""
        assert self.headers["Content-Type"] == "application/problem+json"
        problem = self.body
        assert problem.keys() >= {"type", "title", "status", "detail"}
        assert problem["status"] == self.status
        assert problem["title"]
        assert problem["detail"]
        base, _, name = problem["type"].rpartition("/")
        assert base == "/api/problems"
        return self.status, name


def context() -> Context:
    """What Lambda passes beside the event."""
    return Context("test", "arn:aws:lambda:eu-west-1:123456789012:function:test", 29_000)


class Shop:
    """Calls go to the function that serves the path, for one customer after the other."""

    def call(
        self,
        call: str,
        body: Any = None,
        *,
        owner: str = "own_ada",
        headers: dict[str, str] | None = None,
        raw: str | None = None,
        **event_members: Any,
    ) -> Reply:
        """`call` is `"PUT /cart/lines/1"`, `raw` a body as text; `event_members` override the event."""
        method, _, path = call.partition(" ")
        sent = {"Host": "api.test", "Content-Type": "application/json", **(headers or {})}
        given = raw if raw is not None else body
        event = proxy_event(Route(method, path, "", True), path, {}, given, sent, owner)
        # As the runtime does: whatever a handler sees and answers has been through JSON.
        event = json.loads(json.dumps(event | event_members))
        answer = json.loads(json.dumps(_serving(path)(event, context())))
        assert answer["isBase64Encoded"] is False
        told = {name: ", ".join(values) for name, values in answer["multiValueHeaders"].items()}
        check(method, path, answer["statusCode"], told.get("Content-Type", ""), answer["body"])
        check_says_when_to_repeat(answer["statusCode"], told)
        return Reply(answer["statusCode"], told, answer["body"])

    def put(
        self, line_id: str = "1", owner: str = "own_ada", *, if_match: str | None = None, **line: Any
    ) -> Reply:
        body = {"sku": "water", "options": {}, "quantity": 1} | line
        headers = {} if if_match is None else {"If-Match": if_match}
        return self.call(f"PUT /cart/lines/{line_id}", body, owner=owner, headers=headers)

    def check_out(
        self, total: int = 250, *, owner: str = "own_ada", key: str = "key-1", prefer: str = "", **body: Any
    ) -> Reply:
        headers = {"Idempotency-Key": key} | ({"Prefer": prefer} if prefer else {})
        return self.call("POST /checkouts", checkout_body(total) | body, owner=owner, headers=headers)

    def cart(self, owner: str = "own_ada") -> Any:
        return self.call("GET /cart", owner=owner).body

    def order(self, order_id: str) -> Any:
        return self.call(f"GET /orders/{order_id}").body

    def buys(self, owner: str = "own_ada", *, key: str = "key-1", **body: Any) -> str:
        """The id of a new order of one water."""
        self.put("w", owner=owner)
        placed = self.check_out(owner=owner, key=key, **body)
        assert placed.status == 202, placed.text
        order_id: str = placed.body["order_id"]
        return order_id

    def stock(self, sku: str, units: int) -> None:
        """It was another process that received it."""
        set_available(sku, units, "test")
        forget_stock()

    def executions(self) -> list[str]:
        """Names of the executions that were started."""
        found = workflows().list_executions(stateMachineArn=MACHINE_ARN)
        return [execution["name"] for execution in found["executions"]]


def _serving(path: str) -> Callable[..., dict[str, Any]]:
    return ROUTES.get(path.removeprefix("/")) or ROUTES[path.split("/")[1]]


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def checkout_body(total: int = 250) -> dict[str, Any]:
    return {
        "payment_method": "pm_card_visa",
        "expected_total": euros(total),
        "shipping_address": ADDRESS,
    }


def fill_catalog() -> None:
    for product in (PIZZA, WATER):
        catalog_store.save(product)
