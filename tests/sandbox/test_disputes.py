"""POST /sandbox/disputes: what a customer's bank does about a charge."""

from http import HTTPStatus
from typing import Any

import pytest
import requests
import stripe

from tests.sandbox.harness import VISA, Payments, RunningSandbox, refused


@pytest.fixture
def paid(merchant: Payments) -> stripe.PaymentIntent:
    return merchant.new(VISA, capture_method="automatic")


def orders(sandbox: RunningSandbox, intent_id: str, action: str, **more: Any) -> requests.Response:
    body = {"payment_intent": intent_id, "action": action, **more}
    return requests.post(f"{sandbox.api_base}/disputes", json=body, timeout=60)


def test_a_dispute_takes_its_money_once_and_gives_it_back_once_it_is_won(
    sandbox: RunningSandbox, merchant: Payments, paid: stripe.PaymentIntent
) -> None:
    assert orders(sandbox, paid.id, "open", amount=500).status_code == HTTPStatus.CREATED
    for action in ("withdraw", "win"):
        assert orders(sandbox, paid.id, action).status_code == HTTPStatus.CREATED
        assert orders(sandbox, paid.id, action).status_code == HTTPStatus.CONFLICT

    (dispute,) = merchant.v1.disputes.list({"payment_intent": paid.id}).data
    assert (dispute.status, dispute.amount) == ("won", 500)
    assert [one.amount for one in dispute.balance_transactions] == [-500, 500]
    assert merchant.v1.charges.retrieve(str(paid.latest_charge)).disputed


def test_nothing_is_refunded_beside_a_dispute_and_all_of_it_once_that_is_won(
    sandbox: RunningSandbox, merchant: Payments, paid: stripe.PaymentIntent
) -> None:
    orders(sandbox, paid.id, "open")
    assert refused(merchant.refund, paid, amount=1).code == "charge_disputed"

    orders(sandbox, paid.id, "win")

    assert merchant.refund(paid).amount == 1200


def test_a_lost_dispute_leaves_the_rest_to_be_refunded(
    sandbox: RunningSandbox, merchant: Payments, paid: stripe.PaymentIntent
) -> None:
    orders(sandbox, paid.id, "open", amount=500)
    orders(sandbox, paid.id, "lose")

    refused(merchant.refund, paid, amount=701, match="greater than unrefunded amount")
    assert merchant.refund(paid).amount == 700


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([], "Send a JSON object"),
        ({"payment_intent": "pi_1", "action": "open", "why": ""}, "Leave out why"),
        ({"action": "open"}, "Set payment_intent"),
        ({"payment_intent": "pi_1", "action": "steal"}, "Set action to one of inquire, open"),
        ({"payment_intent": "pi_1", "action": "win", "amount": 5}, "Set amount"),
        ({"payment_intent": "pi_1", "action": "open", "amount": "5"}, "Set amount"),
    ],
)
def test_an_order_that_cannot_be_taken_names_what_to_change(
    sandbox: RunningSandbox, body: Any, says: str
) -> None:
    answer = requests.post(f"{sandbox.api_base}/disputes", json=body, timeout=60)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert says in answer.json()["detail"]


def test_what_was_not_charged_is_not_disputed(sandbox: RunningSandbox, merchant: Payments) -> None:
    assert orders(sandbox, "pi_unknown", "open").status_code == HTTPStatus.NOT_FOUND
    assert orders(sandbox, merchant.new(VISA).id, "open").status_code == HTTPStatus.CONFLICT


def test_more_than_was_captured_is_not_disputed(sandbox: RunningSandbox, paid: stripe.PaymentIntent) -> None:
    for amount in (0, 1201):
        assert orders(sandbox, paid.id, "open", amount=amount).status_code == HTTPStatus.CONFLICT
    assert orders(sandbox, paid.id, "win").status_code == HTTPStatus.CONFLICT
