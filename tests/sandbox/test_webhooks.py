"""Events: what is told, signed how, and that it arrives in the end."""

from collections.abc import Iterator

import pytest
import stripe

from tests.sandbox.harness import (
    ASKING,
    DECLINED,
    VISA,
    WEBHOOK_SECRET,
    Payments,
    RunningSandbox,
    Webhook,
    refused,
)

HELD, TAKEN = "payment_intent.amount_capturable_updated", "payment_intent.succeeded"


@pytest.fixture
def refusing(webhook: Webhook) -> Iterator[Webhook]:
    yield webhook
    webhook.refuses = lambda _: False


def test_an_event_is_signed_as_stripe_signs(webhook: Webhook, merchant: Payments) -> None:
    [received] = webhook.wait_for(merchant.new(VISA).id, HELD)
    event = stripe.Webhook.construct_event(received.payload, received.signature, WEBHOOK_SECRET)
    assert event.id.startswith("evt_")
    assert event.livemode is False
    assert event.data.object["status"] == "requires_capture"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(received.payload, received.signature, "whsec_other")


def test_each_step_of_a_payments_life_is_told(merchant: Payments, webhook: Webhook) -> None:
    intent = merchant.new()
    refused(merchant.confirm, intent, DECLINED, kind=stripe.CardError)
    merchant.confirm(intent, ASKING)
    merchant.confirm(intent)
    merchant.capture(intent)
    assert webhook.wait_for(str(merchant.refund(intent).charge), "charge.refunded")
    more = ("created", "payment_failed", "requires_action")
    steps = {HELD, TAKEN, *(f"payment_intent.{one}" for one in more)}
    assert [one for one in steps if not webhook.wait_for(intent.id, one)] == []
    assert set(webhook.types_of(intent.id)) == steps


def test_a_cancellation_is_told(merchant: Payments, webhook: Webhook) -> None:
    assert webhook.wait_for(merchant.cancel(merchant.new()).id, "payment_intent.canceled")


def test_a_refused_event_is_delivered_again_until_it_is_taken(refusing: Webhook, merchant: Payments) -> None:
    intent = merchant.new()
    refusing.wait_for(intent.id, "payment_intent.created")
    refusing.refuses = lambda one: one.object_id == intent.id and len(refusing.of(intent.id)) < 3
    merchant.cancel(intent)
    received = refusing.wait_for(intent.id, "payment_intent.canceled", times=3)
    assert len({one.event["id"] for one in received}) == 1
    assert len(received) == 3


def test_a_dropped_event_is_stored_and_never_sent(
    sandbox: RunningSandbox, merchant: Payments, webhook: Webhook
) -> None:
    intent = merchant.new()
    sandbox.order_fault("webhook", "drop")
    merchant.capture(merchant.confirm(intent))
    assert webhook.wait_for(intent.id, TAKEN)
    assert sandbox.fired() == 1
    assert HELD not in webhook.types_of(intent.id)
    stored = merchant.v1.events.list({"limit": 10}).data
    assert [one.type for one in stored if one.data.object["id"] == intent.id][:2] == [TAKEN, HELD]


def test_a_duplicated_event_is_sent_twice(
    sandbox: RunningSandbox, merchant: Payments, webhook: Webhook
) -> None:
    intent = merchant.new()
    sandbox.order_fault("webhook", "duplicate")
    merchant.cancel(intent)
    received = webhook.wait_for(intent.id, "payment_intent.canceled", times=2)
    assert len(received) == 2
    assert received[0].event["id"] == received[1].event["id"]


def test_a_delayed_event_comes_after_later_ones(
    sandbox: RunningSandbox, merchant: Payments, webhook: Webhook
) -> None:
    intent = merchant.new()
    sandbox.order_fault("webhook", "delay")
    merchant.cancel(merchant.confirm(intent))
    assert webhook.wait_for(intent.id, HELD)
    assert webhook.types_of(intent.id)[-1] == HELD


def test_an_event_can_be_read_again(merchant: Payments) -> None:
    intent = merchant.new()
    newest = merchant.v1.events.list({"type": "payment_intent.created", "limit": 1}).data[0]
    assert newest.data.object["id"] == intent.id
    assert merchant.v1.events.retrieve(newest.id).type == "payment_intent.created"
