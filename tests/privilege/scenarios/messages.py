"""What a customer is told by mail and shown as a receipt.

The shop of the scenarios is the app without a sender, as it is deployed unless it is told otherwise: mail is
not sent, nor remembered, and neither may be. What `mailSender` adds to the role is not played here: it takes
another template, and tests/infra/test_notifications.py says what that template allows.
"""

import json

from harness.moto.world import World


def a_customer_would_be_told(shop: World) -> None:
    order_id = shop.confirmed()
    event = {"detail-type": "OrderConfirmed", "detail": {"order_id": order_id, "data": {}}}
    assert shop.invoke("Notify", event).error is None


def a_customer_would_be_told_later_of_a_failed_checkout(shop: World) -> None:
    event = {"detail-type": "OrderCancelled", "detail": {"order_id": shop.confirmed(), "data": {}}}
    message = {"messageId": "1", "body": json.dumps(event)}
    outcome = shop.invoke("FailedCheckouts", {"Records": [message]})
    assert outcome.answer == {"batchItemFailures": []}


def a_receipt_is_shown_to_its_owner_alone(shop: World) -> None:
    order = shop.delivered_order(1)
    receipt = f"/orders/{order.order_id}/receipt"
    assert shop.api("GET", receipt, owner=order.owner).status == 200
    assert shop.api("GET", receipt, owner=shop.new_owner()).status == 404


SCENARIOS = (
    a_customer_would_be_told,
    a_customer_would_be_told_later_of_a_failed_checkout,
    a_receipt_is_shown_to_its_owner_alone,
)
