"""Events: what is told, signed how, and that it arrives in the end."""

from collections.abc import Iterator

import pytest
import stripe

from tests.sandbox.conftest import NewIntent
from tests.sandbox.harness import WEBHOOK_SECRET, RunningSandbox, Webhook


@pytest.fixture
def refusing(webhook: Webhook) -> Iterator[Webhook]:
    yield webhook
    webhook.refuses = lambda _: False


def test_an_event_is_signed_as_stripe_signs(webhook: Webhook, new_intent: NewIntent) -> None:
    intent = new_intent("pm_card_visa")
    [received] = webhook.wait_for(intent.id, "payment_intent.amount_capturable_updated")
    event = stripe.Webhook.construct_event(received.payload, received.signature, WEBHOOK_SECRET)
    assert event.id.startswith("evt_")
    assert event.livemode is False
    assert event.data.object["status"] == "requires_capture"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(received.payload, received.signature, "whsec_other")


def test_each_step_of_a_payments_life_is_told(
    merchant: stripe.StripeClient, webhook: Webhook, new_intent: NewIntent
) -> None:
    intent = new_intent()
    with pytest.raises(stripe.CardError):
        merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa_chargeDeclined"})
    merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_authenticationRequired"})
    merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    merchant.v1.payment_intents.capture(intent.id)
    refund = merchant.v1.refunds.create({"payment_intent": intent.id})
    assert webhook.wait_for(str(refund.charge), "charge.refunded")
    steps = {
        "payment_intent.amount_capturable_updated",
        "payment_intent.created",
        "payment_intent.payment_failed",
        "payment_intent.requires_action",
        "payment_intent.succeeded",
    }
    assert [one for one in steps if not webhook.wait_for(intent.id, one)] == []
    assert set(webhook.types_of(intent.id)) == steps


def test_a_cancellation_is_told(
    merchant: stripe.StripeClient, webhook: Webhook, new_intent: NewIntent
) -> None:
    intent = merchant.v1.payment_intents.cancel(new_intent().id)
    assert webhook.wait_for(intent.id, "payment_intent.canceled")


def test_a_refused_event_is_delivered_again_until_it_is_taken(
    refusing: Webhook, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    refusing.wait_for(intent.id, "payment_intent.created")
    refusing.refuses = lambda one: one.object_id == intent.id and len(refusing.of(intent.id)) < 3
    merchant.v1.payment_intents.cancel(intent.id)
    received = refusing.wait_for(intent.id, "payment_intent.canceled", times=3)
    assert len({one.event["id"] for one in received}) == 1
    assert len(received) == 3


def test_a_dropped_event_is_stored_and_never_sent(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, webhook: Webhook, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("webhook", "drop")
    merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    merchant.v1.payment_intents.capture(intent.id)
    assert webhook.wait_for(intent.id, "payment_intent.succeeded")
    assert sandbox.fired() == 1
    assert "payment_intent.amount_capturable_updated" not in webhook.types_of(intent.id)
    stored = merchant.v1.events.list({"limit": 10}).data
    assert [one.type for one in stored if one.data.object["id"] == intent.id][:2] == [
        "payment_intent.succeeded",
        "payment_intent.amount_capturable_updated",
    ]


def test_a_duplicated_event_is_sent_twice(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, webhook: Webhook, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("webhook", "duplicate")
    merchant.v1.payment_intents.cancel(intent.id)
    received = webhook.wait_for(intent.id, "payment_intent.canceled", times=2)
    assert len(received) == 2
    assert received[0].event["id"] == received[1].event["id"]


def test_a_delayed_event_comes_after_later_ones(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, webhook: Webhook, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("webhook", "delay")
    merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    merchant.v1.payment_intents.cancel(intent.id)
    assert webhook.wait_for(intent.id, "payment_intent.amount_capturable_updated")
    assert webhook.types_of(intent.id)[-1] == "payment_intent.amount_capturable_updated"


def test_an_event_can_be_read_again(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = new_intent()
    newest = merchant.v1.events.list({"type": "payment_intent.created", "limit": 1}).data[0]
    assert newest.data.object["id"] == intent.id
    assert merchant.v1.events.retrieve(newest.id).type == "payment_intent.created"
