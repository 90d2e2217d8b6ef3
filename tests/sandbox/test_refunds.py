import pytest
import stripe

from tests.sandbox.conftest import NewIntent


@pytest.fixture
def paid(new_intent: NewIntent) -> stripe.PaymentIntent:
    return new_intent("pm_card_visa", capture_method="automatic")


def test_a_refund_without_amount_gives_everything_back(
    merchant: stripe.StripeClient, paid: stripe.PaymentIntent
) -> None:
    refund = merchant.v1.refunds.create({"payment_intent": paid.id})
    assert (refund.amount, refund.status, refund.charge) == (1200, "succeeded", paid.latest_charge)
    charge = merchant.v1.charges.retrieve(str(paid.latest_charge))
    assert (charge.amount_refunded, charge.refunded) == (1200, True)
    assert merchant.v1.refunds.retrieve(refund.id).id == refund.id


def test_a_refund_may_name_the_charge(merchant: stripe.StripeClient, paid: stripe.PaymentIntent) -> None:
    refund = merchant.v1.refunds.create({"charge": str(paid.latest_charge), "amount": 500})
    assert (refund.amount, refund.payment_intent) == (500, paid.id)


def test_refunds_never_exceed_what_was_captured(
    merchant: stripe.StripeClient, paid: stripe.PaymentIntent
) -> None:
    merchant.v1.refunds.create({"payment_intent": paid.id, "amount": 1000})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount") as error:
        merchant.v1.refunds.create({"payment_intent": paid.id, "amount": 201})
    assert error.value.param == "amount"
    merchant.v1.refunds.create({"payment_intent": paid.id, "amount": 200})
    assert sum(one.amount for one in merchant.v1.refunds.list({"payment_intent": paid.id}).data) == 1200


def test_a_partly_captured_amount_bounds_the_refund(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = merchant.v1.payment_intents.capture(new_intent("pm_card_visa").id, {"amount_to_capture": 700})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        merchant.v1.refunds.create({"payment_intent": intent.id, "amount": 701})
    assert merchant.v1.refunds.create({"payment_intent": intent.id}).amount == 700


def test_a_second_full_refund_is_refused(merchant: stripe.StripeClient, paid: stripe.PaymentIntent) -> None:
    merchant.v1.refunds.create({"payment_intent": paid.id})
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.refunds.create({"payment_intent": paid.id})
    assert (error.value.http_status, error.value.code) == (400, "charge_already_refunded")


@pytest.mark.parametrize("state", ["requires_payment_method", "requires_capture", "canceled"])
def test_an_uncaptured_intent_cannot_be_refunded(
    merchant: stripe.StripeClient, new_intent: NewIntent, state: str
) -> None:
    intent = new_intent() if state == "requires_payment_method" else new_intent("pm_card_visa")
    if state == "canceled":
        merchant.v1.payment_intents.cancel(intent.id)
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.refunds.create({"payment_intent": intent.id})
    assert (error.value.http_status, error.value.code) == (400, "payment_intent_unexpected_state")


def test_a_refund_of_nothing_known_is_a_404(merchant: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.refunds.create({"payment_intent": "pi_nobody"})
    assert (error.value.http_status, error.value.code) == (404, "resource_missing")


def test_what_a_partial_capture_lets_go_is_listed_as_a_refund_that_nobody_asked_for(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = merchant.v1.payment_intents.capture(new_intent("pm_card_visa").id, {"amount_to_capture": 700})
    asked = merchant.v1.refunds.create({"payment_intent": intent.id, "metadata": {"return_id": "ret_1"}})

    listed = merchant.v1.refunds.list({"payment_intent": intent.id}).data

    assert [(one.amount, one.status) for one in listed] == [(700, "succeeded"), (500, "succeeded")]
    assert listed[0].id == asked.id
    assert (listed[1].to_dict()["metadata"], listed[1].charge) == ({}, asked.charge)


def test_a_hold_that_was_let_go_is_listed_as_a_refund(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = merchant.v1.payment_intents.cancel(new_intent("pm_card_visa").id)

    assert [one.amount for one in merchant.v1.refunds.list({"payment_intent": intent.id}).data] == [1200]


def test_a_full_capture_lists_no_refund(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = merchant.v1.payment_intents.capture(new_intent("pm_card_visa").id)

    assert merchant.v1.refunds.list({"payment_intent": intent.id}).data == []
