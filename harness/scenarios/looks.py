"""Operators look at all there is, and change nothing."""

from typing import Any
from unittest.mock import patch

import boto3

from functions.operator.stop import OperatorAnswer, Remedy
from functions.recovery import sweep_orders
from functions.returns import store as returns_store
from functions.shared import files
from harness.actors import accepts
from harness.customers import ASKING_CARD, DECLINED_CARD, EMAIL
from harness.moto.world import World
from harness.template import QUEUE_URL, REGION

ADA = "op_ada"
DUE_SECONDS = 30 * 60 + 1
ANSWER = OperatorAnswer(Remedy.RETRY, ADA, "2026-01-01T00:00:00.000Z", "again")


def looked_at(shop: World, path: str) -> dict[str, Any]:
    answer = shop.api("GET", f"/ops/{path}", owner=ADA)
    assert answer.status == 200, answer.body
    page: dict[str, Any] = answer.json
    return page


def turned(shop: World, path: str) -> None:
    """A page, and the one after it: its cursor is signed."""
    cursor = looked_at(shop, f"{path}?limit=1")["next_cursor"]
    looked_at(shop, f"{path}?limit=1&cursor={cursor}")


def orders_are_found_and_looked_at(shop: World) -> None:
    shop.buys(DECLINED_CARD)
    order, return_id = shop.sent_back()
    shop.relays()
    turned(shop, "orders")
    hold = shop.hold(order.order_id)
    named = (EMAIL, order.order_id[-4:], hold.hold_id, return_id)
    for found in ("", "?status=COMPLETED", *(f"?q={one}" for one in named)):
        looked_at(shop, f"orders{found}")
    for more in ("", "/at/1", "/graph"):
        looked_at(shop, f"orders/{order.order_id}{more}")


def what_stands_is_listed(shop: World) -> None:
    shop.sells("water")
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    accepts(return_id)
    stop = shop.until_stuck(return_id)
    for name in ("stuck", "returns", "refunds", "stock", "breaker", "journal", f"journal?target={return_id}"):
        looked_at(shop, name)
    looked_at(shop, "returns?state=STUCK")
    files.client().put_object(Bucket=files.bucket(), Key=f"returns/{return_id}/photo", Body=b"png")
    looked_at(shop, f"returns/{return_id}")
    looked_at(shop, "keys")
    turned(shop, "stock")
    returns_store.record_answer(return_id, stop, ANSWER)


def the_shop_is_measured(shop: World) -> None:
    shop.delivered_order()
    shop.buys(DECLINED_CARD)
    shop.relays()
    assert shop.invoke("MeasureOrders", {}).error is None
    looked_at(shop, "measures")
    looked_at(shop, "sales")
    for queue in shop.cloud.template.queues.values():
        if queue.construct.endswith("Failures"):
            in_order = {"MessageGroupId": "1", "MessageDeduplicationId": "1"}
            boto3.client("sqs", region_name=REGION).send_message(
                QueueUrl=f"{QUEUE_URL}{queue.name}",
                MessageBody="{}",
                **(in_order if queue.name.endswith(".fifo") else {}),
            )
    looked_at(shop, "dead-letters")


def what_the_sweep_set_aside_is_listed(shop: World) -> None:
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    shop.time_passes(DUE_SECONDS)
    with patch.object(sweep_orders, "sweep_order", side_effect=ZeroDivisionError):
        shop.sweep()
    assert order_id in [one["id"] for one in looked_at(shop, "stuck")["set_aside"]]
    assert shop.cancels(order_id).status == 202
    shop.run_to_end()


SCENARIOS = (
    orders_are_found_and_looked_at,
    what_stands_is_listed,
    what_the_sweep_set_aside_is_listed,
    the_shop_is_measured,
)
