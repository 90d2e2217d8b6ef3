"""What a customer is told when something behind the shop is slow, full or dead."""

from typing import Any
from unittest.mock import patch

import pytest
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.checkout import place_once
from functions.checkout.bodies import CheckoutBody
from functions.checkout.place_order import place_order
from functions.shared import clock, table
from tests.handlers.cloud import forget_data
from tests.handlers.shop import Shop, checkout_body

KEY = {"Idempotency-Key": "k"}
THROTTLED = ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, "GetItem")
LOST = ReadTimeoutError(endpoint_url="https://dynamodb.test")


@pytest.mark.parametrize("error", [THROTTLED, LOST], ids=["throttled", "timed out"])
@pytest.mark.parametrize(
    ("call", "operation"),
    [
        ("GET /cart", "GetItem"),
        ("GET /catalog", "Scan"),
        ("PUT /cart/lines/1", "UpdateItem"),
        ("POST /checkouts", "TransactWriteItems"),
    ],
)
def test_a_busy_table_is_a_reason_to_repeat_and_says_when(
    shop: Shop, call: str, operation: str, error: Exception
) -> None:
    shop.put("w")
    client = table.client()
    forget_data()
    make_call = client._make_api_call

    def fail(name: str, params: Any) -> Any:
        if name == operation:
            raise error
        return make_call(name, params)

    body = checkout_body() if call.startswith("POST") else {"sku": "water", "quantity": 2}
    with patch.object(client, "_make_api_call", fail):
        reply = shop.call(call, body, headers=KEY)
    assert reply.refusal == (503, "try-again")
    assert int(reply.headers["Retry-After"]) >= 1
    assert shop.call(call, body, headers=KEY).status in {200, 202}


def test_an_idempotency_table_that_does_not_answer_is_a_reason_to_repeat(shop: Shop) -> None:
    shop.put()
    with patch.object(DynamoDBPersistenceLayer, "_put_record", side_effect=THROTTLED):
        assert shop.check_out().refusal == (503, "try-again")
    assert shop.check_out().status == 202


def test_an_order_that_is_placed_is_answered_even_if_the_idempotency_table_no_longer_answers(
    shop: Shop,
) -> None:
    with patch.object(DynamoDBPersistenceLayer, "_update_record", side_effect=THROTTLED):
        order_id = shop.buys()
    assert shop.executions() == [order_id]


class Killed(BaseException):
    """The process is gone: nothing in it catches anything any more."""


@pytest.fixture
def holder_died(shop: Shop, pauses: list[float]) -> None:
    """A call died while it held the key."""
    shop.put()
    with patch.object(place_once, "place_order", side_effect=Killed), pytest.raises(Killed):
        shop.check_out()


def test_a_key_whose_holder_died_is_waited_for_a_while_and_then_placed_without_it(
    shop: Shop, holder_died: None, pauses: list[float]
) -> None:
    assert shop.check_out().status == 202
    assert 1 <= sum(pauses) <= 5


def test_a_key_whose_holder_is_at_work_is_waited_for_and_answered_with_its_order(
    shop: Shop, holder_died: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = CheckoutBody.model_validate(checkout_body())

    def finish(seconds: float) -> None:
        if not placed:
            placed.append(place_order("own_ada", "key-1", body.request()).order.order_id)

    placed: list[str] = []
    monkeypatch.setattr(clock, "pause", finish)
    reply = shop.check_out()
    assert (reply.status, reply.headers["Idempotent-Replayed"]) == (202, "true")
    assert placed == [reply.body["order_id"]]
    assert shop.executions() == placed


def test_another_body_under_a_key_that_is_being_worked_on_is_refused(shop: Shop, holder_died: None) -> None:
    reply = shop.check_out(payment_method="pm_card_mastercard")
    assert reply.refusal == (422, "idempotency-key-reused")
