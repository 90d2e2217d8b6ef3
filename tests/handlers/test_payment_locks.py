"""Each condition of a write on a payment holds alone: the code before it reads, perhaps too early."""

from typing import Any

import pytest

from functions.payment import capture_payment, refund_payment, refunds_store, voids_store
from functions.payment import store as payments
from functions.payment.authorize_payment import need_no_payment
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import State
from functions.payment.refunds import RefundState
from functions.payment.refunds_store import RefundMoved
from functions.payment.store import PaymentMoved
from functions.payment.void_payment import void_payment
from functions.shared.errors import OrderClosing
from functions.shared.table import get
from tests.handlers.recorded import HELD, authorized, captured, payment
from tests.handlers.saga import hold
from tests.handlers.shop import Shop


def ledger() -> list[str]:
    item: dict[str, Any] = get("PAYMENTS_TABLE", {"order_id": "ord_x"}) or {}
    return [entry["type"] for entry in item["entries"]]


def test_a_payment_is_voided_once_and_only_with_the_hold_that_is_recorded(shop: Shop) -> None:
    authorized()
    other: Hold = hold("ord_x", HoldStatus.GONE, hold_id="pi_2")
    with pytest.raises(PaymentMoved):
        voids_store.close("ord_x", other)
    assert payment().state is State.AUTHORIZED

    voids_store.close("ord_x", HELD, "declined")
    voids_store.close("ord_x", HELD, "again")

    assert ledger() == ["CONFIRMING", "AUTHORIZED", "VOIDED"]


def test_a_voided_payment_keeps_no_secret_of_its_customer(shop: Shop) -> None:
    payments.begin(hold("ord_x"))
    payments.settle("ord_x", hold("ord_x"), State.ACTION_REQUIRED)

    voids_store.close("ord_x", hold("ord_x"), "declined")

    assert "secret" not in str(get("PAYMENTS_TABLE", {"order_id": "ord_x"}))


def test_a_payment_that_is_decided_is_not_tried_again(shop: Shop) -> None:
    payments.begin(HELD)
    seen = payment()
    payments.settle("ord_x", HELD, State.AUTHORIZED)

    with pytest.raises(PaymentMoved):
        payments.try_again(seen)

    assert payment().attempt == 1


def test_a_capture_begins_once_and_only_of_what_is_held(shop: Shop) -> None:
    seen = authorized()
    for amount in (-1, 251):
        with pytest.raises(capture_payment.CaptureMismatch):
            capture_payment._begin(seen, amount)
    begun = capture_payment._begin(seen, 200)

    with pytest.raises(PaymentMoved):
        capture_payment._begin(seen, 250)

    assert (begun.to_capture, payment().to_capture) == (200, 200)


@pytest.mark.parametrize(("amount", "taken", "forgone"), [(0, 0, 0), (1, 0, 1), (49, 0, 49), (50, 50, 0)])
def test_what_is_less_than_the_provider_takes_is_forgone(
    shop: Shop, amount: int, taken: int, forgone: int
) -> None:
    begun = capture_payment._begin(authorized(), amount)
    assert (begun.to_capture, begun.forgone, begun.lets_go) == (taken, forgone, taken == 0)


def test_a_hold_that_is_let_go_does_not_overrule_a_void(shop: Shop) -> None:
    begun = capture_payment._begin(authorized(), 0)
    voids_store.close("ord_x", HELD, "settled by hand")
    with pytest.raises(OrderClosing):
        capture_payment._record_released(begun, HELD, "packed-in-part")
    assert payment().state is State.VOIDED


def test_a_hold_is_let_go_once_and_an_account_of_nothing_is_left(shop: Shop) -> None:
    begun = capture_payment._begin(authorized(), 49)
    for _ in range(2):
        capture_payment._record_released(begun, HELD, "packed-in-part")
    assert ledger() == ["CONFIRMING", "AUTHORIZED", "RELEASED"]
    assert (payment().state, payment().captured, payment().forgone) == (State.RELEASED, 0, 49)
    assert refunds_store.load("ord_x").left == 0


def test_nothing_to_pay_is_recorded_once_and_not_after_a_void(shop: Shop) -> None:
    need_no_payment("ord_x")
    need_no_payment("ord_x")
    assert ledger() == ["NOT_NEEDED"]
    assert refunds_store.load("ord_x").left == 0
    capture_payment.capture_payment("ord_x", 0, "packed")
    with pytest.raises(capture_payment.CaptureMismatch):
        capture_payment.capture_payment("ord_x", 1, "packed")
    assert ledger() == ["NOT_NEEDED"]

    void_payment("ord_x", "cancelled-by-customer")
    void_payment("ord_x", "cancelled-by-customer")

    assert (payment().state, ledger()) == (State.VOIDED, ["NOT_NEEDED", "VOIDED"])
    for forbidden in (
        lambda: need_no_payment("ord_x"),
        lambda: capture_payment.capture_payment("ord_x", 0, "packed"),
    ):
        with pytest.raises(OrderClosing):
            forbidden()


def test_a_void_that_comes_first_forbids_even_a_payment_of_nothing(shop: Shop) -> None:
    void_payment("ord_x", "out-of-stock")
    with pytest.raises(OrderClosing):
        need_no_payment("ord_x")
    assert ledger() == ["VOIDED"]


def test_of_two_who_capture_again_one_gets_the_next_key(shop: Shop) -> None:
    begun = capture_payment._begin(authorized(), 250)
    assert capture_payment._next_attempt(begun).capture_attempt == 2

    with pytest.raises(capture_payment.CaptureInProgress):
        capture_payment._next_attempt(begun)

    assert payment().capture_attempt == 2


def test_what_was_captured_is_what_the_provider_says(shop: Shop) -> None:
    begun = capture_payment._begin(authorized(), 250)

    capture_payment._record(begun, hold("ord_x", HoldStatus.TAKEN, captured=249), "packed")

    assert payment().captured == 249


def test_refunds_never_come_to_more_than_was_captured_whoever_claimed_meanwhile(shop: Shop) -> None:
    seen = captured()
    refunds_store.claim(seen, "ret_1", 100)
    listed = refunds_store.load("ord_x")
    refunds_store.claim(listed, "ret_2", 100)

    with pytest.raises(RefundMoved):
        refunds_store.claim(listed, "ret_3", 100)
    with pytest.raises(RefundMoved):
        refunds_store.claim(seen, "ret_4", 10)  # saw no list: it would be written over

    assert refunds_store.load("ord_x").left == 50


def test_a_refund_is_claimed_once(shop: Shop) -> None:
    captured()
    listed = refunds_store.claim(refunds_store.load("ord_x"), "ret_1", 100)

    with pytest.raises(RefundMoved):
        refunds_store.claim(listed, "ret_1", 100)

    assert refunds_store.load("ord_x").left == 150


def test_a_refund_is_entered_once(shop: Shop) -> None:
    claimed = refunds_store.claim(captured(), "ret_1", 100)
    refunds_store.finish(claimed, "ret_1", "re_1", "returned")

    with pytest.raises(RefundMoved):
        refunds_store.finish(claimed, "ret_1", "re_1", "returned")

    assert ledger()[-2:] == ["CAPTURED", "REFUNDED"]


def test_a_refunds_key_is_left_once_and_not_after_it_was_made(shop: Shop) -> None:
    claimed = refunds_store.claim(captured(), "ret_1", 100)
    second = refunds_store.next_attempt(claimed, "ret_1", refused=True)
    with pytest.raises(RefundMoved):
        refunds_store.next_attempt(claimed, "ret_1", refused=True)
    refunds_store.finish(second, "ret_1", "re_1", "returned")

    with pytest.raises(RefundMoved):
        refunds_store.next_attempt(second, "ret_1", refused=True)

    assert refunds_store.load("ord_x").refunds["ret_1"].attempt == 2


def test_a_return_of_what_cost_nothing_asks_the_provider_for_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stripe refuses to refund nothing."""
    captured()
    monkeypatch.setattr(refund_payment, "provider", None)

    refund_payment.refund_payment("ord_x", "ret_1", 0, "returned")

    assert refunds_store.load("ord_x").refunds["ret_1"].state is RefundState.DONE
