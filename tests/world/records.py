"""What a test may look up of a world: orders and their paths, stock, money, and whether promises hold."""

from collections.abc import Set
from typing import Any

from functions.inventory import store as inventory
from functions.order import store as order_store
from functions.order.order import Order
from functions.payment.hold import Hold
from functions.payment.provider import provider as payment_provider
from tests.world import ledger
from tests.world.cloud import Cloud
from tests.world.direct_provider import DirectProvider
from tests.world.executions import CHECKOUT, Executions
from tests.world.invocation import Invocation
from tests.world.provider import Provider
from tests.world.roles import grants, missing, role_of

SKU = "margherita"


class Records:
    def __init__(self, cloud: Cloud, provider: Provider | DirectProvider) -> None:
        self.cloud = cloud
        self.provider = provider
        self.runner = cloud.runner
        self.executions = Executions(cloud.machine_arns)

    def path(self, order_id: str, machine: str = CHECKOUT) -> list[str]:
        """The states that the order's execution (or the execution of this name) entered, in order."""
        return self.executions.path(order_id, machine)

    def execution_status(self, order_id: str, machine: str = CHECKOUT) -> str:
        status: str = self.executions.of(order_id, machine).status
        return status

    def order(self, order_id: str) -> Order:
        return order_store.load(order_id)

    def outcome(self, order_id: str) -> tuple[str, str | None]:
        """Status and reason."""
        head = self.order(order_id).head
        return head.status.value, head.reason.value if head.reason else None

    def parked(self, order_id: str) -> dict[str, Any]:
        """What stands in front of the operator, as DynamoDB's item."""
        key = {"order_id": {"S": order_id}, "item": {"S": "operator"}}
        answer = self.cloud.dynamodb.get_item(TableName=self._table("Orders"), Key=key)
        assert "Item" in answer, f"{order_id} is not parked"
        item: dict[str, Any] = answer["Item"]
        return item

    def stock(self, sku: str = SKU) -> dict[str, int]:
        shards = [shard for shard in inventory.load_all()[0] if shard.sku == sku]
        return {
            name: sum(getattr(shard, name) for shard in shards)
            for name in ("received", "available", "held", "sold")
        }

    def order_ids(self) -> list[str]:
        return [order.order_id for order in order_store.load_all()]

    def provider_holds(self) -> list[Hold]:
        """The provider's own list."""
        return list(payment_provider.list_holds())

    def holds(self, order_id: str) -> list[Hold]:
        return [one for one in self.provider_holds() if one.order_id == order_id]

    def money_held(self, order_id: str) -> int:
        return sum(map(ledger.money, self.holds(order_id)))

    def invocations(self, function: str) -> list[Invocation]:
        return [one for one in self.runner.invocations if one.name == function]

    def violations(self, undecided: Set[str] = frozenset()) -> list[str]:
        """Broken promises of a world at rest; `undecided` orders are expected to be on their way."""
        return ledger.violations(undecided)

    def denied(self) -> list[str]:
        """Calls that moto let pass and AWS would have refused: the function's role does not allow them."""
        template = self.cloud.template
        return sorted(
            {
                f"{one.name} needs {action} on {resource} and may not"
                for one in self.runner.invocations
                for action, resource in missing(grants(template, role_of(one.function)), one.needs)
            }
        )

    def unspent_faults(self) -> list[str]:
        return self.cloud.desk.unspent() + self.provider.unspent()

    def _table(self, construct: str) -> str:
        return self.cloud.template.tables[construct].name
