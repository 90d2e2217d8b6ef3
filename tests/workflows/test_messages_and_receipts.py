"""What the machines leave for the customer: a receipt before the order is completed, and the word that the
bank asks for them."""

from typing import Any

import boto3
import pytest

from functions.order import store as order_store
from harness.moto.world import World
from harness.template import REGION

ACTION = "pm_card_authenticationRequired"


def stored(shop: World, order_id: str) -> Any:
    """The receipt in the bucket; None if there is none."""
    (bucket,) = shop.cloud.template.resources("AWS::S3::Bucket")
    s3 = boto3.client("s3", region_name=REGION)
    try:
        return s3.get_object(Bucket=bucket.name, Key=f"receipts/{order_id}.html")
    except s3.exceptions.NoSuchKey:
        return None


def asked(order_id: str) -> int:
    """How often the order's log says that its customer must act."""
    types = [event.type for event in order_store.load_with_events(order_id)[1]]
    return types.count("OrderActionRequired")


def test_a_completed_order_has_a_receipt_of_what_was_delivered(shop: World) -> None:
    order = shop.delivered_order(3, delivered=2)
    receipt = stored(shop, order.order_id)
    assert receipt["ContentType"] == "text/html; charset=utf-8"
    text = receipt["Body"].read().decode()
    assert 'Total charged</th><td class="amount">EUR 25.00</td>' in text
    answer = shop.api("GET", f"/orders/{order.order_id}/receipt", owner=order.owner)
    assert answer.status == 200
    assert f"receipts/{order.order_id}.html" in answer.json["url"]
    assert "X-Amz-Expires=300" in answer.json["url"]
    foreign = shop.api("GET", f"/orders/{order.order_id}/receipt", owner=shop.new_owner())
    assert foreign.status == 404


@pytest.mark.parametrize("kind", ["twice", "after", "call_before"])
def test_whatever_happens_to_its_completion_an_order_keeps_the_same_receipt(shop: World, kind: str) -> None:
    at = {"at": "PutObject"} if kind == "call_before" else {}
    shop.fault("CompleteOrder", kind, error="SomethingBroke" if kind != "twice" else "", **at)
    order = shop.delivered_order(1)
    first = stored(shop, order.order_id)["Body"].read()
    shop.invoke("CompleteOrder", {"order_id": order.order_id})
    assert stored(shop, order.order_id)["Body"].read() == first


def test_no_order_is_completed_without_its_receipt(shop: World) -> None:
    template = shop.cloud.template
    states = template.definition(template.machines["Fulfilment"])["States"]
    tries = states["CompleteOrder"]["Retry"][-1]["MaxAttempts"]
    shop.fault("CompleteOrder", "call_before", at="PutObject", times=1 + tries, error="SlowDown")
    order_id, work = shop.offered()
    shop.reports(work)
    shop.parks(order_id)
    assert stored(shop, order_id) is None
    assert shop.outcome(order_id) == ("FULFILLING", None)
    shop.answers_operator(order_id)
    shop.run_to_end()
    assert shop.outcome(order_id) == ("COMPLETED", None)
    assert stored(shop, order_id) is not None


def test_before_its_end_an_order_has_no_receipt_to_show(shop: World) -> None:
    order_id, work = shop.offered()
    owner = shop.order(order_id).owner
    refused = shop.api("GET", f"/orders/{order_id}/receipt", owner=owner)
    assert refused.status == 409
    assert refused.json["type"] == "/api/problems/not-completed"
    shop.reports(work)
    shop.run_to_end()
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
    order_id = shop.places_order()
    shop.run_to_end()
    shop.invoke("AwaitCustomerAction", {"order_id": order_id, "task_token": "late"})
    assert asked(order_id) == 0
