"""Pairs that meet around a checkout: stock, the fence, the pivot, and placing."""

from dataclasses import replace
from typing import Any

from functions.inventory.receive_stock import set_shards
from functions.inventory.stock import first_choice
from functions.inventory.writes import shift
from functions.shared import ids
from functions.shared.table import transact
from harness.records import SKU
from harness.simulator.simulator import Simulator
from tests.interleavings.pair import Facts, Pair, Results, Work, heard

DECLINED = ("CANCELLED", "payment-declined")
CONFIRMED = ("CONFIRMED", None)
FAILED = ("CANCELLED", "checkout-failed")
BY_CUSTOMER = ("CANCELLED", "cancelled-by-customer")
NO_STOCK = ("CANCELLED", "out-of-stock")
BOTH_WAYS = "hears nothing, dies"


def before(state: str, *, method: str = "pm_card_visa", **selling: int) -> Any:
    """An order whose execution stands before `state`; the step's event is in `given`."""

    def given(shop: Simulator) -> Facts:
        shop.sells(**selling)
        order_id = shop.places_order(method)
        event = shop.runs_until(order_id, state)
        return {"order": order_id, "event": event}

    return given


def gives_up(shop: Simulator, facts: Facts) -> None:
    """The step that the execution stands before has timed out for the last time: the way back begins."""
    one = shop.execution(facts["order"])
    failure = {"Error": "Sandbox.Timedout", "Cause": ""}
    key = (one.machine, one.name)
    shop.machines.executions[key] = replace(
        one, state="AbandonOrder", given=one.given | {"failure": failure}, tries={}
    )


def ghost(step: str) -> Any:
    """An invocation whose machine has given it up, and the way back that began meanwhile."""

    def works(shop: Simulator, facts: Facts) -> dict[str, Work]:
        gives_up(shop, facts)
        return {
            step: lambda: shop.invoke(step, facts["event"]),
            "way back": lambda: shop.runs(facts["order"]),
        }

    return works


def two_orders(first: int, second: int, **selling: int) -> Any:
    def given(shop: Simulator) -> Facts:
        shop.sells(**selling)
        orders = [shop.places_order(quantity=units) for units in (first, second)]
        return {"orders": orders, "events": [shop.execution(one).given for one in orders]}

    return given


def both_reserve(shop: Simulator, facts: Facts) -> dict[str, Work]:
    return {
        f"order {number}": lambda name=name: shop.runs(name) for number, name in enumerate(facts["orders"], 1)
    }


def nobody_is_sent_away(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    return [
        f"{name} was sent away though there were units for both"
        for name in facts["orders"]
        if shop.outcome(name) != CONFIRMED
    ]


def somebody_buys(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    """Units for one are units for one: the other alone is sent away."""
    ends = sorted(shop.outcome(name)[0] for name in facts["orders"])
    return [] if ends == ["CANCELLED", "CONFIRMED"] else [f"of two buyers of the last units, {ends}"]


def one_unit_left(shop: Simulator) -> Facts:
    """One unit, which lies in the other shard than the order tries first."""
    shop.sells(stock=1, shards=2)
    transact([shift(SKU, 0, -1), shift(SKU, 1, 1)])
    owner = next(one for one in map("own_{}".format, range(50)) if _tries_first(one, "k") == 0)
    shop.fills_cart({SKU: 1}, owner)
    return {"order": shop.checkout(owner, key="k").json["order_id"]}


def _tries_first(owner: str, key: str) -> int:
    return first_choice(ids.order_id(owner, key), SKU, 2)


def reserving_and_moving(shop: Simulator, facts: Facts) -> dict[str, Work]:
    """Somebody brings the stock together while the order looks for its unit: it is there at every moment."""
    return {
        "checkout": lambda: shop.runs(facts["order"]),
        "one shard": lambda: set_shards(SKU, 1),
    }


def a_full_cart(shop: Simulator) -> Facts:
    shop.sells()
    return {"owner": shop.fills_cart({SKU: 1})}


def placing(*keys: str) -> Any:
    def works(shop: Simulator, facts: Facts) -> dict[str, Work]:
        return {
            f"place {number}": lambda key=key: shop.checkout(facts["owner"], key=key)
            for number, key in enumerate(keys, 1)
        }

    return works


def one_order(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Both callers were told of one order."""
    told = {actor.result.json.get("order_id") for actor in results.values() if heard(actor) != 503}
    count = len(shop.orders())
    return [] if count == 1 and len(told) == 1 else [f"{count} orders; {len(told)} were told of"]


def asks_again(*keys: str) -> Any:
    """Whoever heard nothing asks again, with the same key, and hears of the order."""

    def then(shop: Simulator, facts: Facts) -> None:
        shop.time_passes(120)
        for key in keys:
            answer = shop.checkout(facts["owner"], key=key)
            assert answer.status in (201, 202, 409), answer

    return then


def guest_logs_in(shop: Simulator) -> Facts:
    shop.sells()
    tokens = [shop.api("POST", "/sessions").json for _ in range(2)]
    mine, guest = (one["owner"] for one in tokens)
    shop.fills_cart({SKU: 1}, guest)
    return {"mine": mine, "guest": guest, "token": tokens[1]["token"]}


def merging_between(shop: Simulator, facts: Facts) -> dict[str, Work]:
    def logs_in_and_places() -> Any:
        merged = shop.api("POST", "/cart/merge", {"token": facts["token"]}, owner=facts["mine"])
        assert merged.status in (200, 409), merged
        return shop.checkout(facts["mine"], key="mine")

    return {
        "guest places": lambda: shop.checkout(facts["guest"], key="guest"),
        "merge, place": logs_in_and_places,
    }


def one_is_charged(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    orders = shop.orders()
    return [] if len(orders) == 1 else [f"{len(orders)} orders of one cart"]


PAIRS = [
    Pair(
        "reserve || the way back",
        before("ReserveStock"),
        ghost("ReserveStock"),
        {"ReserveStock": {"done", "OrderClosing"}},
        {FAILED},
        losses={"ReserveStock": "dies", "way back": BOTH_WAYS},
    ),
    Pair(
        "reserve || reserve, units for both over two shards",
        two_orders(1, 1, stock=2, shards=2),
        both_reserve,
        {},
        {CONFIRMED},
        nobody_is_sent_away,
    ),
    Pair(
        "reserve || reserve, the last units over two shards",
        two_orders(2, 1, stock=2, shards=2),
        both_reserve,
        {},
        {CONFIRMED, NO_STOCK},
        somebody_buys,
    ),
    Pair(
        "reserve || the stock is brought together",
        one_unit_left,
        reserving_and_moving,
        {},
        {CONFIRMED},
    ),
    Pair(
        "place || place, one key",
        a_full_cart,
        placing("k", "k"),
        {"place 1": {202}, "place 2": {202}},
        {CONFIRMED},
        one_order,
        then=asks_again("k"),
        losses={"place 1": BOTH_WAYS},
    ),
    Pair(
        "place || place, two keys",
        a_full_cart,
        placing("k1", "k2"),
        {"place 1": {202, 409}, "place 2": {202, 409}},
        {CONFIRMED},
        one_order,
        losses={"place 1": BOTH_WAYS},
    ),
    Pair(
        "place || merge, place",
        guest_logs_in,
        merging_between,
        {"guest places": {202, 409}, "merge, place": {202, 409}},
        {CONFIRMED},
        one_is_charged,
    ),
    Pair(
        "confirm || the way back",
        before("ConfirmOrder"),
        ghost("ConfirmOrder"),
        {"ConfirmOrder": {"done", "OrderClosing"}},
        {CONFIRMED, FAILED},
        losses={"ConfirmOrder": "dies", "way back": BOTH_WAYS},
    ),
    Pair(
        "confirm || the customer cancels",
        before("ConfirmOrder"),
        lambda shop, facts: {
            "checkout": lambda: shop.runs(facts["order"]),
            "cancel": lambda: shop.cancels(facts["order"]),
        },
        {"cancel": {202, 200}},
        {CONFIRMED, BY_CUSTOMER},
        losses={"checkout": BOTH_WAYS, "cancel": BOTH_WAYS},
    ),
]
