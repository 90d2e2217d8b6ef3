"""What no card is asked for: orders that cost nothing, and parcels that are worth nothing or too little."""

from typing import Any

import pytest

from functions.payment import authorize_payment
from functions.payment import store as payment_store
from functions.payment.errors import ProviderRefused
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from harness.actors import accepts
from harness.items import present
from harness.moto.world import FORWARD, NOT_PACKED, PACKED, PRICE, SKU, WAY_BACK, World
from harness.records import FULFILMENT
from harness.stories import WATER

NOBODY_ASKED = ("create", "confirm", "capture", "cancel", "refund", "read")


def free_order(shop: World, *, quantity: int = 1) -> str:
    shop.sells(price=0)
    answer = shop.checkout(shop.fills_cart({SKU: quantity}), total=0)
    assert answer.status == 202, answer
    shop.run_to_end()
    order_id: str = answer.json["order_id"]
    return order_id


def worth(shop: World, price: int) -> tuple[str, dict[str, Any]]:
    """A paid order that is offered to the warehouse, and the offer; its water costs so much."""
    shop.sells(WATER, price=price)
    owner = shop.fills_cart({SKU: 1, WATER: 1})
    order_id: str = shop.checkout(owner, total=PRICE + price).json["order_id"]
    shop.run_to_rest()
    shop.relays()
    shop.run_to_rest()
    return order_id, shop.offer()


def state(order_id: str) -> State:
    return present(payment_store.load(order_id)).state


def shown(shop: World, order_id: str) -> Any:
    return shop.api("GET", f"/orders/{order_id}", owner=shop.order(order_id).owner).json


def money(shop: World, order_id: str) -> tuple[int, int]:
    order = shown(shop, order_id)
    return order["charged"]["amount"], order["refunded"]["amount"]


def asked(shop: World) -> list[str]:
    """What the provider was asked by anybody."""
    return [call for one in shop.runner.invocations for call in one.calls if call in NOBODY_ASKED]


def test_an_order_that_costs_nothing_goes_its_way_without_a_provider(shop: World) -> None:
    order_id = free_order(shop, quantity=2)
    assert (shop.path(order_id), shop.outcome(order_id)) == (FORWARD, ("CONFIRMED", None))
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer())
    assert (shop.path(order_id, FULFILMENT), shop.outcome(order_id)) == (PACKED, ("COMPLETED", None))
    return_id = shop.requested(shop.order(order_id), {SKU: 2})
    accepts(return_id)
    shop.run_to_end()

    assert shop.outcome(order_id) == ("RETURNED", None)
    assert (asked(shop), shop.provider_holds()) == ([], [])
    assert [entry["type"] for entry in shop.entries(order_id)] == ["NOT_NEEDED", "REFUNDED"]
    assert money(shop, order_id) == (0, 0)
    assert shown(shop, order_id)["refunds"] == []
    assert shop.violations() == []


def test_an_order_that_costs_nothing_and_is_rejected_is_voided_without_a_provider(shop: World) -> None:
    order_id = free_order(shop)
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer(), "rejected")

    assert (shop.path(order_id, FULFILMENT), state(order_id)) == (NOT_PACKED, State.VOIDED)
    assert shop.is_cancelled(order_id, "rejected-by-shop")
    assert asked(shop) == []
    assert shop.violations() == []


@pytest.mark.parametrize("by", ["webhook", "reconcile"])
def test_a_hold_that_names_an_order_that_costs_nothing_is_nobodys_and_undone(shop: World, by: str) -> None:
    order_id = free_order(shop)
    intent = shop.pays(order_id)
    if by == "webhook":
        hold = shop.hold(order_id)
        assert shop.tells(hold).status == 200
    else:
        shop.time_passes(3600)
        assert shop.invoke("Reconcile", {}).error is None

    assert [(one.hold_id, one.status) for one in shop.holds(order_id)] == [(intent.id, HoldStatus.GONE)]
    assert (shop.outcome(order_id), state(order_id)) == (("CONFIRMED", None), State.NOT_NEEDED)
    assert shop.violations() == []


@pytest.mark.parametrize(("price", "forgone"), [(0, 0), (40, 40)])
def test_a_parcel_that_no_card_takes_is_handed_over_and_the_hold_let_go(
    shop: World, price: int, forgone: int
) -> None:
    order_id, work = worth(shop, price)
    shop.packs(work, lines=[{"line_id": WATER, "quantity": 1}])

    assert (shop.path(order_id, FULFILMENT), shop.outcome(order_id)) == (PACKED, ("COMPLETED", None))
    hold = shop.hold(order_id)
    assert (hold.status, hold.captured) == (HoldStatus.GONE, 0)
    payment = present(payment_store.load(order_id))
    assert (payment.state, payment.captured, payment.forgone) == (State.RELEASED, 0, forgone)
    entry = shop.entries(order_id)[-1]
    assert (entry["type"], entry["amount"]) == ("RELEASED", PRICE + price)
    assert ("forgone" in entry["why"]) == bool(forgone)
    assert (money(shop, order_id), shop.stock()["sold"]) == ((0, 0), 0)
    assert shop.violations() == []


def test_what_was_let_go_is_news_of_nothing_and_no_mismatch(shop: World) -> None:
    order_id, work = worth(shop, 0)
    shop.packs(work, lines=[{"line_id": WATER, "quantity": 1}])
    for event in shop.events_of(order_id):
        assert shop.delivers_event(event).status == 200
    shop.time_passes(3600)
    answer = shop.invoke("Reconcile", {}).answer

    assert (answer["mismatches"], state(order_id)) == ({}, State.RELEASED)


def test_a_hold_that_ended_by_itself_is_not_missed_where_nothing_is_to_be_taken(shop: World) -> None:
    order_id, work = worth(shop, 0)
    shop.merchant().v1.payment_intents.cancel(shop.hold(order_id).hold_id)
    shop.packs(work, lines=[{"line_id": WATER, "quantity": 1}])

    assert (shop.outcome(order_id), state(order_id)) == (("COMPLETED", None), State.RELEASED)
    assert shop.violations() == []


def test_what_comes_back_of_a_parcel_that_was_not_charged_gives_nothing_back(shop: World) -> None:
    order_id, work = worth(shop, 40)
    shop.packs(work, lines=[{"line_id": WATER, "quantity": 1}])
    answer = shop.asks_back(shop.order(order_id), {WATER: 1})
    assert (answer.status, answer.json["refund"]["amount"]) == (201, 0)
    accepts(answer.json["return_id"])
    shop.run_to_end()

    assert (shop.outcome(order_id), money(shop, order_id)) == (("RETURNED", None), (0, 0))
    assert shop.violations() == []


def test_what_was_sold_is_what_was_charged(shop: World) -> None:
    shop.sells(price=333)
    owner = shop.fills_cart({SKU: 3})
    order_id: str = shop.checkout(owner, total=999).json["order_id"]
    shop.run_to_end()
    assert money(shop, order_id) == (0, 0)
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}])
    assert money(shop, order_id) == (666, 0)
    return_id = shop.requested(shop.order(order_id))
    assert shown(shop, order_id)["lines"][0]["returned"] == 0
    accepts(return_id)
    shop.run_to_end()

    order = shown(shop, order_id)
    (line,), (refund,) = order["lines"], order["refunds"]
    assert (line["quantity"], line["delivered"], line["returned"]) == (3, 2, 1)
    assert (money(shop, order_id), line["paid"]["amount"]) == ((666, 333), 999)
    assert (refund["amount"]["amount"], refund["to"], refund["why"]) == (333, "card", return_id)
    shop.relays()
    (listed,) = shop.api("GET", "/orders", owner=owner).json["orders"]
    assert (listed["charged"]["amount"], listed["refunded"]["amount"]) == (666, 333)
    assert shop.violations() == []


def test_what_was_taken_and_given_back_before_the_end_is_no_charge(shop: World) -> None:
    order_id, work = shop.offered()
    shop.fault("CompleteOrder", "call_after", at="capture", error="no answer")
    shop.fault(
        "CompleteOrder", "call_before", at="read", times=shop.tries("CompleteOrder") - 1, error="no answer"
    )
    shop.packs(work)

    order = shown(shop, order_id)
    assert (order["status"], order["reason"]) == ("CANCELLED", "checkout-failed")
    assert shop.refunded(order_id) == PRICE
    assert (money(shop, order_id), order["refunds"]) == ((0, 0), [])
    assert shop.violations() == []


@pytest.mark.parametrize("call", ["create_hold", "confirm_hold"])
def test_another_refusal_of_the_providers_is_no_decline(
    shop: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], call: str
) -> None:
    def refuse(*_: object) -> None:
        raise ProviderRefused("charges_not_allowed")

    monkeypatch.setattr(authorize_payment.provider, call, refuse)
    order_id = shop.buys()

    assert shop.path(order_id) == ["ReserveStock", "AuthorizePayment", *WAY_BACK]
    assert len(shop.invocations("AuthorizePayment")) == 1, "nobody asks again"
    assert shop.is_cancelled(order_id, "checkout-failed")
    assert '"PaymentsRefused":1' in capsys.readouterr().out.replace(" ", "")
    assert shop.violations() == []


def test_money_that_came_beside_and_went_back_at_once_is_no_refund_of_the_order(shop: World) -> None:
    order = shop.delivered_order(1)
    second = shop.pays(order.order_id)
    shop.merchant().v1.payment_intents.capture(second.id)
    assert shop.delivers_event(shop.event(second.id, "payment_intent.succeeded")).status == 200

    assert shop.entries(order.order_id)[-1]["type"] == "REFUNDED"
    assert shown(shop, order.order_id)["refunds"] == []
    assert money(shop, order.order_id) == (PRICE, 0)
    assert shop.violations() == []


def test_what_is_packed_and_not_paid_for_is_not_handed_over(shop: World) -> None:
    order_id, work = shop.offered()
    shop.fault("CompleteOrder", "call_before", at="capture", error="no answer")
    died = shop.fault("ReportPacking", "hangs", at="SendTaskSuccess")
    shop.report(work)
    died.kill()

    assert shop.invoke("CompleteOrder", {"order_id": order_id}).error == "ProviderUnavailable"

    assert shop.order(order_id).status == "FULFILLING"
    shop.report(work)
    shop.run_to_end()
    assert shop.outcome(order_id) == ("COMPLETED", None)
