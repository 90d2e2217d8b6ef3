"""What there is for a customer: a receipt of a completed order, and the word that the bank asks for them."""

from typing import Any

import boto3
import pytest

from functions.order import store as order_store
from functions.order.order import Order
from harness.api import Answer
from harness.moto.world import World
from harness.template import REGION

ACTION = "pm_card_authenticationRequired"


def bucket(shop: World) -> Any:
    (found,) = shop.cloud.template.resources("AWS::S3::Bucket")
    return boto3.resource("s3", region_name=REGION).Bucket(found.name)


def key(order_id: str) -> str:
    return f"receipts/{order_id}.html"


def stored(shop: World, order_id: str) -> Any:
    """The receipt in the bucket; None if there is none."""
    found = list(bucket(shop).objects.filter(Prefix=key(order_id)))
    return bucket(shop).Object(key(order_id)).get() if found else None


def read(shop: World, order: Order) -> bytes:
    found: bytes = stored(shop, order.order_id)["Body"].read()
    return found


def put(shop: World, order_id: str, content: bytes) -> None:
    bucket(shop).put_object(Key=key(order_id), Body=content)


def removed(shop: World, order_id: str) -> None:
    bucket(shop).Object(key(order_id)).delete()


def asked(order_id: str) -> int:
    """How often the order's log says that its customer must act."""
    types = [event.type for event in order_store.load_with_events(order_id)[1]]
    return types.count("OrderActionRequired")


def receipt(shop: World, order: Order, owner: str = "") -> Answer:
    return shop.api("GET", f"/orders/{order.order_id}/receipt", owner=owner or order.owner)


def test_a_completed_order_has_a_receipt_of_what_was_delivered(shop: World) -> None:
    order = shop.delivered_order(3, delivered=2)
    assert receipt(shop, order, shop.new_owner()).status == 404
    assert stored(shop, order.order_id) is None
    answer = receipt(shop, order)
    assert answer.status == 200
    assert f"receipts/{order.order_id}.html" in answer.json["url"]
    assert "X-Amz-Expires=300" in answer.json["url"]
    written = stored(shop, order.order_id)
    assert written["ContentType"] == "text/html; charset=utf-8"
    text = written["Body"].read().decode()
    assert 'Total charged</th><td class="amount">EUR 25.00</td>' in text
    for when in ("Ordered", "Confirmed", "Packed"):
        assert f"<p>{when} <time" in text


def test_what_comes_after_its_completion_changes_nothing_in_a_receipt(shop: World) -> None:
    order, return_id = shop.sent_back()
    assert receipt(shop, order).status == 200
    first = read(shop, order)
    shop.takes_back(return_id)
    removed(shop, order.order_id)
    assert receipt(shop, order).status == 200
    assert read(shop, order) == first


def test_the_receipt_that_was_written_first_stays_for_ever(shop: World) -> None:
    order = shop.delivered_order(1)
    put(shop, order.order_id, b"as it was written once")
    assert receipt(shop, order).status == 200
    assert receipt(shop, order).status == 200
    assert read(shop, order) == b"as it was written once"


@pytest.mark.parametrize("kind", ["call_before", "call_after"])
def test_who_asks_again_when_the_bucket_was_silent_has_the_receipt(shop: World, kind: str) -> None:
    shop.fault("Receipts", kind, at="PutObject", error="SlowDown")
    order = shop.delivered_order(1)
    silent = receipt(shop, order)
    assert (silent.status, silent.json["type"]) == (503, "/api/problems/try-again")
    assert receipt(shop, order).status == 200
    assert b"Total charged" in read(shop, order)


def test_before_its_end_an_order_has_no_receipt_to_show(shop: World) -> None:
    order_id, work = shop.offered()
    owner = shop.order(order_id).owner
    refused = shop.api("GET", f"/orders/{order_id}/receipt", owner=owner)
    assert refused.status == 409
    assert refused.json["type"] == "/api/problems/not-completed"
    shop.packs(work)
    assert shop.api("GET", f"/orders/{order_id}/receipt", owner=owner).status == 200


def test_an_order_says_once_that_its_bank_asks_the_customer(shop: World) -> None:
    shop.fault("AwaitCustomerAction", "twice")
    order_id = shop.places_order(ACTION)
    shop.run_to_rest()
    assert asked(order_id) == 1
    event = {"order_id": order_id, "task_token": "late"}
    shop.answers_bank_token(order_id, "PaymentDeclined")
    shop.run_to_end()
    shop.invoke("AwaitCustomerAction", event)
    assert asked(order_id) == 1
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_an_order_that_waits_for_nobody_says_nothing(shop: World) -> None:
    order_id = shop.buys()
    shop.invoke("AwaitCustomerAction", {"order_id": order_id, "task_token": "late"})
    assert asked(order_id) == 0
