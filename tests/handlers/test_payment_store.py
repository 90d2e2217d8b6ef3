import pytest

from functions.payment import store as payments
from functions.payment import voids_store
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from functions.payment.store import PaymentMoved
from functions.shared.table import get
from tests.handlers.saga import hold
from tests.handlers.shop import Shop


def test_a_payment_is_begun_once_and_confirming_until_settled(shop: Shop) -> None:
    assert payments.load("ord_x") is None
    payments.begin(hold("ord_x"))
    with pytest.raises(PaymentMoved) as moved:
        payments.begin(hold("ord_x", hold_id="pi_2"))
    found = moved.value.payment
    assert (found.state, found.hold_id, found.attempt) == (State.CONFIRMING, "pi_1", 1)
    payments.settle("ord_x", hold("ord_x", HoldStatus.HELD), State.AUTHORIZED)
    assert list(payments.load_all()) == [payments.load("ord_x")]
    assert payments.load("ord_x") != found


def test_a_payment_forbidden_before_it_began_never_begins(shop: Shop) -> None:
    voids_store.forbid("ord_x")
    with pytest.raises(PaymentMoved) as moved:
        payments.begin(hold("ord_x"))
    assert (moved.value.payment.state, moved.value.payment.hold_id) == (State.VOIDED, None)
    with pytest.raises(PaymentMoved):
        voids_store.forbid("ord_x")


def test_a_voided_payment_is_not_revived_by_a_late_success(shop: Shop) -> None:
    payments.begin(hold("ord_x"))
    voids_store.close("ord_x", hold("ord_x", HoldStatus.GONE))
    voids_store.close("ord_x", hold("ord_x", HoldStatus.GONE))
    for state in (State.AUTHORIZED, State.ACTION_REQUIRED, State.DECLINED):
        with pytest.raises(PaymentMoved) as moved:
            payments.settle("ord_x", hold("ord_x"), state)
        assert moved.value.payment.state is State.VOIDED


def test_a_customers_secret_is_kept_only_while_the_customer_must_act(shop: Shop) -> None:
    payments.begin(hold("ord_x"))
    payments.settle("ord_x", hold("ord_x"), State.ACTION_REQUIRED)
    assert "secret" in str(get("PAYMENTS_TABLE", {"order_id": "ord_x"}))
    payments.settle("ord_x", hold("ord_x", HoldStatus.HELD), State.AUTHORIZED)
    assert "secret" not in str(get("PAYMENTS_TABLE", {"order_id": "ord_x"}))


def test_every_further_attempt_is_counted_once(shop: Shop) -> None:
    payments.begin(hold("ord_x"))
    first = payments.load("ord_x")
    assert first is not None
    assert payments.try_again(first).attempt == 2
    with pytest.raises(PaymentMoved):
        payments.try_again(first)


def test_keeping_a_task_token_tells_how_the_payment_stands(shop: Shop) -> None:
    payments.begin(hold("ord_x"))
    payments.settle("ord_x", hold("ord_x", HoldStatus.HELD), State.AUTHORIZED)
    assert payments.keep_task_token("ord_x", "token").state is State.AUTHORIZED
