from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import stripe

from tests.sandbox.harness import (
    CREATE,
    DECLINED,
    HANG,
    Payments,
    RunningSandbox,
    eventually,
    headers_of,
    refused,
    with_key,
)

Create = Callable[..., stripe.PaymentIntent]


@pytest.fixture
def key() -> str:
    return f"key-{uuid4()}"


@pytest.fixture
def create(merchant: Payments, key: str) -> Create:
    """Creates an intent under the key of the test."""

    def create(**other: Any) -> stripe.PaymentIntent:
        return merchant.intents.create({**CREATE, **other}, with_key(key))

    return create


def test_the_same_key_and_parameters_replay_the_first_answer(create: Create) -> None:
    first, again = create(), create()
    assert again.id == first.id
    assert "Idempotent-Replayed" not in headers_of(first)
    assert headers_of(again)["Idempotent-Replayed"] == "true"
    assert headers_of(again)["Request-Id"] != headers_of(first)["Request-Id"]
    assert headers_of(again)["Original-Request"] == headers_of(first)["Request-Id"]


def test_a_replay_shows_the_answer_of_then_not_the_state_of_now(merchant: Payments, create: Create) -> None:
    merchant.cancel(create())
    assert create().status == "requires_payment_method"


def test_the_same_key_with_other_parameters_is_an_idempotency_error(create: Create) -> None:
    create()
    assert refused(create, amount=1300, kind=stripe.IdempotencyError).http_status == 400


def test_the_same_key_on_another_path_is_an_idempotency_error(merchant: Payments, key: str) -> None:
    merchant.intents.cancel(merchant.new().id, options=with_key(key))
    other = merchant.new()
    refused(merchant.intents.cancel, other.id, options=with_key(key), kind=stripe.IdempotencyError)
    assert merchant.now(other).status == "requires_payment_method"


def test_a_decline_is_replayed_and_charges_nothing_again(merchant: Payments, key: str) -> None:
    intent = merchant.new()
    first, again = (
        refused(merchant.confirm, intent, DECLINED, key, kind=stripe.CardError).http_body for _ in range(2)
    )
    assert first == again
    assert len(merchant.v1.charges.list({"payment_intent": intent.id}).data) == 1


def test_a_refusal_by_state_is_replayed(merchant: Payments, key: str) -> None:
    intent = merchant.new()
    for _ in range(2):
        error = refused(merchant.intents.capture, intent.id, options=with_key(key))
    assert error.headers["Idempotent-Replayed"] == "true"


def test_a_500_is_replayed_although_the_fault_is_over(
    sandbox: RunningSandbox, merchant: Payments, key: str
) -> None:
    intent = merchant.new()
    sandbox.order_fault("confirm", "error_500")
    for _ in range(2):
        error = refused(merchant.confirm, intent, key=key, kind=stripe.APIError)
        assert error.http_status == 500
    assert error.headers["Stripe-Should-Retry"] == "false"
    assert sandbox.fired() == 1
    assert merchant.confirm(intent).status == "requires_capture"


def test_refused_parameters_are_not_remembered(create: Create) -> None:
    refused(create, amount=0)
    assert create().amount == 1200


def test_a_missing_api_key_is_not_remembered(sandbox: RunningSandbox, create: Create, key: str) -> None:
    nobody = Payments(sandbox.client("nonsense"))
    refused(nobody.intents.create, CREATE, with_key(key), kind=stripe.AuthenticationError)
    assert create().amount == 1200


def test_a_key_in_flight_is_a_409_which_is_not_remembered(sandbox: RunningSandbox, create: Create) -> None:
    sandbox.order_fault("create", "delay")
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(create)
        assert eventually(lambda: sandbox.fired() == 1)
        error = refused(create, kind=stripe.APIError)
        assert (error.http_status, error.error.code) == (409, "idempotency_key_in_use")
        assert error.headers["Stripe-Should-Retry"] == "true"
        first = slow.result(timeout=HANG + 300)
    assert create().id == first.id


def test_fifty_calls_at_once_with_one_key_make_one_intent(create: Create) -> None:
    with ThreadPoolExecutor(50) as pool:
        calls = [pool.submit(create) for _ in range(50)]
        assert len({call.result().id for call in calls}) == 1


def test_a_key_of_more_than_255_characters_is_refused(merchant: Payments) -> None:
    refused(merchant.intents.create, CREATE, with_key("k" * 256))
