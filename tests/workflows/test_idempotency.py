"""Repeats, double clicks, two tabs: one order, one charge."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.payment.hold import HoldStatus
from harness.api import Answer
from harness.moto.world import FORWARD, PRICE, SKU, World


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
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
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


@pytest.mark.parametrize("shards", [1, 3])
def test_a_flash_sale_sells_every_unit_once_and_refuses_the_rest(world: World, shards: int) -> None:
    world.sells(stock=4, shards=shards)
    owners = [world.fills_cart({SKU: 1}) for _ in range(12)]

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(world.checkout, owners))
    world.run_to_end()

    at_the_door = sum(answer.problem == "out-of-stock" for answer in answers)
    placed = [answer for answer in answers if answer.status in (201, 202)]
    outcomes = Counter(world.outcome(order_id) for order_id in orders_named(placed))
    assert outcomes.pop(("CONFIRMED", None)) == 4
    assert outcomes[("CANCELLED", "out-of-stock")] == outcomes.total() == 8 - at_the_door
    assert world.stock() == {"received": 4, "available": 0, "held": 0, "sold": 4}
    assert sum(one.holds for one in world.provider_holds()) == 4 * PRICE
    assert world.violations() == []
