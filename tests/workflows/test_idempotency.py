"""Repeats, double clicks, two tabs: one order, one charge."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.payment.hold import HoldStatus
from tests.workflows.saga import FORWARD
from tests.world.api import Answer
from tests.world.world import PRICE, SKU, World


def at_once(world: World, owner: str, keys: list[str]) -> list[Answer]:
    """One POST for each key, all side by side."""
    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(lambda key: world.checkout(owner, key=key), keys))


def orders_named(answers: list[Answer]) -> set[str]:
    return {answer.json["order_id"] for answer in answers}


def test_fifty_posts_with_one_key_are_one_order_and_one_authorization(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})

    answers = at_once(shop, owner, ["the-key"] * 50)
    shop.run_to_end()

    assert {answer.status for answer in answers} <= {201, 202}
    (order_id,) = orders_named(answers)
    assert shop.executions.count() == 1
    assert shop.path(order_id) == FORWARD
    assert len(shop.invocations("AuthorizePayment")) == 1
    assert [one.status for one in shop.provider_holds()] == [HoldStatus.HELD]
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}


def test_twenty_tabs_with_twenty_keys_are_one_order_and_nineteen_refusals(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})

    answers = at_once(shop, owner, [f"tab-{number}" for number in range(20)])
    shop.run_to_end()

    placed = [answer for answer in answers if answer.status in (201, 202)]
    refused = [answer for answer in answers if answer.status == 409]
    assert len(placed) == 1
    assert len(refused) == 19
    assert {answer.problem for answer in refused} <= {"checkout-in-progress", "cart-empty"}
    assert len(shop.provider_holds()) == 1
    assert shop.executions.count() == 1


def test_a_repeat_is_answered_by_the_state_of_its_order(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    first = shop.checkout(owner, key="again")
    shop.run_to_end()

    repeat = shop.checkout(owner, key="again")

    assert first.status == 202
    assert repeat.status == 201
    assert orders_named([first, repeat]) == {first.json["order_id"]}
    assert repeat.json["status"] == "CONFIRMED"
    assert shop.executions.count() == 1


def test_a_declined_order_says_so_to_every_repeat_and_leaves_the_cart_for_a_new_key(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    declined = shop.checkout(owner, key="first", payment_method="pm_card_visa_chargeDeclined")
    shop.run_to_end()

    repeat = shop.checkout(owner, key="first", payment_method="pm_card_visa_chargeDeclined")
    second = shop.checkout(owner, key="second")
    shop.run_to_end()

    assert (repeat.status, repeat.problem) == (402, "payment-declined")
    assert repeat.json["order_id"] == declined.json["order_id"]
    assert shop.outcome(second.json["order_id"]) == ("CONFIRMED", None)


def test_the_same_key_with_another_body_is_refused(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    shop.checkout(owner, key="mine")
    shop.run_to_end()

    other = shop.checkout(owner, key="mine", payment_method="pm_card_mastercard")

    assert other.status == 422


def test_two_owners_may_use_the_same_key(shop: World) -> None:
    answers = [shop.checkout(shop.fills_cart({SKU: 1}), key="same") for _ in range(2)]
    shop.run_to_end()

    assert len(orders_named(answers)) == 2


@pytest.mark.parametrize("shards", [1, 3])
def test_a_flash_sale_sells_every_unit_once_and_refuses_the_rest(world: World, shards: int) -> None:
    world.sells(stock=4, shards=shards)
    owners = [world.fills_cart({SKU: 1}) for _ in range(12)]

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(world.checkout, owners))
    world.run_to_end()

    outcomes = Counter(world.outcome(order_id) for order_id in orders_named(answers))
    assert outcomes == {("CONFIRMED", None): 4, ("CANCELLED", "out-of-stock"): 8}
    assert world.stock() == {"received": 4, "available": 0, "held": 0, "sold": 4}
    assert sum(one.holds for one in world.provider_holds()) == 4 * PRICE
    assert world.violations() == []


@pytest.mark.parametrize(
    "at", ["GetItem Carts", "TransactWriteItems", "StartExecution", "UpdateItem Idempotency"]
)
def test_a_repeat_finishes_what_a_process_left_when_it_died(shop: World, at: str) -> None:
    owner = shop.fills_cart({SKU: 1})
    died = shop.fault("Checkouts", "hangs", at=at)
    assert shop.checkout(owner, key="again").status == 502
    died.kill()

    repeat = shop.checkout(owner, key="again")
    shop.run_to_end()

    assert repeat.status in (201, 202)
    assert shop.outcome(repeat.json["order_id"]) == ("CONFIRMED", None)
    assert len(shop.provider_holds()) == 1


@pytest.mark.parametrize("at", ["TransactWriteItems", "StartExecution"])
def test_a_placing_that_lands_after_its_repeat_changes_nothing(shop: World, at: str) -> None:
    owner = shop.fills_cart({SKU: 1})
    late = shop.fault("Checkouts", "hangs", at=at)
    shop.checkout(owner, key="again")
    repeat = shop.checkout(owner, key="again")
    shop.run_to_end()

    late.release()
    shop.run_to_end()

    assert shop.outcome(repeat.json["order_id"]) == ("CONFIRMED", None)
    assert shop.executions.count() == 1
    assert len(shop.provider_holds()) == 1


@pytest.mark.parametrize("kind", ["call_before", "call_after"])
def test_an_order_whose_start_was_not_heard_of_is_started_once_by_its_repeat(shop: World, kind: str) -> None:
    owner = shop.fills_cart({SKU: 1})
    shop.fault("Checkouts", kind, at="StartExecution", error="ServiceUnavailable")
    first = shop.checkout(owner, key="again")

    repeat = shop.checkout(owner, key="again")
    shop.run_to_end()

    assert (first.status, first.problem) == (503, "try-again")
    assert repeat.status in (201, 202)
    assert shop.executions.count() == 1
    assert shop.outcome(repeat.json["order_id"]) == ("CONFIRMED", None)
