"""3-D Secure: the customer answers the bank, and the news of it come early, late, twice, at once or never."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

from functions.payment import store as payments
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from functions.shared.ids import new_key
from harness.api import Answer
from harness.customers import ASKING_CARD, CAPTURABLE, FAILED
from harness.moto.world import FORWARD, PRICE, SKU, WAITING, WAY_BACK, World


@pytest.fixture
def waiting(shop: World) -> str:
    """An order whose customer the bank wants to hear."""
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    assert shop.path(order_id) == WAITING
    return order_id


def heard(answer: Answer) -> bool:
    return (answer.status, answer.json) == (200, {"received": True})


def recorded(order_id: str) -> State:
    payment = payments.load(order_id)
    assert payment is not None
    return payment.state


def entries(shop: World, order_id: str) -> list[str]:
    """What the ledger of the order's payment says, in order."""
    return [one["type"] for one in shop.entries(order_id)]


def calls(shop: World, name: str) -> int:
    """How often the webhook's function made this call."""
    return sum(one.calls.count(name) for one in shop.invocations("Webhook"))


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, happens: Callable[[], None]
) -> None:
    """The first time that `module.name` is about to be called, this happens before, in another process."""
    real: Callable[..., Any] = getattr(module, name)
    failures: list[BaseException] = []

    def act() -> None:
        try:
            happens()
        except BaseException as failure:  # noqa: BLE001 - raised where the test can see it
            failures.append(failure)

    def first(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(module, name, real)
        other = threading.Thread(target=act)
        other.start()
        other.join(20)
        assert not other.is_alive()
        assert not failures, failures
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, first)


def test_a_customer_who_approves_gets_the_order(shop: World, waiting: str) -> None:
    answer = shop.tells(shop.customer_answers(waiting))
    shop.run_to_end()

    assert heard(answer)
    assert shop.path(waiting) == [*WAITING, "ConfirmOrder"]
    assert shop.outcome(waiting) == ("CONFIRMED", None)
    assert shop.money_held(waiting) == PRICE
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]


def test_a_customer_who_fails_at_the_bank_is_told_that_the_payment_was_declined(
    shop: World, waiting: str
) -> None:
    answer = shop.tells(shop.customer_answers(waiting, "failure"), FAILED)
    shop.run_to_end()

    assert heard(answer)
    assert shop.path(waiting) == [*WAITING, *WAY_BACK]
    assert shop.is_cancelled(waiting, "payment-declined")
    assert [one.status for one in shop.holds(waiting)] == [HoldStatus.GONE]
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "DECLINED", "VOIDED"]


def test_the_customer_is_asked_only_as_long_as_the_answer_is_open(shop: World, waiting: str) -> None:
    owner = shop.order(waiting).owner
    asked = shop.api("GET", f"/orders/{waiting}", owner=owner).json["next_action"]

    shop.customer_answers(waiting)
    shop.tells(shop.hold(waiting))
    shop.run_to_end()

    assert asked.keys() == {"type", "url", "client_secret"}
    assert shop.api("GET", f"/orders/{waiting}", owner=owner).json["next_action"] is None


def test_who_waits_for_the_order_hears_at_once_that_the_customer_must_act(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})

    answer = shop.checkout(owner, payment_method=ASKING_CARD, headers={"Prefer": "wait=10"})

    assert answer.status == 202
    assert answer.json["next_action"]["type"] == "authenticate"
    shop.tells(shop.customer_answers(answer.json["order_id"]))
    shop.run_to_end()


@pytest.mark.parametrize(
    ("outcome", "news", "path", "status"),
    [
        ("success", CAPTURABLE, FORWARD, "CONFIRMED"),
        ("failure", FAILED, [*FORWARD[:2], *WAY_BACK], "CANCELLED"),
    ],
)
def test_the_news_may_come_before_it_is_recorded_that_the_bank_asked(
    shop: World, monkeypatch: pytest.MonkeyPatch, outcome: str, news: str, path: list[str], status: str
) -> None:
    def customer_is_quicker() -> None:
        (order_id,) = shop.order_ids()
        assert heard(shop.tells(shop.customer_answers(order_id, outcome), news))

    meanwhile(monkeypatch, payments, "settle", customer_is_quicker)
    order_id = shop.buys(ASKING_CARD)

    assert shop.path(order_id) == path
    assert shop.outcome(order_id)[0] == status


def test_news_that_never_come_are_asked_for_before_the_order_is_given_up(shop: World) -> None:
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()

    shop.customer_answers(order_id)
    shop.run_to_end()

    assert shop.path(order_id) == [*WAITING, "CheckPayment", "ConfirmOrder"]
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert entries(shop, order_id) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]
    assert shop.money_held(order_id) == PRICE


def test_a_failure_at_the_bank_that_nobody_told_of_is_a_payment_declined(shop: World) -> None:
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()

    shop.customer_answers(order_id, "failure")
    shop.run_to_end()

    assert shop.path(order_id) == [*WAITING, "CheckPayment", *WAY_BACK]
    assert shop.is_cancelled(order_id, "payment-declined")
    assert entries(shop, order_id) == ["CONFIRMING", "ACTION_REQUIRED", "DECLINED", "VOIDED"]


def test_a_hundred_deliveries_at_once_have_one_effect(shop: World, waiting: str) -> None:
    hold = shop.customer_answers(waiting)
    told = shop.event(hold.hold_id, CAPTURABLE)

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: shop.delivers_event(told), range(100)))
    shop.run_to_end()

    assert all(heard(answer) for answer in answers)
    assert calls(shop, "read") == calls(shop, "SendTaskSuccess") == 1
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]
    assert shop.outcome(waiting) == ("CONFIRMED", None)


def test_the_same_news_under_another_id_change_nothing(shop: World, waiting: str) -> None:
    hold = shop.customer_answers(waiting)
    told = shop.event(hold.hold_id, CAPTURABLE)
    assert heard(shop.delivers_event(told))
    shop.run_to_end()

    assert heard(shop.delivers_event(told | {"id": "evt_other"}))

    assert calls(shop, "SendTaskSuccess") == 2
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]
    assert shop.outcome(waiting) == ("CONFIRMED", None)


def test_what_an_event_says_is_not_believed(shop: World, waiting: str) -> None:
    """Its copy of the intent may be stale, or of another API version."""
    hold = shop.hold(waiting)
    told = shop.event(hold.hold_id, "payment_intent.requires_action")
    lie = {"id": hold.hold_id, "status": "requires_capture", "metadata": {}}

    assert heard(shop.delivers_event(told | {"type": CAPTURABLE, "data": {"object": lie}}))

    assert recorded(waiting) is State.ACTION_REQUIRED
    assert heard(shop.tells(shop.customer_answers(waiting)))
    shop.run_to_end()


def test_an_intent_that_was_cancelled_by_hand_ends_the_waiting(shop: World, waiting: str) -> None:
    hold = shop.hold(waiting)
    shop.merchant().v1.payment_intents.cancel(hold.hold_id)

    assert heard(shop.tells(hold, "payment_intent.canceled"))
    shop.run_to_end()

    assert shop.path(waiting) == [*WAITING, *WAY_BACK]
    assert shop.is_cancelled(waiting, "checkout-failed")
    assert entries(shop, waiting).count("VOIDED") == 1


@pytest.mark.parametrize("capture", ["manual", "automatic"])
def test_a_payment_that_turns_up_for_a_cancelled_order_is_undone_at_once(world: World, capture: str) -> None:
    world.sells()
    world.sells_out()
    order_id = world.buys()
    late = world.pays(order_id, capture_method=capture)
    news = CAPTURABLE if capture == "manual" else "payment_intent.succeeded"

    assert heard(world.delivers_event(world.event(late.id, news)))

    assert world.money_held(order_id) == 0
    assert entries(world, order_id) == ["VOIDED", "VOIDED" if capture == "manual" else "REFUNDED"]
    assert world.violations() == []


CAPTURED, CANCELED = "payment_intent.succeeded", "payment_intent.canceled"


def done_by(shop: World, answer: Answer) -> list[str]:
    """All that the webhook did about an event."""
    assert heard(answer)
    return list(shop.invocations("Webhook")[-1].calls)


def test_news_of_what_we_did_ourselves_take_one_look_at_our_own_record(shop: World) -> None:
    sold = shop.delivered_order(1).order_id
    unsold, _ = shop.offered()
    shop.cancels(unsold)
    shop.run_to_end()

    for order_id, news in [(sold, CAPTURABLE), (sold, CAPTURED), (unsold, CANCELED)]:
        assert done_by(shop, shop.tells(shop.hold(order_id), news)) == ["GetItem Payments"], news
    assert shop.violations() == []


def test_a_hold_that_anybody_waited_for_is_looked_at_with_every_event(shop: World, waiting: str) -> None:
    """A lost answer is given again."""
    hold = shop.customer_answers(waiting)

    for _ in range(2):
        event = shop.event(hold.hold_id, CAPTURABLE) | {"id": f"evt_{new_key()}"}
        assert "read" in done_by(shop, shop.delivers_event(event))
    shop.run_to_end()
    assert shop.outcome(waiting) == ("CONFIRMED", None)


def test_a_second_payment_for_an_order_is_undone_and_the_first_one_stands(shop: World) -> None:
    order_id = shop.buys()
    second = shop.pays(order_id)

    assert heard(shop.delivers_event(shop.event(second.id, CAPTURABLE)))

    assert {one.status for one in shop.holds(order_id)} == {HoldStatus.HELD, HoldStatus.GONE}
    assert shop.money_held(order_id) == PRICE


@pytest.mark.parametrize("order_id", ["", "4711", "ord_" + "a" * 32])
def test_payments_of_others_in_the_same_account_are_left_alone(shop: World, order_id: str) -> None:
    theirs = shop.pays(order_id or "none", metadata={"order_id": order_id} if order_id else {})
    told = shop.event(theirs.id, CAPTURABLE)

    assert heard(shop.delivers_event(told))

    holds = {one.hold_id: one.status for one in shop.provider_holds()}
    assert holds == {theirs.id: HoldStatus.HELD}
    shop.merchant().v1.payment_intents.cancel(theirs.id)


def test_an_event_about_an_intent_that_our_key_does_not_know_is_acknowledged(shop: World) -> None:
    """Of the other mode, live or test, or of a connected account."""
    hold = {"id": "pi_of_the_other_mode", "object": "payment_intent", "metadata": {}}

    assert heard(shop.delivers_event({"id": "evt_1", "type": CAPTURABLE, "data": {"object": hold}}))
