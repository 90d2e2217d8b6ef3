"""3-D Secure: the customer answers the bank, and the news of it come early, late, twice, at once or never."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.payment import store as payments
from functions.payment import voids_store
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from functions.payment.provider import provider as payment_provider
from tests.workflows import bank
from tests.workflows.bank import CAPTURABLE, FAILED, heard, hold_of, meanwhile, tell
from tests.workflows.saga import ASKING_CARD, DECLINED_CARD, FORWARD, WAITING, WAY_BACK
from tests.world.world import PRICE, SKU, World

UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}


@pytest.fixture
def waiting(shop: World) -> str:
    """An order whose customer the bank wants to hear."""
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    assert shop.path(order_id) == WAITING
    return order_id


def recorded(order_id: str) -> State:
    payment = payments.load(order_id)
    assert payment is not None
    return payment.state


def entries(shop: World, order_id: str) -> list[str]:
    """What the ledger of the order's payment says, in order."""
    key = {"order_id": {"S": order_id}}
    item = shop.cloud.dynamodb.get_item(TableName=shop._table("Payments"), Key=key)["Item"]
    return [one["M"]["type"]["S"] for one in item["entries"]["L"]]


def calls(shop: World, name: str) -> int:
    """How often the webhook's function made this call."""
    return sum(one.calls.count(name) for one in shop.invocations("Webhook"))


def assert_cancelled(shop: World, order_id: str, reason: str = "payment-declined") -> None:
    assert shop.outcome(order_id) == ("CANCELLED", reason)
    assert shop.money_held(order_id) == 0
    assert shop.stock() == UNTOUCHED


def test_a_customer_who_approves_gets_the_order(shop: World, waiting: str) -> None:
    answer = tell(shop, bank.customer_answers(shop, waiting))
    shop.run_to_end()

    assert heard(answer)
    assert shop.path(waiting) == [*WAITING, "ConfirmOrder"]
    assert shop.outcome(waiting) == ("CONFIRMED", None)
    assert shop.money_held(waiting) == PRICE
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]


def test_a_customer_who_fails_at_the_bank_is_told_that_the_payment_was_declined(
    shop: World, waiting: str
) -> None:
    answer = tell(shop, bank.customer_answers(shop, waiting, "failure"), FAILED)
    shop.run_to_end()

    assert heard(answer)
    assert shop.path(waiting) == [*WAITING, *WAY_BACK]
    assert_cancelled(shop, waiting)
    assert [one.status for one in shop.holds(waiting)] == [HoldStatus.GONE]
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "DECLINED", "VOIDED"]


def test_the_customer_is_asked_only_as_long_as_the_answer_is_open(shop: World, waiting: str) -> None:
    owner = shop.order(waiting).owner
    asked = shop.api("GET", f"/orders/{waiting}", owner=owner).json["next_action"]

    bank.customer_answers(shop, waiting)
    tell(shop, hold_of(shop, waiting))
    shop.run_to_end()

    assert asked.keys() == {"type", "url", "client_secret"}
    assert shop.api("GET", f"/orders/{waiting}", owner=owner).json["next_action"] is None


def test_who_waits_for_the_order_hears_at_once_that_the_customer_must_act(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})

    answer = shop.checkout(owner, payment_method=ASKING_CARD, headers={"Prefer": "wait=10"})

    assert answer.status == 202
    assert answer.json["next_action"]["type"] == "authenticate"
    tell(shop, bank.customer_answers(shop, answer.json["order_id"]))
    shop.run_to_end()


def test_the_news_may_come_before_anybody_waits_for_it(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []

    def customer_is_quick() -> None:
        (order_id,) = shop.order_ids()
        told.append(tell(shop, bank.customer_answers(shop, order_id)))

    meanwhile(monkeypatch, payments, "keep_task_token", customer_is_quick)
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_end()

    assert [heard(one) for one in told] == [True]
    assert shop.path(order_id) == [*WAITING, "ConfirmOrder"]
    assert shop.outcome(order_id) == ("CONFIRMED", None)


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
        assert heard(tell(shop, bank.customer_answers(shop, order_id, outcome), news))

    meanwhile(monkeypatch, payments, "settle", customer_is_quicker)
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_end()

    assert shop.path(order_id) == path
    assert shop.outcome(order_id)[0] == status


def test_news_of_a_payment_that_is_about_to_be_recorded_by_its_own_step_changes_nothing(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def provider_is_quick() -> None:
        (order_id,) = shop.order_ids()
        assert heard(tell(shop, hold_of(shop, order_id)))

    meanwhile(monkeypatch, payments, "settle", provider_is_quick)
    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert entries(shop, order_id) == ["CONFIRMING", "AUTHORIZED"]


def test_news_that_never_come_are_asked_for_before_the_order_is_given_up(shop: World) -> None:
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()

    bank.customer_answers(shop, order_id)
    shop.run_to_end()

    assert shop.path(order_id) == [*WAITING, "CheckPayment", "ConfirmOrder"]
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert entries(shop, order_id) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]
    assert shop.money_held(order_id) == PRICE


def test_a_failure_at_the_bank_that_nobody_told_of_is_a_payment_declined(shop: World) -> None:
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()

    bank.customer_answers(shop, order_id, "failure")
    shop.run_to_end()

    assert shop.path(order_id) == [*WAITING, "CheckPayment", *WAY_BACK]
    assert_cancelled(shop, order_id)
    assert entries(shop, order_id) == ["CONFIRMING", "ACTION_REQUIRED", "DECLINED", "VOIDED"]


def test_a_success_after_the_time_was_up_is_voided(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Approved after the provider was asked and before the hold was cancelled; the news come last."""
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    meanwhile(monkeypatch, voids_store, "forbid", lambda: bank.customer_answers(shop, order_id) and None)

    shop.run_to_end()
    answer = tell(shop, hold_of(shop, order_id))

    assert heard(answer)
    (hold,) = shop.holds(order_id)
    assert (hold.status, hold.was_held) == (HoldStatus.GONE, True)
    assert_cancelled(shop, order_id)


def test_news_that_come_while_the_payment_is_being_voided_revive_nothing(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    told: list[Any] = []

    def approves_at_the_last_moment() -> None:
        told.append(tell(shop, bank.customer_answers(shop, order_id)))

    meanwhile(monkeypatch, payment_provider, "cancel_hold", approves_at_the_last_moment)
    shop.run_to_end()

    assert [heard(one) for one in told] == [True]
    assert recorded(order_id) is State.VOIDED
    assert entries(shop, order_id) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED", "VOIDED"]
    assert_cancelled(shop, order_id)


def test_news_read_before_a_void_and_acted_on_after_it_are_looked_at_again(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    shop.fault("CheckPayment", "before", times=7, error="ProviderUnavailable")
    hold = bank.customer_answers(shop, order_id)
    meanwhile(monkeypatch, payments, "load", shop.run_to_end)

    answer = tell(shop, hold)

    assert heard(answer)
    assert "REFUNDED" not in entries(shop, order_id)
    assert_cancelled(shop, order_id)


@pytest.mark.parametrize("kind", ["call_before", "call_after"])
def test_whoever_waits_is_told_again_until_it_arrived(shop: World, waiting: str, kind: str) -> None:
    hold = bank.customer_answers(shop, waiting)
    shop.fault("Webhook", kind, at="SendTaskSuccess", error="InternalServerError")

    refused = tell(shop, hold)
    answer = tell(shop, hold)
    shop.run_to_end()

    assert refused.status == 503
    assert heard(answer)
    assert shop.outcome(waiting) == ("CONFIRMED", None)
    assert entries(shop, waiting).count("AUTHORIZED") == 1


@pytest.mark.parametrize(
    "at", ["PutItem Idempotency", "read", "GetItem Payments", "UpdateItem Payments", "UpdateItem Idempotency"]
)
@pytest.mark.parametrize("kind", ["call_before", "call_after"])
def test_an_event_whose_handling_broke_is_delivered_again_and_handled(
    shop: World, waiting: str, at: str, kind: str
) -> None:
    hold = bank.customer_answers(shop, waiting)
    shop.fault("Webhook", kind, at=at, error="InternalServerError")

    assert tell(shop, hold).status == 503
    shop.time_passes(60)  # the function's own time: a record that was left in progress gives way
    assert heard(tell(shop, hold))

    shop.run_to_end()
    assert shop.outcome(waiting) == ("CONFIRMED", None)


def test_a_function_that_dies_while_it_handles_an_event_does_not_keep_it_from_being_handled(
    shop: World, waiting: str
) -> None:
    hold = bank.customer_answers(shop, waiting)
    held = shop.fault("Webhook", "hangs", at="UpdateItem Payments")

    assert tell(shop, hold).status == 502
    assert heard(tell(shop, hold))
    shop.run_to_end()
    held.release()

    assert shop.outcome(waiting) == ("CONFIRMED", None)
    assert entries(shop, waiting).count("AUTHORIZED") == 1


def test_a_hundred_deliveries_at_once_have_one_effect(shop: World, waiting: str) -> None:
    hold = bank.customer_answers(shop, waiting)
    told = bank.event(shop, hold.hold_id, CAPTURABLE)

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: bank.deliver(shop, told), range(100)))
    shop.run_to_end()

    assert all(heard(answer) for answer in answers)
    assert calls(shop, "read") == calls(shop, "SendTaskSuccess") == 1
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]
    assert shop.outcome(waiting) == ("CONFIRMED", None)


def test_the_same_news_under_another_id_change_nothing(shop: World, waiting: str) -> None:
    hold = bank.customer_answers(shop, waiting)
    told = bank.event(shop, hold.hold_id, CAPTURABLE)
    assert heard(bank.deliver(shop, told))
    shop.run_to_end()

    assert heard(bank.deliver(shop, told | {"id": "evt_other"}))

    assert calls(shop, "SendTaskSuccess") == 2
    assert entries(shop, waiting) == ["CONFIRMING", "ACTION_REQUIRED", "AUTHORIZED"]
    assert shop.outcome(waiting) == ("CONFIRMED", None)


def test_what_an_event_says_is_not_believed(shop: World, waiting: str) -> None:
    """Its copy may be stale, or of another API version."""
    hold = hold_of(shop, waiting)
    told = bank.event(shop, hold.hold_id, "payment_intent.requires_action")
    lie = {"id": hold.hold_id, "status": "requires_capture", "metadata": {}}

    assert heard(bank.deliver(shop, told | {"type": CAPTURABLE, "data": {"object": lie}}))

    assert recorded(waiting) is State.ACTION_REQUIRED
    assert heard(tell(shop, bank.customer_answers(shop, waiting)))
    shop.run_to_end()


def test_a_hold_that_was_cancelled_by_hand_ends_the_waiting(shop: World, waiting: str) -> None:
    hold = hold_of(shop, waiting)
    bank.merchant(shop).v1.payment_intents.cancel(hold.hold_id)

    assert heard(tell(shop, hold, "payment_intent.canceled"))
    shop.run_to_end()

    assert shop.path(waiting) == [*WAITING, *WAY_BACK]
    assert_cancelled(shop, waiting, "checkout-failed")
    assert entries(shop, waiting).count("VOIDED") == 1


@pytest.mark.parametrize("capture", ["manual", "automatic"])
def test_a_payment_that_turns_up_for_a_cancelled_order_is_undone_at_once(world: World, capture: str) -> None:
    world.sells(stock=0)
    order_id = world.places_order()
    world.run_to_end()
    late = bank.pays(world, order_id, capture_method=capture)
    news = CAPTURABLE if capture == "manual" else "payment_intent.succeeded"

    assert heard(bank.deliver(world, bank.event(world, late.id, news)))

    assert world.money_held(order_id) == 0
    assert entries(world, order_id) == ["VOIDED", "VOIDED" if capture == "manual" else "REFUNDED"]
    assert world.violations() == []


def test_a_second_payment_for_an_order_is_undone_and_the_first_one_stands(shop: World) -> None:
    order_id = shop.places_order()
    shop.run_to_end()
    second = bank.pays(shop, order_id)

    assert heard(bank.deliver(shop, bank.event(shop, second.id, CAPTURABLE)))

    assert {one.status for one in shop.holds(order_id)} == {HoldStatus.HELD, HoldStatus.GONE}
    assert shop.money_held(order_id) == PRICE


def test_a_declined_payment_that_the_customer_confirms_with_another_card_is_undone_at_once(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def confirms_by_client_secret() -> None:
        hold = hold_of(shop, shop.order_ids()[0])
        bank.merchant(shop).v1.payment_intents.confirm(hold.hold_id, {"payment_method": "pm_card_visa"})
        assert heard(tell(shop, hold))
        assert shop.money_held(hold.order_id) == 0

    meanwhile(monkeypatch, voids_store, "forbid", confirms_by_client_secret)
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_end()

    assert_cancelled(shop, order_id)


@pytest.mark.parametrize("order_id", ["", "4711", "ord_" + "a" * 32])
def test_payments_of_others_in_the_same_account_are_left_alone(shop: World, order_id: str) -> None:
    theirs = bank.pays(shop, order_id or "none", metadata={"order_id": order_id} if order_id else {})
    told = bank.event(shop, theirs.id, CAPTURABLE)

    assert heard(bank.deliver(shop, told))

    holds = {one.hold_id: one.status for one in shop.provider_holds()}
    assert holds == {theirs.id: HoldStatus.HELD}
    bank.merchant(shop).v1.payment_intents.cancel(theirs.id)


def test_an_event_about_a_hold_that_our_key_does_not_know_is_acknowledged(shop: World) -> None:
    """Of the other mode, live or test, or of a connected account."""
    hold = {"id": "pi_of_the_other_mode", "object": "payment_intent", "metadata": {}}

    assert heard(bank.deliver(shop, {"id": "evt_1", "type": CAPTURABLE, "data": {"object": hold}}))
