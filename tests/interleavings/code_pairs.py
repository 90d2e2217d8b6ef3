"""Pairs that meet at the uses of a limited code: holding the last one, giving it back, and a file that is
loaded beside another, or beside an order."""

from dataclasses import replace

from functions.cart import store as carts
from functions.inventory.receive_stock import set_available
from functions.inventory.uses import sku_of
from functions.operator import journal_store
from functions.pricing import store as shop_file
from functions.shared import clock
from harness.prices import FEW, PRICES
from harness.records import FULFILMENT, SKU
from harness.simulator.settle import comes_to_rest
from harness.simulator.simulator import Simulator
from ops.load_shop import load_shop
from tests.interleavings.beside import Anything
from tests.interleavings.checkout_pairs import (
    BOTH_RESERVE,
    BOTH_WAYS,
    BY_CUSTOMER,
    CONFIRMED,
    FAILED,
    ghost,
    gives_up,
    runs_one,
)
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once, cancels, runs

CODE = sku_of(FEW.code)
USED_UP = ("CANCELLED", "code-used-up")
USES = FEW.uses or 0


def places(shop: Simulator, owner: str | None = None) -> str:
    """An order by the code; its id. Its execution has not begun."""
    owner = shop.fills_cart({SKU: 1}, owner)
    answer = shop.checkout(owner, total=shop.enters_code(owner, FEW.code))
    assert answer.status == 202, answer
    return str(answer.json["order_id"])


def last_use(shop: Simulator) -> Facts:
    """Two orders, which others have left one use for."""
    shop.sells()
    shop.has_prices()
    orders = [places(shop), places(shop)]
    set_available(CODE, 1, signed_by="test")
    return {"orders": orders}


def about_to_reserve(shop: Simulator) -> Facts:
    shop.sells()
    shop.has_prices()
    order_id = places(shop)
    return {"order": order_id, "event": shop.runs_until(order_id, "ReserveStock")}


def one_gives_back(shop: Simulator) -> Facts:
    """The order that has the last use is about to be given up; another wants it."""
    shop.sells()
    shop.has_prices()
    orders = [places(shop), places(shop)]
    set_available(CODE, 1, signed_by="test")
    shop.runs_until(orders[0], "AuthorizePayment")
    return {"order": orders[0], "orders": orders}


def nothing_loaded(shop: Simulator) -> Facts:
    shop.sells()
    return {}


def used_up_so_far(shop: Simulator) -> Facts:
    """The last use is held, and there are to be more; another order wants one."""
    facts = one_gives_back(shop)
    return {"orders": facts["orders"]}


def one_customers(shop: Simulator) -> Facts:
    """A customer's order is about to be given up, by whose code they have placed another."""
    shop.sells()
    shop.has_prices()
    first = places(shop)
    shop.runs(first)
    shop.relays()
    shop.run_to_rest()
    owner = shop.order(first).owner
    seen = carts.load(shop.fills_cart({SKU: 1}, owner), clock.now())
    carts.save(seen.with_code(FEW.code), seen, clock.now())
    answer = shop.checkout(owner, total=shop.order(first).total.amount)
    return {"order": first, "orders": [first, str(answer.json["order_id"])]}


def empties_cart(shop: Simulator, facts: Facts) -> None:
    """Once it is free: who has bought before leaves nothing in it."""
    comes_to_rest(shop)
    shop.api("DELETE", f"/cart/lines/{SKU}", owner=shop.order(facts["order"]).owner)


def loads(uses: int) -> Does:
    """The file, with so many uses of the code in all."""
    codes = tuple(replace(code, uses=uses) if code == FEW else code for code in PRICES.codes)

    def load(shop: Simulator, facts: Facts) -> None:
        load_shop(replace(PRICES, codes=codes), journal_store.signed("ops:bob", "december"))

    return load


def one_has_it(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    ends = sorted(shop.outcome(name) for name in facts["orders"])
    return [] if ends == [USED_UP, CONFIRMED] else [f"of two orders by the last use, {ends}"]


def received(uses: int) -> Does:
    """So many uses were received in all; that each is somewhere is audited."""

    def check(shop: Simulator, facts: Facts) -> list[str]:
        found = shop.stock(CODE)["received"]
        return [] if found == uses else [f"{uses} uses were to be received, not {found}"]

    return check


def kept(uses: int) -> Does:
    """The file says so many uses, and that many were received."""

    def check(shop: Simulator, facts: Facts) -> list[str]:
        said = [code.uses for code in shop_file.load().codes if code.code == FEW.code]
        wrong = [] if said == [uses] else [f"the file was to say {uses} uses, not {said}"]
        return [*received(uses)(shop, facts), *wrong]

    return check


PAIRS = [
    Pair(
        "order || order, by the last use",
        last_use,
        BOTH_RESERVE,
        {CONFIRMED, USED_UP},
        check=one_has_it,
        losses={"order 1": BOTH_WAYS},
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "reserve || fence, of a limited code",
        about_to_reserve,
        ghost("ReserveStock"),
        {FAILED},
        answers={"ReserveStock": {"done", "OrderClosing"}},
        at_rest=received(USES),
        losses={"ReserveStock": "dies", "way back": BOTH_WAYS},
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "order || cancel, of the last use",
        one_gives_back,
        at_once({"order": runs_one(1), "cancel": cancels}),
        {CONFIRMED, BY_CUSTOMER, USED_UP},
        answers={"cancel": {200, 202}},
        at_rest=received(1),
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "order || way back, by one customer",
        one_customers,
        at_once(
            {"order": runs_one(1), "way back": runs(FULFILMENT)},
            lambda shop, facts: gives_up(shop, facts, FULFILMENT, "AbandonFulfilment", "uncaptured"),
        ),
        {CONFIRMED, FAILED, USED_UP},
        then=empties_cart,
        at_rest=received(USES),
        losses={"way back": BOTH_WAYS},
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "load-shop || load-shop",
        nothing_loaded,
        at_once({"load 1": loads(USES), "load 2": loads(USES)}),
        set(),
        at_rest=kept(USES),
        losses={"load 1": "hears nothing"},
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "load-shop || load-shop, of more",
        nothing_loaded,
        at_once({"load 1": loads(USES), "load 2": loads(USES + 1)}),
        set(),
        answers={"load 1": Anything()},
        at_rest=kept(USES + 1),
        bound=2,
    ),
    Pair(
        "order || load-shop",
        used_up_so_far,
        at_once({"order": runs_one(1), "load": loads(USES)}),
        {CONFIRMED, USED_UP},
        at_rest=received(USES),
        losses={"order": BOTH_WAYS, "load": "hears nothing"},
        bound=2,
        bound_of_losses=1,
    ),
]
