"""What may be looked up of a shop, whatever it runs on: orders, stock, money, promises."""

from collections.abc import Set
from typing import Any, Protocol

from functions.inventory import store as inventory
from functions.order import store as order_store
from functions.order.order import Order
from functions.payment import refunds_store
from functions.payment.hold import Hold, ProviderRefund
from functions.payment.provider import provider as payment_provider
from functions.returns import store as returns_store
from functions.shared.table import get
from harness import audit
from harness.invocation import Invocation
from harness.runner import Runner
from harness.template import Template

SKU = "margherita"
CHECKOUT, FULFILMENT, RETURN, REFUND = "Checkout", "Fulfilment", "Return", "Refund"
UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}
ONE_SOLD = {"received": 10, "available": 9, "held": 0, "sold": 1}
"""The stock of a shop that received ten."""


class Provider(Protocol):
    """What a test does at the payment provider, beside its API."""

    api_base: str

    def customer_answers_bank(self, intent_id: str, outcome: str) -> None: ...

    def disputes(self, ordered: dict[str, Any]) -> str:
        """What a customer's bank does (local/payment_sandbox/dispute_desk.py); the dispute's id."""
        ...

    def events(self) -> list[dict[str, Any]]:
        """What the provider would tell the webhook, oldest first."""
        ...

    def fault(self, operation: str, fault: str, times: int = 1) -> None: ...

    def unspent(self) -> list[str]: ...

    def forget(self) -> None: ...

    def forget_keys(self) -> None: ...


class Records:
    def __init__(self, template: Template, runner: Runner, provider: Provider) -> None:
        self.template = template
        self.runner = runner
        self.provider = provider

    def order(self, order_id: str) -> Order:
        return order_store.load(order_id)

    def orders(self) -> list[Order]:
        return list(order_store.load_all())

    def order_ids(self) -> list[str]:
        return [order.order_id for order in self.orders()]

    def outcome(self, order_id: str) -> tuple[str, str | None]:
        """Status and reason."""
        head = self.order(order_id).head
        return head.status.value, head.reason.value if head.reason else None

    def stock(self, sku: str = SKU) -> dict[str, int]:
        shards = [shard for shard in inventory.load_all()[0] if shard.sku == sku]
        return {
            name: sum(getattr(shard, name) for shard in shards)
            for name in ("received", "available", "held", "sold")
        }

    def provider_holds(self) -> list[Hold]:
        """The provider's own list."""
        return list(payment_provider.list_holds())

    def holds(self, order_id: str) -> list[Hold]:
        return [one for one in self.provider_holds() if one.order_id == order_id]

    def hold(self, order_id: str) -> Hold:
        """The only one there is for the order."""
        (hold,) = self.holds(order_id)
        return hold

    def is_completed(self, order_id: str, price: int) -> bool:
        """One unit was paid for once and handed over."""
        money = [(one.holds, one.captured, one.keeps) for one in self.holds(order_id)]
        paid = money == [(0, price, price)] and self.stock() == ONE_SOLD
        return self.outcome(order_id) == ("COMPLETED", None) and paid

    def is_cancelled(self, order_id: str, reason: str) -> bool:
        """Nothing of it is left: no money and no unit."""
        nothing = self.money_held(order_id) == 0 and self.stock() == UNTOUCHED
        return self.outcome(order_id) == ("CANCELLED", reason) and nothing

    def money_held(self, order_id: str) -> int:
        """What the customer is out of, in minor units."""
        return sum(map(audit.money, self.holds(order_id)))

    def entries(self, order_id: str) -> list[dict[str, Any]]:
        """The payment's ledger."""
        found = get("PAYMENTS_TABLE", {"order_id": order_id})
        assert found is not None
        listed: list[dict[str, Any]] = found["entries"]
        return listed

    def refunds(self, order_id: str) -> list[ProviderRefund]:
        """The provider's own list."""
        holds = self.holds(order_id)
        return [one for hold in holds for one in payment_provider.list_refunds(hold.hold_id)]

    def refunded(self, order_id: str) -> int:
        return sum(one.amount for one in self.refunds(order_id))

    def recorded_refunds(self, order_id: str) -> dict[str, str]:
        """The state of each refund in the payment's record, by return."""
        return {name: one.state.value for name, one in refunds_store.load(order_id).refunds.items()}

    def timeline(self, order_id: str) -> list[str]:
        """The types of the order's events since it was completed."""
        types = [event.type for event in order_store.load_with_events(order_id)[1]]
        return types[types.index("OrderCompleted") + 1 :]

    def return_status(self, return_id: str) -> str:
        return returns_store.load(return_id).shown

    def events_of(self, order_id: str) -> list[dict[str, Any]]:
        """What the provider recorded about the order's intents, oldest first."""
        ids = {one.hold_id for one in self.holds(order_id)}
        return [one for one in self.provider.events() if one["data"]["object"]["id"] in ids]

    def event(self, intent_id: str, event_type: str) -> dict[str, Any]:
        """The one of this type that the provider has recorded about the intent."""
        about = [one for one in self.provider.events() if one["data"]["object"]["id"] == intent_id]
        (found,) = [one for one in about if one["type"] == event_type]
        return found

    def invocations(self, function: str) -> list[Invocation]:
        return [one for one in self.runner.invocations if one.name == function]

    def violations(self, undecided: Set[str] = frozenset()) -> list[str]:
        """Broken promises of a shop at rest; `undecided` orders are expected to be on their way."""
        return audit.violations(undecided)
