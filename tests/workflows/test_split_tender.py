"""Credit pays first and the card the rest: held beside the units, spent by the completion, given back by the
fences."""

from typing import Any

import pytest

from functions.credit import store as credit_store
from functions.credit.merge_accounts import merge_accounts
from functions.inventory import store as stock_store
from functions.inventory.stock import HeldCredit
from functions.payment import store as payment_store
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from harness import audit
from harness.api import Answer
from harness.customers import ASKING_CARD, DECLINED_CARD, FAILED
from harness.items import present
from harness.moto.world import PRICE, SKU, World
from tests.workflows.crediting import ADA, credit, entries

CREDIT = 500
BOB = "own_bob"


@pytest.fixture(autouse=True)
def every_cent_adds_up(shop: World) -> object:
    """After each test."""
    yield
    assert audit.violations() == []


def puts(
    shop: World, body: dict[str, Any], owner: str = ADA, headers: dict[str, str] | None = None
) -> Answer:
    return shop.api("PUT", "/cart/credit", body, headers, owner=owner)


def cart(shop: World, owner: str = ADA) -> Any:
    return shop.api("GET", "/cart", owner=owner).json


def with_credit(shop: World, amount: int, *, quantity: int = 1, owner: str = ADA) -> str:
    """Who has so much credit, and uses all of it for these units."""
    shop.fills_cart({SKU: quantity}, owner)
    shop.uses_credit(owner, amount)
    return owner


def orders(shop: World, amount: int, *, quantity: int = 1, owner: str = ADA, **more: Any) -> str:
    with_credit(shop, amount, quantity=quantity, owner=owner)
    total = PRICE * quantity
    answer = shop.checkout(owner, total=total, to_pay=total - amount, **more)
    assert answer.status == 202, answer
    order_id: str = answer.json["order_id"]
    return order_id


def offered(shop: World, amount: int, **more: Any) -> tuple[str, dict[str, Any]]:
    order_id = orders(shop, amount, **more)
    shop.run_to_rest()
    shop.relays()
    shop.run_to_rest()
    return order_id, shop.offer()


def account(owner: str = ADA) -> tuple[int, int]:
    """What is free, and what is held."""
    found = credit_store.load(owner)
    return found.balance, found.held


def paid(shop: World, order_id: str) -> tuple[int, int]:
    """What the order shows as paid by the card, and by credit."""
    shown = shop.api("GET", f"/orders/{order_id}", owner=shop.order(order_id).owner).json
    return shown["charged"]["amount"], shown["credited"]["amount"]


def test_credit_is_held_with_the_units_and_the_card_holds_the_rest(shop: World) -> None:
    order_id = orders(shop, CREDIT)
    shop.run_to_rest()

    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert account() == (0, CREDIT)
    assert shop.hold(order_id).amount.amount == PRICE - CREDIT
    held = present(stock_store.load_reservation(order_id)).credit
    assert held == HeldCredit(ADA, CREDIT)


def test_what_was_packed_is_paid_by_credit_first(shop: World) -> None:
    order_id, work = offered(shop, CREDIT)
    shop.reports(work)
    shop.run_to_rest()

    assert paid(shop, order_id) == (PRICE - CREDIT, CREDIT)
    assert account() == (0, 0)
    assert entries(shop) == [("order", -CREDIT), ("grant", CREDIT)]
    assert credit(shop)["entries"][0]["order_id"] == order_id
    assert present(payment_store.load(order_id)).credited == CREDIT


def test_an_order_paid_by_credit_alone_asks_for_no_card(shop: World) -> None:
    order_id = orders(shop, PRICE, payment_method=None)
    shop.run_to_rest()
    shop.relays()
    shop.run_to_rest()
    shop.reports(shop.offer())
    shop.run_to_rest()

    assert shop.holds(order_id) == []
    assert present(payment_store.load(order_id)).state is State.NOT_NEEDED
    assert paid(shop, order_id) == (0, PRICE)


def test_packed_below_the_credit_the_card_is_let_go_and_the_rest_is_free(shop: World) -> None:
    used = 2 * PRICE + CREDIT
    order_id, work = offered(shop, used, quantity=3)
    shop.reports(work, lines=[{"line_id": SKU, "quantity": 2}])
    shop.run_to_rest()

    assert shop.outcome(order_id) == ("COMPLETED", None)
    assert paid(shop, order_id) == (0, 2 * PRICE)
    assert account() == (CREDIT, 0)
    assert shop.hold(order_id).status is HoldStatus.GONE
    assert present(payment_store.load(order_id)).state is State.RELEASED


def test_packed_above_the_credit_the_card_pays_the_difference(shop: World) -> None:
    order_id, work = offered(shop, CREDIT, quantity=3)
    shop.reports(work, lines=[{"line_id": SKU, "quantity": 1}])
    shop.run_to_rest()

    assert paid(shop, order_id) == (PRICE - CREDIT, CREDIT)
    assert account() == (0, 0)


def test_less_than_a_card_takes_beside_the_credit_is_forgone(shop: World) -> None:
    order_id, work = offered(shop, PRICE - 20, quantity=2)
    shop.reports(work, lines=[{"line_id": SKU, "quantity": 1}])
    shop.run_to_rest()

    assert paid(shop, order_id) == (0, PRICE - 20)
    assert present(payment_store.load(order_id)).forgone == 20


@pytest.mark.parametrize("card", [DECLINED_CARD, ASKING_CARD])
def test_a_card_that_is_declined_by_its_bank_or_there_gives_the_credit_back(shop: World, card: str) -> None:
    order_id = orders(shop, CREDIT, payment_method=card)
    shop.run_to_rest()
    if card == ASKING_CARD:
        shop.tells(shop.customer_answers(order_id, "failure"), FAILED)
    shop.run_to_end()

    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert account() == (CREDIT, 0)
    assert cart(shop)["credit"]["amount"] == CREDIT


def test_a_customer_who_cancels_has_the_credit_again_before_and_after_it_is_confirmed(shop: World) -> None:
    before = orders(shop, CREDIT)
    shop.cancels(before)
    shop.run_to_rest()
    assert account() == (CREDIT, 0)

    after, _ = offered(shop, CREDIT, owner=BOB)
    shop.cancels(after)
    shop.run_to_rest()
    assert account(BOB) == (CREDIT, 0)
    assert shop.outcome(after) == ("CANCELLED", "cancelled-by-customer")


def test_a_rejected_order_gives_the_credit_back(shop: World) -> None:
    order_id, work = offered(shop, CREDIT)
    shop.reports(work, "rejected", why="none left")
    shop.run_to_rest()

    assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")
    assert account() == (CREDIT, 0)


def test_what_comes_back_gives_the_card_no_more_than_it_paid(shop: World) -> None:
    order_id, work = offered(shop, CREDIT)
    shop.reports(work)
    shop.run_to_rest()
    return_id = shop.requested(shop.order(order_id))
    shop.takes_back(return_id)

    assert shop.refunded(order_id) == PRICE - CREDIT


def test_credit_that_is_gone_ends_the_order_and_a_repeat_says_so(shop: World) -> None:
    with_credit(shop, CREDIT)
    lost = shop.fault("Checkouts", "hangs", at="StartExecution")
    shop.checkout(ADA, to_pay=PRICE - CREDIT, key="mine")
    lost.kill()
    shop.loses_credit(ADA, CREDIT)
    shop.time_passes(2 * 3600)
    shop.sweep()
    shop.run_to_end()

    (order_id,) = shop.order_ids()
    assert shop.outcome(order_id) == ("CANCELLED", "credit-short")
    again = shop.checkout(ADA, to_pay=PRICE - CREDIT, key="mine")
    assert (again.status, again.problem) == (409, "credit-short")
    assert cart(shop)["checkout"] is None


def test_the_door_refuses_credit_that_is_not_there(shop: World) -> None:
    with_credit(shop, CREDIT)
    shop.loses_credit(ADA, 1)

    answer = shop.checkout(ADA, to_pay=PRICE - CREDIT)

    assert (answer.status, answer.problem) == (409, "credit-short")
    assert shop.order_ids() == []


def test_the_account_of_who_was_merged_meanwhile_pays(shop: World) -> None:
    with_credit(shop, CREDIT)
    died = shop.fault("Checkouts", "hangs", at="StartExecution")
    shop.checkout(ADA, to_pay=PRICE - CREDIT, key="one")
    died.kill()
    merge_accounts(BOB, ADA)
    answer = shop.checkout(ADA, to_pay=PRICE - CREDIT, key="one")
    assert answer.status == 202, answer
    shop.run_to_rest()

    order_id = answer.json["order_id"]
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert (account(ADA), account(BOB)) == ((0, 0), (0, CREDIT))


def test_what_a_merged_account_still_held_is_free_where_it_went(shop: World) -> None:
    used = 2 * PRICE + CREDIT
    order_id, work = offered(shop, used, quantity=3)
    merge_accounts(BOB, ADA)
    assert account(ADA) == (0, used)

    shop.reports(work, lines=[{"line_id": SKU, "quantity": 2}])
    shop.run_to_rest()

    assert paid(shop, order_id) == (0, 2 * PRICE)
    assert (account(ADA), account(BOB)) == ((0, 0), (CREDIT, 0))


def test_a_cart_uses_credit_until_it_is_confirmed(shop: World) -> None:
    with_credit(shop, CREDIT)
    shown = cart(shop)
    assert (shown["credit"]["amount"], shown["to_pay"]["amount"]) == (CREDIT, PRICE - CREDIT)

    placed = shop.checkout(ADA, to_pay=PRICE - CREDIT, payment_method=ASKING_CARD)
    shop.run_to_rest()
    assert puts(shop, {"all": True}).problem == "checkout-in-progress"
    shop.tells(shop.customer_answers(placed.json["order_id"]))
    shop.run_to_end()

    assert cart(shop)["credit"] is None


def test_all_credit_leaves_nothing_to_pay_or_what_a_card_takes(shop: World) -> None:
    shop.uses_credit(ADA, PRICE - 20)
    shop.fills_cart({SKU: 1}, ADA)

    assert puts(shop, {"all": True}).json["to_pay"]["amount"] == 50
    shop.uses_credit(ADA, PRICE)
    assert puts(shop, {"all": True}).json["to_pay"]["amount"] == 0
    assert shop.api("DELETE", "/cart/credit", owner=ADA).json["credit"] is None


@pytest.mark.parametrize(
    "body", [{"amount": CREDIT + 1}, {"amount": 0}, {}, {"amount": 1, "all": True}, {"all": False}]
)
def test_other_credit_is_refused(shop: World, body: dict[str, Any]) -> None:
    with_credit(shop, CREDIT)

    assert puts(shop, body).status == 422


def test_credit_counts_in_the_version(shop: World) -> None:
    with_credit(shop, CREDIT)
    version = cart(shop)["version"]

    assert puts(shop, {"amount": 1}, headers={"If-Match": f'"{version}"'}).json["version"] == version + 1
    assert puts(shop, {"amount": 2}, headers={"If-Match": f'"{version}"'}).status == 412


def test_what_is_left_to_pay_has_to_be_said_and_right(shop: World) -> None:
    with_credit(shop, CREDIT)

    unsaid = shop.checkout(ADA)
    assert (unsaid.status, unsaid.json["errors"][0]["field"]) == (422, "expected_to_pay")
    wrong = shop.checkout(ADA, to_pay=PRICE)
    assert (wrong.status, wrong.problem) == (409, "price-changed")
    assert wrong.json["to_pay"]["amount"] == PRICE - CREDIT
    short = shop.checkout(ADA, to_pay=PRICE - CREDIT, payment_method=None)
    assert (short.status, short.json["errors"][0]["field"]) == (422, "payment_method")
