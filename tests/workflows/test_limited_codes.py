"""A code of which there are few uses: held with the units, sold with them, given back with them, and counted
for its customer."""

from collections.abc import Iterator

import pytest

from functions.cart import store as carts
from functions.catalog import store as catalog
from functions.inventory import known_levels
from functions.inventory import store as inventory
from functions.inventory.stock import Reservation
from functions.inventory.uses import CustomerUse, sku_of
from functions.shared import clock
from harness.api import Answer
from harness.customers import ASKING_CARD, DECLINED_CARD
from harness.moto.world import SKU, World
from harness.prices import FEW, TEN

CODE = sku_of(FEW.code)
GONE = (0, 2)


@pytest.fixture(autouse=True)
def prices(shop: World) -> Iterator[None]:
    shop.has_prices()
    yield
    catalog._cache.cache_clear()


def places(shop: World, owner: str | None = None, units: int = 1, **how: str) -> Answer:
    """A checkout by the code; its answer, and nothing of its saga yet."""
    owner = shop.fills_cart({SKU: units}, owner)
    return shop.checkout(owner, total=shop.enters_code(owner, FEW.code), **how)


def ordered(shop: World, **how: str) -> str:
    answer = places(shop, **how)
    shop.run_to_rest()
    return str(answer.json["order_id"])


def uses(shop: World) -> tuple[int, int]:
    """Those that are left, and those that are held or sold."""
    stock = shop.stock(CODE)
    return stock["available"], stock["held"] + stock["sold"]


def counted(shop: World, owner: str) -> int:
    return inventory.levels_and_uses([], owner, [FEW.code])[1].get(FEW.code, 0)


def reservation(order_id: str) -> Reservation:
    found = inventory.load_reservation(order_id)
    assert found is not None
    return found


def empties(shop: World, owner: str) -> None:
    """Whoever has bought and chosen more leaves nothing in the cart."""
    assert shop.api("DELETE", f"/cart/lines/{SKU}", owner=owner).status == 200


def packed(shop: World, order_id: str, **said: object) -> None:
    shop.relays()
    shop.run_to_rest()
    shop.reports(shop.offer(), **said)
    shop.run_to_rest()
    assert shop.order(order_id).head.ended


def test_what_is_held_has_its_name_in_the_reservation(shop: World) -> None:
    order_id = ordered(shop)
    owner = shop.order(order_id).owner
    assert {piece.sku for piece in reservation(order_id).units} == {SKU, CODE}
    assert reservation(order_id).uses == (CustomerUse(FEW.code, owner, 1),)
    assert (uses(shop), counted(shop, owner)) == ((1, 1), 1)


@pytest.mark.parametrize("card", [DECLINED_CARD, ASKING_CARD])
def test_a_checkout_that_fails_gives_it_back(shop: World, card: str) -> None:
    order_id = ordered(shop, payment_method=card)
    if card == ASKING_CARD:
        assert uses(shop) == (1, 1)
        shop.cancels(order_id)
        shop.run_to_rest()
    assert (uses(shop), counted(shop, shop.order(order_id).owner)) == ((2, 0), 0)


def test_an_order_that_the_shop_cannot_pack_gives_it_back(shop: World) -> None:
    order_id = ordered(shop)
    packed(shop, order_id, outcome="rejected")
    assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")
    assert (uses(shop), counted(shop, shop.order(order_id).owner)) == ((2, 0), 0)


def test_packing_in_part_and_a_return_keep_it(shop: World) -> None:
    order_id = str(places(shop, units=3).json["order_id"])
    shop.run_to_rest()
    packed(shop, order_id, lines=[{"line_id": SKU, "quantity": 2}])
    order = shop.order(order_id)
    shop.takes_back(shop.requested(order, {SKU: 2}))
    assert (uses(shop), counted(shop, order.owner)) == ((1, 1), 1)


def test_the_same_customer_finds_it_used_up(shop: World) -> None:
    owner = shop.order(ordered(shop)).owner
    shop.fills_cart({SKU: 1}, owner)
    refused = shop.api("PUT", f"/cart/codes/{FEW.code}", owner=owner)
    said = (refused.status, refused.problem, refused.json["why"])
    assert said == (422, "code-not-applicable", "used-up")
    empties(shop, owner)


def test_everybody_else_finds_it_used_up_once_all_uses_are_gone(shop: World) -> None:
    ordered(shop), ordered(shop)
    assert uses(shop) == GONE
    refused = shop.api("PUT", f"/cart/codes/{FEW.code}", owner=shop.fills_cart({SKU: 1}))
    assert (refused.status, refused.json["why"]) == (422, "used-up")


def test_a_cart_whose_code_is_used_up_says_so_and_can_be_paid_without_it(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    less = shop.enters_code(owner, FEW.code)
    shop.leaves(0, CODE)
    cart = shop.api("GET", "/cart", owner=owner).json
    (code,) = cart["codes"]
    assert (code["code"], code["applied"], code["takes_off"]["amount"], code["why"]) == (
        FEW.code,
        False,
        0,
        "used-up",
    )
    assert cart["total"]["amount"] > less
    answer = shop.checkout(owner, total=cart["total"]["amount"])
    assert answer.status == 202
    order = shop.order(answer.json["order_id"])
    assert (order.codes, order.uses) == ((), ())
    shop.run_to_rest()


def test_a_cart_that_costs_the_same_by_another_code_is_paid_by_that_one(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    shop.enters_code(owner, FEW.code)
    shop.leaves(0, CODE)
    answer = shop.checkout(owner, total=shop.enters_code(owner, TEN.code))
    assert answer.status == 202
    order = shop.order(answer.json["order_id"])
    assert (order.codes, order.uses) == ((TEN.code,), ())
    shop.run_to_rest()


def test_a_code_that_stands_in_the_cart_may_be_entered_again_whatever_became_of_it(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    shop.enters_code(owner, FEW.code)
    shop.leaves(0, CODE)
    again = shop.api("PUT", f"/cart/codes/{FEW.code}", owner=owner)
    assert (again.status, [code["why"] for code in again.json["codes"]]) == (200, ["used-up"])


def test_the_door_refuses_who_counts_on_it(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    total = shop.enters_code(owner, FEW.code)
    shop.leaves(0, CODE)
    known_levels._copies.clear()
    answer = shop.checkout(owner, total=total)
    assert (answer.status, answer.problem, answer.json["codes"]) == (409, "code-used-up", [FEW.code])
    assert shop.orders() == []


def test_who_is_late_is_told_by_the_order_and_by_repeats_alike(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    total = shop.enters_code(owner, FEW.code)
    shop.sells_out(CODE)
    order_id = shop.checkout(owner, total=total, key="once").json["order_id"]
    shop.run_to_rest()
    assert shop.outcome(order_id) == ("CANCELLED", "code-used-up")
    again = shop.checkout(owner, total=total, key="once")
    assert (again.status, again.problem) == (409, "code-used-up")
    assert (again.json["order_id"], again.json["codes"]) == (order_id, [FEW.code])
    assert shop.holds(order_id) == []


def enters_again(shop: World) -> tuple[str, int]:
    """A customer who has had the code, and whose cart has it once more: it was entered before, in a cart that
    the order did not claim. Who, and what the order came to."""
    first = shop.order(ordered(shop))
    shop.fills_cart({SKU: 1}, first.owner)
    seen = carts.load(first.owner, clock.now())
    carts.save(seen.with_code(FEW.code), seen, clock.now())
    return first.owner, first.total.amount


def test_who_has_had_all_of_theirs_is_told_the_same(shop: World) -> None:
    owner, total = enters_again(shop)
    order_id = shop.checkout(owner, total=total).json["order_id"]
    shop.run_to_rest()
    assert shop.outcome(order_id) == ("CANCELLED", "code-used-up")
    assert shop.order(order_id).short == {CODE: 0}
    assert (uses(shop), counted(shop, owner)) == ((1, 1), 1)
    empties(shop, owner)


def test_where_goods_are_missing_too_the_order_is_out_of_stock(shop: World) -> None:
    owner, total = enters_again(shop)
    shop.sells_out()
    order_id = shop.checkout(owner, total=total).json["order_id"]
    shop.run_to_rest()
    assert shop.outcome(order_id) == ("CANCELLED", "out-of-stock")
    assert shop.order(order_id).short[SKU] == 0
    assert (uses(shop), counted(shop, owner)) == ((1, 1), 1)
    empties(shop, owner)
