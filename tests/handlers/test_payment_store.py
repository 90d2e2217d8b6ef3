from contextlib import nullcontext
from unittest.mock import Mock

import pytest

from functions.payment import authorize_payment as authorizing
from functions.payment import store as payments
from functions.payment import voids_store
from functions.payment.errors import PaymentInProgress, ProviderUnavailable
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from functions.payment.store import PaymentMoved
from functions.shared.money import Money
from functions.shared.table import get
from tests.handlers.saga import TURN, hold
from tests.handlers.shop import Shop
from tests.items import present


def test_a_payment_is_begun_once_and_confirming_until_settled(shop: Shop) -> None:
    assert payments.load("ord_x") is None
    payments.begin(hold("ord_x"), TURN)
    with pytest.raises(PaymentMoved) as moved:
        payments.begin(hold("ord_x", hold_id="pi_2"), TURN)
    found = moved.value.payment
    assert (found.state, found.hold_id, found.attempt) == (State.CONFIRMING, "pi_1", 1)
    payments.settle("ord_x", hold("ord_x", HoldStatus.HELD), State.AUTHORIZED)
    assert list(payments.load_all()) == [payments.load("ord_x")]
    assert payments.load("ord_x") != found


def test_a_payment_forbidden_before_it_began_never_begins(shop: Shop) -> None:
    voids_store.forbid("ord_x")
    with pytest.raises(PaymentMoved) as moved:
        payments.begin(hold("ord_x"), TURN)
    assert (moved.value.payment.state, moved.value.payment.hold_id) == (State.VOIDED, None)
    with pytest.raises(PaymentMoved):
        voids_store.forbid("ord_x")


def test_a_voided_payment_is_not_revived_by_a_late_success(shop: Shop) -> None:
    payments.begin(hold("ord_x"), TURN)
    voids_store.close("ord_x", hold("ord_x", HoldStatus.GONE))
    voids_store.close("ord_x", hold("ord_x", HoldStatus.GONE))
    for state in (State.AUTHORIZED, State.ACTION_REQUIRED, State.DECLINED):
        with pytest.raises(PaymentMoved) as moved:
            payments.settle("ord_x", hold("ord_x"), state)
        assert moved.value.payment.state is State.VOIDED


def test_a_customers_secret_is_kept_only_while_the_customer_must_act(shop: Shop) -> None:
    payments.begin(hold("ord_x"), TURN)
    payments.settle("ord_x", hold("ord_x"), State.ACTION_REQUIRED)
    assert "secret" in str(get("PAYMENTS_TABLE", {"order_id": "ord_x"}))
    payments.settle("ord_x", hold("ord_x", HoldStatus.HELD), State.AUTHORIZED)
    assert "secret" not in str(get("PAYMENTS_TABLE", {"order_id": "ord_x"}))


def test_every_further_attempt_is_counted_once(shop: Shop) -> None:
    payments.begin(hold("ord_x"), TURN)
    first = payments.load("ord_x")
    assert first is not None
    assert payments.try_again(first, TURN).attempt == 2
    with pytest.raises(PaymentMoved):
        payments.try_again(first, TURN)


def test_a_turn_is_ended_by_the_invocation_that_has_it_and_by_what_comes_of_it(shop: Shop) -> None:
    payments.begin(hold("ord_x"), TURN)
    payments.end_turn("ord_x", "2026-11-21T12:01:05.000Z another")
    assert present(payments.load("ord_x")).turn == TURN
    payments.end_turn("ord_x", TURN)
    payments.end_turn("ord_x", TURN)
    seen = present(payments.load("ord_x"))
    assert seen.turn is None
    assert payments.try_again(seen, TURN).turn == TURN
    assert payments.settle("ord_x", hold("ord_x", HoldStatus.HELD), State.AUTHORIZED).turn is None


@pytest.mark.parametrize(
    ("turn", "may"), [("2999-01-01T00:00:00.000Z other", False), ("2020-01-01T00:00:00.000Z other", True)]
)
def test_who_comes_while_it_is_anothers_turn_comes_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, turn: str, may: bool
) -> None:
    held = hold("ord_x", HoldStatus.HELD)
    provider = Mock(create_hold=lambda *_: hold("ord_x"), read_hold=lambda _: held)
    monkeypatch.setattr(authorizing, "provider", provider)
    payments.begin(hold("ord_x"), turn)
    with nullcontext() if may else pytest.raises(PaymentInProgress):
        authorizing.authorize_payment("ord_x", Money(250), "pm_card_visa", TURN)
    state = present(payments.load("ord_x")).state
    assert state is (State.AUTHORIZED if may else State.CONFIRMING)
    provider.confirm_hold.assert_not_called()


def test_who_fails_leaves_the_turn_to_the_next(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm = Mock(side_effect=ProviderUnavailable("no answer"))
    provider = Mock(create_hold=lambda *_: hold("ord_x"), confirm_hold=confirm)
    monkeypatch.setattr(authorizing, "provider", provider)
    with pytest.raises(ProviderUnavailable):
        authorizing.authorize_payment("ord_x", Money(250), "pm_card_visa", TURN)
    assert present(payments.load("ord_x")).turn is None


def test_keeping_a_task_token_tells_how_the_payment_stands(shop: Shop) -> None:
    payments.begin(hold("ord_x"), TURN)
    payments.settle("ord_x", hold("ord_x", HoldStatus.HELD), State.AUTHORIZED)
    assert payments.keep_task_token("ord_x", "token").state is State.AUTHORIZED
