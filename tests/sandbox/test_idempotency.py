from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import stripe

from tests.sandbox.conftest import NewIntent
from tests.sandbox.harness import HANG, RunningSandbox, eventually, headers_of

CREATE: stripe.params.PaymentIntentCreateParams = {
    "amount": 1200,
    "currency": "eur",
    "capture_method": "manual",
}


@pytest.fixture
def key() -> str:
    return f"key-{uuid4()}"


def with_key(key: str) -> stripe.RequestOptions:
    return {"idempotency_key": key}


def test_the_same_key_and_parameters_replay_the_first_answer(merchant: stripe.StripeClient, key: str) -> None:
    first = merchant.v1.payment_intents.create(CREATE, with_key(key))
    again = merchant.v1.payment_intents.create(CREATE, with_key(key))
    assert again.id == first.id
    assert "Idempotent-Replayed" not in headers_of(first)
    assert headers_of(again)["Idempotent-Replayed"] == "true"
    assert headers_of(again)["Request-Id"] != headers_of(first)["Request-Id"]
    assert headers_of(again)["Original-Request"] == headers_of(first)["Request-Id"]


def test_a_replay_shows_the_answer_of_then_not_the_state_of_now(
    merchant: stripe.StripeClient, key: str
) -> None:
    intent = merchant.v1.payment_intents.create(CREATE, with_key(key))
    merchant.v1.payment_intents.cancel(intent.id)
    assert merchant.v1.payment_intents.create(CREATE, with_key(key)).status == "requires_payment_method"


def test_the_same_key_with_other_parameters_is_an_idempotency_error(
    merchant: stripe.StripeClient, key: str
) -> None:
    merchant.v1.payment_intents.create(CREATE, with_key(key))
    with pytest.raises(stripe.IdempotencyError) as error:
        merchant.v1.payment_intents.create({**CREATE, "amount": 1300}, with_key(key))
    assert error.value.http_status == 400


def test_the_same_key_on_another_path_is_an_idempotency_error(
    merchant: stripe.StripeClient, new_intent: NewIntent, key: str
) -> None:
    merchant.v1.payment_intents.cancel(new_intent().id, options=with_key(key))
    other = new_intent()
    with pytest.raises(stripe.IdempotencyError):
        merchant.v1.payment_intents.cancel(other.id, options=with_key(key))
    assert merchant.v1.payment_intents.retrieve(other.id).status == "requires_payment_method"


def test_a_decline_is_replayed_and_charges_nothing_again(
    merchant: stripe.StripeClient, new_intent: NewIntent, key: str
) -> None:
    intent = new_intent()
    bodies = []
    for _ in range(2):
        with pytest.raises(stripe.CardError) as error:
            merchant.v1.payment_intents.confirm(
                intent.id, {"payment_method": "pm_card_visa_chargeDeclined"}, with_key(key)
            )
        bodies.append(error.value.http_body)
    assert bodies[0] == bodies[1]
    assert len(merchant.v1.charges.list({"payment_intent": intent.id}).data) == 1


def test_a_refusal_by_state_is_replayed(
    merchant: stripe.StripeClient, new_intent: NewIntent, key: str
) -> None:
    intent = new_intent()
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as error:
            merchant.v1.payment_intents.capture(intent.id, options=with_key(key))
    assert dict(error.value.headers or {})["Idempotent-Replayed"] == "true"


def test_a_500_is_replayed_although_the_fault_is_over(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent, key: str
) -> None:
    intent = new_intent()
    sandbox.order_fault("confirm", "error_500")
    for _ in range(2):
        with pytest.raises(stripe.APIError) as error:
            merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"}, with_key(key))
        assert error.value.http_status == 500
    assert dict(error.value.headers or {})["Stripe-Should-Retry"] == "false"
    assert sandbox.fired() == 1
    assert merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"}).status == (
        "requires_capture"
    )


def test_refused_parameters_are_not_remembered(merchant: stripe.StripeClient, key: str) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        merchant.v1.payment_intents.create({**CREATE, "amount": 0}, with_key(key))
    assert merchant.v1.payment_intents.create(CREATE, with_key(key)).amount == 1200


def test_a_missing_api_key_is_not_remembered(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, key: str
) -> None:
    with pytest.raises(stripe.AuthenticationError):
        sandbox.client("nonsense").v1.payment_intents.create(CREATE, with_key(key))
    assert merchant.v1.payment_intents.create(CREATE, with_key(key)).amount == 1200


def test_a_key_in_flight_is_a_409_which_is_not_remembered(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, key: str
) -> None:
    sandbox.order_fault("create", "delay")
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(merchant.v1.payment_intents.create, CREATE, with_key(key))
        assert eventually(lambda: sandbox.fired() == 1)
        with pytest.raises(stripe.APIError) as error:
            merchant.v1.payment_intents.create(CREATE, with_key(key))
        assert error.value.http_status == 409
        assert error.value.error is not None
        assert error.value.error.code == "idempotency_key_in_use"
        assert dict(error.value.headers or {})["Stripe-Should-Retry"] == "true"
        first = slow.result(timeout=HANG + 300)
    assert merchant.v1.payment_intents.create(CREATE, with_key(key)).id == first.id


def test_fifty_calls_at_once_with_one_key_make_one_intent(merchant: stripe.StripeClient, key: str) -> None:
    with ThreadPoolExecutor(50) as pool:
        calls = [pool.submit(merchant.v1.payment_intents.create, CREATE, with_key(key)) for _ in range(50)]
        assert len({call.result().id for call in calls}) == 1


def test_a_key_of_more_than_255_characters_is_refused(merchant: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        merchant.v1.payment_intents.create(CREATE, with_key("k" * 256))
