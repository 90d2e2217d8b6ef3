"""Orders that are to be packed: names of the shipped machine, and a warehouse by hand."""

import json
import time
from typing import Any

from functions.shared.table import get
from harness.faults import RELEASE_SECONDS, Fault
from harness.moto.world import VISA, World
from harness.stream import records

FULFILMENT = "Fulfilment"
PACKED = ["AwaitPacking", "CapturePayment", "CompleteOrder"]
WAY_BACK = ["AbandonFulfilment", "VoidPayment", "CloseOrder"]
NOT_PACKED = ["AwaitPacking", *WAY_BACK]


def confirmed(shop: World, payment_method: str = VISA, *, quantity: int = 1) -> str:
    """A paid order that nobody has begun to fulfil."""
    order_id = shop.places_order(payment_method, quantity=quantity)
    shop.run_to_end()
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    return order_id


def relayed(shop: World) -> None:
    assert shop.invoke("Relay", {"Records": records()}).answer == {"batchItemFailures": []}


def asked(shop: World, quantity: int = 1) -> str:
    """A paid order whose execution waits; its message is still in the queue."""
    order_id = confirmed(shop, quantity=quantity)
    relayed(shop)
    shop.run_to_rest()
    return order_id


def offered(shop: World, quantity: int = 1) -> tuple[str, dict[str, Any]]:
    """A paid order that was offered to the warehouse, and the offer."""
    order_id = asked(shop, quantity)
    return order_id, offer(shop)


def offer(shop: World) -> dict[str, Any]:
    """Deliver what the machine asked for and take it as a warehouse does."""
    assert shop.delivers("PackingRequests", "OfferPacking").answer == {"batchItemFailures": []}
    (message,) = shop.messages("Warehouse")
    work: dict[str, Any] = json.loads(message["body"])
    return work


def message(work: dict[str, Any], outcome: str = "packed", **more: Any) -> dict[str, Any]:
    body = {"callback_id": work["callback_id"], "outcome": outcome, **more}
    return {"Records": [{"messageId": "m1", "body": json.dumps(body), "attributes": {}}]}


def reports(shop: World, work: dict[str, Any], outcome: str = "packed", **more: Any) -> None:
    """By queue; it must be taken, whether or not it is too late."""
    taken = shop.invoke("ReportPacking", message(work, outcome, **more))
    assert taken.answer == {"batchItemFailures": []}, taken


def entries(shop: World, order_id: str) -> list[dict[str, Any]]:
    """The payment's ledger."""
    found = get("PAYMENTS_TABLE", {"order_id": order_id})
    assert found is not None
    listed: list[dict[str, Any]] = found["entries"]
    return listed


def cancels(shop: World, order_id: str) -> int:
    owner = shop.order(order_id).owner
    return shop.api("POST", f"/orders/{order_id}/cancel", owner=owner).status


def parks(shop: World, order_id: str) -> None:
    """Wait until the order stands before an operator: a token that was just answered looks like a rest."""
    end = time.monotonic() + RELEASE_SECONDS
    while shop.path(order_id, FULFILMENT)[-1] != "AwaitOperator":
        assert time.monotonic() < end, f"{order_id} is not parked"
        time.sleep(0.005)
    shop.run_to_rest()


def tries(shop: World, step: str) -> int:
    """How often the machine invokes a step that fails before it parks the order."""
    states = shop.cloud.template.definition(shop.cloud.template.machines[FULFILMENT])["States"]
    return 1 + int(states[step]["Retry"][-1]["MaxAttempts"])


def reached(fault: Fault) -> None:
    """Wait until somebody stands where the fault holds them."""
    end = time.monotonic() + RELEASE_SECONDS
    while not fault.held:
        assert time.monotonic() < end, f"{fault} was never reached"
        time.sleep(0.002)
