"""Pairs that meet around a checkout: stock, the fence, the pivot, and placing."""

from dataclasses import replace
from typing import Any

from functions.inventory.receive_stock import set_shards
from functions.inventory.stock import first_choice
from functions.inventory.writes import shift
from functions.shared import ids
from functions.shared.table import transact
from harness.api import Answer
from harness.records import CHECKOUT, SKU
from harness.simulator.simulator import Simulator
from tests.interleavings.pair import (
    Does,
    Facts,
    Pair,
    Results,
    Works,
    at_once,
    cancels,
    heard,
    invokes,
    runs,
)

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


def gives_up(
    shop: Simulator,
    facts: Facts,
    machine: str = CHECKOUT,
    fence: str = "AbandonOrder",
    caught: str = "failure",
) -> None:
    """The step that the execution stands before has timed out for the last time: the way back begins."""
    one = shop.execution(facts["order"], machine)
    given = one.given | {caught: {"Error": "Sandbox.Timedout", "Cause": ""}}
    shop.machines.executions[machine, one.name] = replace(one, state=fence, given=given, tries={})


def ghost(step: str) -> Works:
    """An invocation whose machine has given it up, and the way back that began meanwhile."""
    return at_once({step: invokes(step), "way back": runs()}, gives_up)


def two_orders(first: int, second: int, **selling: int) -> Any:
    def given(shop: Simulator) -> Facts:
        shop.sells(**selling)
        orders = [shop.places_order(quantity=units) for units in (first, second)]
        return {"orders": orders, "events": [shop.execution(one).given for one in orders]}

    return given


def runs_one(number: int, of: str = "orders", machine: str = CHECKOUT) -> Does:
    """The execution of one of several (the first: 0) goes on."""
    return lambda shop, facts: shop.runs(facts[of][number], machine)


BOTH_RESERVE = at_once({"order 1": runs_one(0), "order 2": runs_one(1)})


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
    """One unit, which lies in the other shard than the order tries first. Somebody will bring the stock
    together while the order looks for it: it is there at every moment."""
    shop.sells(stock=1, shards=2)
    transact([shift(SKU, 0, -1), shift(SKU, 1, 1)])
    owners = (f"own_{number}" for number in range(50))
    owner = next(one for one in owners if first_choice(ids.order_id(one, "k"), SKU, 2) == 0)
    shop.fills_cart({SKU: 1}, owner)
    return {"order": shop.checkout(owner, key="k").json["order_id"]}


def a_full_cart(shop: Simulator) -> Facts:
    shop.sells()
    return {"owner": shop.fills_cart({SKU: 1})}


def places(owner: str, key: str) -> Does:
    return lambda shop, facts: shop.checkout(facts[owner], key=key)


def placing(one: str, other: str) -> Works:
    return at_once({"place 1": places("owner", one), "place 2": places("owner", other)})


def one_order(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Both callers were told of one order."""
    told = {actor.result.json.get("order_id") for actor in results.values() if heard(actor) != 503}
    count = len(shop.orders())
    return [] if count == 1 and len(told) == 1 else [f"{count} orders; {len(told)} were told of"]


def asks_again(shop: Simulator, facts: Facts) -> None:
    """Whoever heard nothing asks again, with the same key, and hears of the order."""
    shop.time_passes(120)
    answer = shop.checkout(facts["owner"], key="k")
    assert answer.status in (201, 202, 409), answer


def the_last_unit(shop: Simulator) -> Facts:
    shop.sells(stock=1)
    return {"owner": shop.fills_cart({SKU: 1})}


def buys(shop: Simulator, facts: Facts) -> Answer:
    """Places the order and holds its units."""
    answer = shop.checkout(facts["owner"], key="k1")
    if answer.status == 202:
        shop.runs(answer.json["order_id"])
    return answer


def buying_and_placing(key: str) -> Works:
    return at_once({"buy": buys, "place": places("owner", key)})


def nobody_is_told_of_missing_units(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """The units that are missing are those that the customer's own order took."""
    told = [name for name, actor in results.items() if actor.result.problem == "out-of-stock"]
    return [f"{name} was told that its own units are missing" for name in told]


def one_is_answered_first(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    """Of two who heard of one order, exactly the one who placed it hears no repetition."""
    headers = [actor.result.headers for actor in results.values() if heard(actor) in (201, 202)]
    first = sum("idempotent-replayed" not in one for one in headers)
    wrong = [] if first == 1 else [f"{first} of {len(headers)} answers repeat nothing"]
    return wrong + nobody_is_told_of_missing_units(shop, facts, results)


def the_last_unit_is_given_back(shop: Simulator) -> Facts:
    """An order that was declined holds it; somebody else wants it."""
    shop.sells(stock=1)
    order_id = shop.places_order("pm_card_visa_chargeDeclined")
    shop.runs_until(order_id, "AbandonOrder")
    return {"order": order_id, "owner": shop.fills_cart({SKU: 1})}


def has_it_at_last(shop: Simulator, facts: Facts) -> None:
    """Who was refused kept the key, and has the unit once it is back."""
    shop.time_passes(120)
    answer = shop.checkout(facts["owner"], key="k")
    assert answer.status in (201, 202), answer


def guest_logs_in(shop: Simulator) -> Facts:
    shop.sells()
    tokens = [shop.api("POST", "/sessions").json for _ in range(2)]
    mine, guest = (one["owner"] for one in tokens)
    shop.fills_cart({SKU: 1}, guest)
    return {"mine": mine, "guest": guest, "token": tokens[1]["token"]}


def merges_and_places(shop: Simulator, facts: Facts) -> Answer:
    merged = shop.api("POST", "/cart/merge", {"token": facts["token"]}, owner=facts["mine"])
    assert merged.status in (200, 409), merged
    return shop.checkout(facts["mine"], key="mine")


def one_is_charged(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    orders = shop.orders()
    return [] if len(orders) == 1 else [f"{len(orders)} orders of one cart"]


PAIRS = [
    Pair(
        "reserve || the way back",
        before("ReserveStock"),
        ghost("ReserveStock"),
        {FAILED},
        answers={"ReserveStock": {"done", "OrderClosing"}},
        losses={"ReserveStock": "dies", "way back": BOTH_WAYS},
    ),
    Pair(
        "reserve || reserve, units for both over two shards",
        two_orders(1, 1, stock=2, shards=2),
        BOTH_RESERVE,
        {CONFIRMED},
        nobody_is_sent_away,
    ),
    Pair(
        "reserve || reserve, the last units over two shards",
        two_orders(2, 1, stock=2, shards=2),
        BOTH_RESERVE,
        {CONFIRMED, NO_STOCK},
        somebody_buys,
    ),
    Pair(
        "reserve || the stock is brought together",
        one_unit_left,
        at_once({"checkout": runs(), "one shard": lambda shop, facts: set_shards(SKU, 1)}),
        {CONFIRMED},
    ),
    Pair(
        "place || place, one key",
        a_full_cart,
        placing("k", "k"),
        {CONFIRMED},
        one_order,
        answers={"place 1": {202}, "place 2": {202}},
        then=asks_again,
        losses={"place 1": BOTH_WAYS},
    ),
    Pair(
        "place || place, two keys",
        a_full_cart,
        placing("k1", "k2"),
        {CONFIRMED},
        one_order,
        answers={"place 1": {202, 409}, "place 2": {202, 409}},
        losses={"place 1": BOTH_WAYS},
    ),
    Pair(
        "buy || place, one key, the last unit",
        the_last_unit,
        buying_and_placing("k1"),
        {CONFIRMED},
        one_is_answered_first,
        answers={"buy": {201, 202}, "place": {201, 202}},
    ),
    Pair(
        "buy || place, two keys, the last unit",
        the_last_unit,
        buying_and_placing("k2"),
        {CONFIRMED},
        nobody_is_told_of_missing_units,
        answers={"buy": {202, 409}, "place": {202, 409}},
    ),
    Pair(
        "place || the way back, the last unit",
        the_last_unit_is_given_back,
        at_once({"place": places("owner", "k"), "way back": runs()}),
        {CONFIRMED, DECLINED},
        answers={"place": {202, 409}},
        then=has_it_at_last,
        losses={"place": BOTH_WAYS},
    ),
    Pair(
        "place || merge, place",
        guest_logs_in,
        at_once({"guest places": places("guest", "guest"), "merge, place": merges_and_places}),
        {CONFIRMED},
        one_is_charged,
        answers={"guest places": {202, 409}, "merge, place": {202, 409}},
    ),
    Pair(
        "confirm || the way back",
        before("ConfirmOrder"),
        ghost("ConfirmOrder"),
        {CONFIRMED, FAILED},
        answers={"ConfirmOrder": {"done", "OrderClosing"}},
        losses={"ConfirmOrder": "dies", "way back": BOTH_WAYS},
    ),
    Pair(
        "confirm || the customer cancels",
        before("ConfirmOrder"),
        at_once({"checkout": runs(), "cancel": cancels}),
        {CONFIRMED, BY_CUSTOMER},
        answers={"cancel": {202, 200}},
        losses={"checkout": BOTH_WAYS, "cancel": BOTH_WAYS},
    ),
]
