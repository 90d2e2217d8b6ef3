"""Money that is taken once and an order that stands, told one by one; every fault at every call is the
matrix's."""

import pytest

from functions.payment.provider import provider as payment_provider
from harness.moto.world import BROKEN, PACKED, PRICE, SKU, World
from harness.records import FULFILMENT

CLIENT_TIMEOUT = 0.3


@pytest.mark.parametrize("fault", ["error_500", "timeout_before", "timeout_after"])
def test_a_capture_whose_answer_is_lost_takes_the_money_once(
    shop: World, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payment_provider, "TIMEOUT_SECONDS", CLIENT_TIMEOUT)
    shop.provider.fault("capture", fault)
    order_id, work = shop.offered()
    shop.packs(work)

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert shop.is_completed(order_id, PRICE)
    first, second = (one.calls for one in shop.invocations("CompleteOrder"))
    assert "capture" in first
    assert "read" in second
    assert ("capture" in second) == (fault != "timeout_after")


def test_a_partial_capture_whose_answer_is_lost_takes_the_same_amount(shop: World) -> None:
    shop.fault("CompleteOrder", "call_before", at="capture", times=2, error="no answer")
    order_id, work = shop.offered(quantity=3)
    shop.packs(work, lines=[{"line_id": SKU, "quantity": 1}])

    (hold,) = shop.holds(order_id)
    assert (hold.captured, hold.keeps) == (PRICE, PRICE)


def test_an_order_whose_completion_was_never_heard_of_stands(shop: World) -> None:
    shop.fault("CompleteOrder", "after", error=BROKEN)
    shop.fault("CompleteOrder", "before", times=shop.tries("CompleteOrder") - 1, error=BROKEN)
    order_id, work = shop.offered()
    shop.packs(work)

    assert shop.path(order_id, FULFILMENT)[-2:] == ["AbandonFulfilment", "OrderStands"]
    assert shop.is_completed(order_id, PRICE)
