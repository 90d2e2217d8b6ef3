"""Each condition holds alone that keeps money from being given back by the provider and by other ways."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import Mock

import pytest

from functions.payment import follow_hold, refunds_store, void_payment, voids_store, writes
from functions.payment import store as payments
from functions.payment.errors import KeyRejected
from functions.payment.payment import VOID, Payment, State
from functions.payment.provider import provider
from functions.payment.refunds import REQUESTS_LIVE, Account, RefundState
from functions.payment.refunds_store import RefundMoved
from functions.payment.store import PaymentMoved
from functions.shared import clock
from functions.shared.table import write
from functions.shared.write import Write
from tests.handlers.recorded import HELD, TAKEN, captured, payment
from tests.handlers.refusals import refused
from tests.handlers.shop import Shop

RETURN = "ret_1"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How much later it is than it is."""
    passed = [timedelta(0)]
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + passed[0])
    return passed


def taken() -> Payment:
    captured()
    return payment()


def void_outside(seen: Payment) -> Write:
    return writes.state_void_outside(seen, 250, "ops:ada", "by transfer")


def refund_outside(seen: Account) -> Write:
    return writes.state_refund_outside(seen, RETURN, 100, "ops:ada", "by transfer")


def test_a_void_is_stated_once_and_of_the_recorded_hold(shop: Shop) -> None:
    seen = taken()
    assert refused(void_outside(replace(seen, hold_id="pi_other")))

    write(void_outside(seen))

    assert refused(void_outside(seen))
    assert payment().state is State.VOIDED
    assert payment().outside == {VOID: 250}


def test_a_void_is_not_stated_while_the_provider_may_be_giving_the_money_back(
    shop: Shop, later: list[timedelta]
) -> None:
    voids_store.ask(taken())
    assert refused(void_outside(payment()))
    later[0] = REQUESTS_LIVE - timedelta(minutes=1)
    assert refused(void_outside(payment()))

    later[0] = REQUESTS_LIVE + timedelta(minutes=1)

    assert not refused(void_outside(payment()))


def test_a_void_is_stated_once_the_provider_refuses_to_give_it_back(shop: Shop) -> None:
    asked = voids_store.ask(taken())
    assert asked.void_attempt == 1
    voids_store.leave_key(asked, refused=True)
    with pytest.raises(PaymentMoved):
        voids_store.leave_key(asked, refused=True)

    assert payment().void_asked is None
    assert voids_store.ask(payment()).void_attempt == 2
    voids_store.leave_key(payment(), refused=True)
    assert not refused(void_outside(payment()))


def test_nobody_asks_the_provider_for_what_was_stated(shop: Shop) -> None:
    seen = taken()
    write(void_outside(seen))

    with pytest.raises(PaymentMoved) as moved:
        voids_store.ask(seen)

    assert VOID in moved.value.payment.outside


def test_a_void_that_was_made_leaves_nothing_asked_for(shop: Shop) -> None:
    voids_store.ask(taken())

    voids_store.close("ord_x", HELD, "cancelled")

    assert payment().void_asked is None


def test_a_refund_is_not_stated_while_the_provider_may_be_making_it(
    shop: Shop, later: list[timedelta]
) -> None:
    claimed = refunds_store.claim(captured(), RETURN, 100)
    assert refused(refund_outside(claimed))
    left = refunds_store.next_attempt(claimed, RETURN, refused=True)
    asked = refunds_store.ask(left, RETURN)
    assert refused(refund_outside(asked))
    later[0] = REQUESTS_LIVE + timedelta(minutes=1)

    write(refund_outside(asked))

    stated = refunds_store.load("ord_x")
    assert (stated.refunds[RETURN].state, stated.refunds[RETURN].outside) == (RefundState.DONE, 100)
    assert stated.left == 250  # of the provider's money nothing was taken


def test_a_refund_is_stated_once_the_provider_refuses_to_make_it(shop: Shop) -> None:
    left = refunds_store.next_attempt(refunds_store.claim(captured(), RETURN, 100), RETURN, refused=True)

    assert not refused(refund_outside(left))

    assert refused(refund_outside(left))


def test_a_refund_that_was_claimed_since_it_was_looked_for_is_not_stated(shop: Shop) -> None:
    seen = captured()
    listed = refunds_store.claim(seen, "ret_other", 10)
    refunds_store.claim(listed, RETURN, 100)

    for account in (seen, listed):
        assert refused(refund_outside(account))


def test_a_refund_that_was_stated_is_not_asked_for(shop: Shop) -> None:
    left = refunds_store.next_attempt(refunds_store.claim(captured(), RETURN, 100), RETURN, refused=True)
    write(refund_outside(left))

    with pytest.raises(RefundMoved) as moved:
        refunds_store.ask(left, RETURN)

    assert moved.value.account.refunds[RETURN].state is RefundState.DONE


def test_a_refund_is_asked_for_under_the_key_that_stands(shop: Shop) -> None:
    claimed = refunds_store.claim(captured(), RETURN, 100)
    refunds_store.next_attempt(claimed, RETURN, refused=True)

    with pytest.raises(RefundMoved):
        refunds_store.ask(claimed, RETURN)


def test_what_the_provider_broke_on_is_not_stated(shop: Shop) -> None:
    voids_store.leave_key(voids_store.ask(taken()), refused=False)

    assert payment().void_attempt == 2
    assert refused(void_outside(payment()))


def test_a_refund_that_the_provider_broke_on_is_not_stated(shop: Shop) -> None:
    left = refunds_store.next_attempt(refunds_store.claim(captured(), RETURN, 100), RETURN, refused=False)

    assert left.refunds[RETURN].attempt == 2
    assert refused(refund_outside(left))


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_void_that_broke_is_not_stated_to_have_been_made_by_other_ways(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    captured()
    broken = KeyRejected(f"the provider answered {status}")
    monkeypatch.setattr(provider, "refund_hold", Mock(side_effect=broken))
    monkeypatch.setattr(provider, "read_hold", lambda hold_id: TAKEN)
    with pytest.raises(KeyRejected):
        void_payment.void_payment("ord_x")

    assert refused(void_outside(payment()))


def test_the_webhook_that_gives_money_back_says_so_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Declined, then confirmed by its client secret and captured by hand at the provider."""
    payments.begin(HELD)
    payments.settle("ord_x", HELD, State.DECLINED)
    back: list[str] = []

    def refund(hold_id: str, key: str | None = None) -> None:
        assert refused(void_outside(payment())), "stated while it is given back"
        back.append(hold_id)

    monkeypatch.setattr(provider, "refund_hold", refund)
    monkeypatch.setattr(provider, "read_hold", lambda hold_id: TAKEN)

    follow_hold.follow(payment(), TAKEN)

    assert back == [TAKEN.hold_id]
