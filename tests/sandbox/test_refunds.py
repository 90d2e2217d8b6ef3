import pytest
import stripe

from tests.sandbox.harness import VISA, Payments, refused


@pytest.fixture
def paid(merchant: Payments) -> stripe.PaymentIntent:
    return merchant.new(VISA, capture_method="automatic")


@pytest.fixture
def partly_paid(merchant: Payments) -> stripe.PaymentIntent:
    return merchant.capture(merchant.new(VISA), amount_to_capture=700)


def test_a_refund_without_amount_gives_everything_back(
    merchant: Payments, paid: stripe.PaymentIntent
) -> None:
    refund = merchant.refund(paid)
    assert (refund.amount, refund.status, refund.charge) == (1200, "succeeded", paid.latest_charge)
    charge = merchant.v1.charges.retrieve(str(paid.latest_charge))
    assert (charge.amount_refunded, charge.refunded) == (1200, True)
    assert merchant.v1.refunds.retrieve(refund.id).id == refund.id


def test_a_refund_may_name_the_charge(merchant: Payments, paid: stripe.PaymentIntent) -> None:
    refund = merchant.v1.refunds.create({"charge": str(paid.latest_charge), "amount": 500})
    assert (refund.amount, refund.payment_intent) == (500, paid.id)


def test_refunds_never_exceed_what_was_captured(merchant: Payments, paid: stripe.PaymentIntent) -> None:
    merchant.refund(paid, amount=1000)
    error = refused(merchant.refund, paid, amount=201, match="greater than unrefunded amount")
    assert error.param == "amount"
    merchant.refund(paid, amount=200)
    assert sum(one.amount for one in merchant.refunds(paid)) == 1200


def test_a_partly_captured_amount_bounds_the_refund(
    merchant: Payments, partly_paid: stripe.PaymentIntent
) -> None:
    refused(merchant.refund, partly_paid, amount=701, match="greater than unrefunded amount")
    assert merchant.refund(partly_paid).amount == 700


def test_a_second_full_refund_is_refused(merchant: Payments, paid: stripe.PaymentIntent) -> None:
    merchant.refund(paid)
    error = refused(merchant.refund, paid)
    assert (error.http_status, error.code) == (400, "charge_already_refunded")


@pytest.mark.parametrize("state", ["requires_payment_method", "requires_capture", "canceled"])
def test_an_uncaptured_intent_cannot_be_refunded(merchant: Payments, state: str) -> None:
    intent = merchant.new(None if state == "requires_payment_method" else VISA)
    if state == "canceled":
        merchant.cancel(intent)
    error = refused(merchant.refund, intent)
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")


def test_a_refund_of_nothing_known_is_a_404(merchant: Payments) -> None:
    error = refused(merchant.v1.refunds.create, {"payment_intent": "pi_nobody"})
    assert (error.http_status, error.code) == (404, "resource_missing")


def test_what_a_partial_capture_lets_go_is_listed_as_a_refund_that_nobody_asked_for(
    merchant: Payments, partly_paid: stripe.PaymentIntent
) -> None:
    asked = merchant.refund(partly_paid, metadata={"return_id": "ret_1"})

    listed = merchant.refunds(partly_paid)

    assert [(one.amount, one.status) for one in listed] == [(700, "succeeded"), (500, "succeeded")]
    assert listed[0].id == asked.id
    assert (listed[1].to_dict()["metadata"], listed[1].charge) == ({}, asked.charge)


def test_a_hold_that_was_let_go_is_listed_as_a_refund(merchant: Payments) -> None:
    intent = merchant.cancel(merchant.new(VISA))

    assert [one.amount for one in merchant.refunds(intent)] == [1200]


def test_a_full_capture_lists_no_refund(merchant: Payments) -> None:
    assert merchant.refunds(merchant.capture(merchant.new(VISA))) == []
