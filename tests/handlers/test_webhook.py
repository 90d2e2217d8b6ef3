"""The edge of the webhook: who is believed, what is answered, what counts as handled."""

import base64
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import Mock

import pytest
from stripe import WebhookSignature

from functions.payment import credentials
from functions.payment.errors import ProviderRefused, ProviderUnavailable
from functions.payment.stripe import events
from functions.payment.stripe.events import EVENTS
from functions.recovery import on_webhook as webhook
from functions.shared import clock
from functions.shared.table import scan
from tests.handlers import cloud as clouds
from tests.handlers.shop import Reply, Shop

CALL = "POST /payments/webhook"
SECRET = clouds.STRIPE_KEYS["webhook_secret"]
TYPE = "payment_intent.amount_capturable_updated"
REFUSED = (400, "webhook-refused")


def event(event_id: str = "evt_1", event_type: str = TYPE) -> dict[str, Any]:
    """About the intent pi_1, or something of it."""
    about = (
        {"id": "pi_1"} if event_type.startswith("payment_intent.") else {"id": "x", "payment_intent": "pi_1"}
    )
    return {"id": event_id, "type": event_type, "data": {"object": about | {"status": "stale"}}}


def signed(body: str, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    at = int(time.time()) - age
    return {"Stripe-Signature": WebhookSignature.generate_signature_header(body, secret, at)}


def deliver(shop: Shop, told: Any = None, **members: Any) -> Reply:
    body = json.dumps(told or event())
    return shop.call(CALL, raw=body, headers=signed(body), **members)


class Handling:
    """Stands in for what is done about a hold."""

    def __init__(self) -> None:
        self.holds: list[str] = []
        self.does: Callable[[], None] = lambda: None

    def __call__(self, hold_id: str) -> None:
        self.holds.append(hold_id)
        self.does()


@pytest.fixture
def handling(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Handling:
    handling = Handling()
    monkeypatch.setattr(webhook, "follow_hold", handling)
    return handling


@pytest.mark.parametrize("event_type", [*EVENTS, "payment_intent.succeeded"])
def test_an_event_of_the_providers_is_handled(shop: Shop, handling: Handling, event_type: str) -> None:
    answer = deliver(shop, event("evt_1", event_type))

    assert (answer.status, answer.body) == (200, {"received": True})
    assert handling.holds == ["pi_1"]


@pytest.mark.parametrize("tags", [None, {}, "order", {"order_id": 7}, {"order_id": "ord_x"}])
def test_what_others_write_upon_their_holds_is_no_order_of_ours(
    shop: Shop, handling: Handling, tags: Any
) -> None:
    told = event()
    told["data"]["object"]["metadata"] = tags

    assert deliver(shop, told).status == 200
    assert handling.holds == ["pi_1"]


def test_a_body_that_the_gateway_encoded_is_the_same_body(shop: Shop, handling: Handling) -> None:
    body = json.dumps(event())
    encoded = base64.b64encode(body.encode()).decode()

    answer = shop.call(CALL, raw=encoded, headers=signed(body), isBase64Encoded=True)

    assert answer.status == 200
    assert handling.holds == ["pi_1"]


@pytest.mark.parametrize(
    "told",
    [
        {"id": "evt_1", "type": "charge.refunded", "data": {"object": {"id": "ch_1"}}},
        {"id": "evt_1", "type": "refund.failed", "data": {"object": {"id": "re_1", "payment_intent": None}}},
        {"id": "evt_1", "type": "charge.updated", "data": {"object": {"payment_intent": "pi_1"}}},
        {"id": "evt_1", "type": "payment_intent.created", "data": {"object": {"id": "pi_1"}}},
        {"id": "evt_1", "type": "v1.billing.meter.no_meter_found", "object": "v2.core.event"},
    ],
)
def test_an_unknown_type_is_acknowledged_and_ignored(shop: Shop, handling: Handling, told: Any) -> None:
    answer = deliver(shop, told)

    assert (answer.status, answer.body) == (200, {"received": True})
    assert handling.holds == []


BODY = json.dumps(event())
NOW = str(int(time.time()))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        *({"Stripe-Signature": text} for text in ("", "garbage", "t=,v1=", ",".join(["v1=0"] * 1000))),
        *({"Stripe-Signature": f"t={NOW}{rest}"} for rest in ("", ",v1=" + "0" * 64, ",v1=\u00e9")),
        {"Stripe-Signature": f"t={'9' * 5000},v1=0"},
        signed(BODY, "whsec_of_somebody_else"),
        signed(BODY, age=302),
        signed(BODY + " "),
        {name: value.replace("v1", "v0") for name, value in signed(BODY).items()},
    ],
)
def test_what_is_not_signed_by_the_provider_just_now_is_refused_without_a_reason(
    shop: Shop, handling: Handling, headers: dict[str, str]
) -> None:
    answer = shop.call(CALL, raw=BODY, headers=headers)

    assert answer.refusal == REFUSED
    assert answer.body["detail"] == "This is not accepted as an event."
    assert handling.holds == []


def test_a_signature_is_good_for_five_minutes(shop: Shop, handling: Handling) -> None:
    assert shop.call(CALL, raw=BODY, headers=signed(BODY, age=295)).status == 200


def test_two_signatures_for_two_readers_are_none(shop: Shop, handling: Handling) -> None:
    good = signed(BODY)["Stripe-Signature"]
    both = {"Stripe-Signature": [good, "t=1,v1=0"]}

    assert shop.call(CALL, raw=BODY, multiValueHeaders=both).refusal == REFUSED


@pytest.mark.parametrize(
    "body",
    [
        *("", "not JSON", "[]", "null", "4711", "[" * 30_000),
        '{"id": "evt_1"}',
        '{"id": 1, "type": "charge.refunded"}',
        '{"id": "", "type": "charge.refunded"}',
        json.dumps({"id": "evt_1", "type": TYPE}),
        *(json.dumps(event() | {"data": {"object": about}}) for about in ({}, {"id": 7}, "pi_1")),
        json.dumps(event() | {"data": []}),
    ],
)
def test_garbage_is_refused_even_if_it_is_signed(shop: Shop, handling: Handling, body: str) -> None:
    assert shop.call(CALL, raw=body, headers=signed(body)).refusal == REFUSED
    assert handling.holds == []


NOT_UTF8 = base64.b64encode(b"\xff\xfe").decode()


@pytest.mark.parametrize(("body", "encoded"), [("\ud800", False), ("%%%", True), (NOT_UTF8, True)])
def test_a_body_that_is_no_text_is_refused(shop: Shop, body: str, encoded: bool) -> None:
    reply = shop.call(CALL, headers=signed(""), body=body, isBase64Encoded=encoded)
    assert reply.refusal == REFUSED


def test_a_body_over_64_kb_is_refused_unread(shop: Shop, handling: Handling) -> None:
    told = event() | {"note": "x" * 64 * 1024}

    assert deliver(shop, told).refusal == (413, "body-too-large")
    assert handling.holds == []


def test_an_event_that_comes_twice_is_handled_once(shop: Shop, handling: Handling) -> None:
    assert [deliver(shop).status, deliver(shop).status] == [200, 200]
    assert deliver(shop, event("evt_2")).status == 200

    assert len(handling.holds) == 2


def test_an_event_is_remembered_for_longer_than_it_is_delivered(shop: Shop, handling: Handling) -> None:
    """Stripe goes on for three days."""
    assert deliver(shop).status == 200
    (kept,) = [item for item in scan("IDEMPOTENCY_TABLE") if str(item["id"]).startswith("webhook")]
    assert kept["expiration"] > time.time() + 3 * 24 * 3600


@pytest.mark.parametrize(
    ("failure", "answer"),
    [
        (ProviderUnavailable("down"), (503, "try-again")),
        (ProviderRefused("moved"), (503, "try-again")),
        (ValueError("a mistake of ours"), (500, "internal-error")),
    ],
)
def test_an_event_whose_handling_failed_is_not_remembered_as_handled(
    shop: Shop, handling: Handling, failure: Exception, answer: tuple[int, str]
) -> None:
    handling.does = Mock(side_effect=failure)
    assert deliver(shop).refusal == answer
    handling.does = lambda: None

    assert deliver(shop).status == 200
    assert len(handling.holds) == 2


def test_an_event_that_is_being_handled_for_too_long_is_to_be_delivered_again(
    shop: Shop, handling: Handling, pauses: list[float]
) -> None:
    """Never 200 before it is handled."""
    beside: list[Reply] = []
    handling.does = lambda: beside.append(deliver(shop))

    first = deliver(shop)

    assert first.status == 200
    assert beside[0].refusal == (503, "try-again")
    assert beside[0].headers["Retry-After"] == "1"
    assert len(pauses) == webhook.BUSY_TRIES
    assert len(handling.holds) == 1


def test_who_comes_while_an_event_is_being_handled_waits_for_it(
    shop: Shop, handling: Handling, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end, waits, handled = threading.Event(), threading.Event(), threading.Event()
    handling.does = lambda: may_end.wait(60) and None

    def pause(_seconds: float) -> None:
        waits.set()
        may_end.set()
        handled.wait(60)

    def delivered(_: int) -> Reply:
        reply = deliver(shop)
        handled.set()
        return reply

    monkeypatch.setattr(clock, "pause", pause)

    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(delivered, range(2)))

    assert waits.is_set()
    assert [reply.status for reply in replies] == [200, 200]
    assert len(handling.holds) == 1


def test_a_rotated_secret_is_taken_up_by_the_first_event_that_it_signed(
    shop: Shop, handling: Handling, stripe_secret: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert deliver(shop).status == 200
    body = json.dumps(event("evt_2"))
    stripe_secret(clouds.STRIPE_KEYS | {"webhook_secret": "whsec_new"})
    assert shop.call(CALL, raw=body, headers=signed(body, "whsec_new")).refusal == REFUSED

    later = clock.monotonic() + events.ROTATED_SECONDS + 1
    monkeypatch.setattr(clock, "monotonic", lambda: later)

    assert shop.call(CALL, raw=body, headers=signed(body, "whsec_new")).status == 200
    assert shop.call(CALL, raw=body, headers=signed(body)).refusal == REFUSED


def test_without_a_webhook_secret_events_are_to_be_delivered_again(
    shop: Shop, handling: Handling, stripe_secret: Any
) -> None:
    stripe_secret({"api_key": "sk_test_1"})

    answer = deliver(shop)

    assert answer.refusal == (503, "payments-not-configured")
    assert answer.headers["Retry-After"] == "60"
    assert credentials.current().api_key == "sk_test_1"
