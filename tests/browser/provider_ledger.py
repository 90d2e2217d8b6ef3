"""What the provider says it has taken, and which orders a browser's guest has."""

from typing import Any

import requests

from local.crash.ledger import accounts
from local.crash.provider import Provider
from local.running import Running
from tests.browser.visitor import Visitor


def charges_of(shop: Running, order_id: str) -> int:
    """How often money was taken for this order."""
    intents = Provider(f"{shop.url}/sandbox").intents()
    return accounts(intents, {order_id})[order_id]["charges"]


def orders_of(visitor: Visitor) -> list[str]:
    """The ids of the guest's own orders, the newest first."""
    found: Any = visitor.context.request.get(f"{visitor.shop.url}/api/orders").json()
    return [one["order_id"] for one in found["orders"]]


def faults_off(shop: Running) -> None:
    requests.delete(f"{shop.url}/sandbox/faults", timeout=60).raise_for_status()


def fault_on(shop: Running, operation: str, fault: str) -> None:
    """Until it is off."""
    order: dict[str, Any] = {"operation": operation, "fault": fault, "times": 10_000}
    requests.post(f"{shop.url}/sandbox/faults", json=order, timeout=60).raise_for_status()
