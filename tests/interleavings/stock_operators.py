"""Operators who change stock, beside each other and beside orders that take units and give them back: every
two, and every two commands beside an order."""

from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement

from harness.records import SKU
from harness.simulator.simulator import Simulator
from tests.interleavings import commands
from tests.interleavings.beside import Anything
from tests.interleavings.checkout_pairs import CONFIRMED, DECLINED
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once

UNITS = 2
THERE = 4
COMMANDS = {
    "set 5": ("set-stock", SKU, "5"),
    "set 9": ("set-stock", SKU, "9"),
    "count 9": ("count-stock", SKU, "9"),
    "one shard": ("set-shards", SKU, "1"),
    "three shards": ("set-shards", SKU, "3"),
}
ORDERS = ("buys", "gives back")
PAIR_BOUND, THREE_BOUND = 2, 1


def given(shop: Simulator) -> Facts:
    """Four units over two shards are there, and two that an order holds which will be declined."""
    shop.sells(stock=THERE + UNITS, shards=2)
    gives_back = shop.places_order("pm_card_visa_chargeDeclined", quantity=UNITS)
    shop.runs_until(gives_back, "AbandonOrder")
    return {"gives back": gives_back, "buys": shop.places_order(quantity=UNITS)}


def _does(name: str) -> Does:
    if name in ORDERS:
        return lambda shop, facts: shop.runs(facts[name])
    return lambda shop, facts: commands.run(*COMMANDS[name])


def _check(*names: str) -> Callable[[Simulator, Facts, Results], list[str]]:
    """What an operator has set holds as of a moment while the command ran; orders before and after that
    moment make it differ by what they took and gave back. What was counted does not differ by orders."""
    set_to = {int(COMMANDS[name][2]) for name in names if name.startswith("set")}
    counted = {int(COMMANDS[name][2]) for name in names if name.startswith("count")}
    starts = set_to if set_to or counted else {THERE}
    buys = {0, -UNITS} if "buys" in names else {0}
    gives = {0, UNITS} if "gives back" in names else {0}

    def check(shop: Simulator, facts: Facts, results: Results) -> list[str]:
        wrong = [
            f"{name} was answered {actor.error or actor.result}"
            for name, actor in results.items()
            if actor.error is not None or actor.result not in ("done", None)
        ]
        stock = shop.stock()
        available = stock["available"]
        if available + stock["held"] + stock["sold"] in counted:
            return wrong  # nothing is packed here, so all of it lies on the shelf
        allowed = {start + bought + given for start in starts for bought in buys for given in gives}
        return wrong + ([] if available in allowed else [f"{available} are available, not {sorted(allowed)}"])

    return check


def _then(shop: Simulator, facts: Facts) -> None:
    for name in ORDERS:
        shop.runs(facts[name])


def _at_rest(shop: Simulator, facts: Facts) -> list[str]:
    """No order is refused by an operator: there were units for it at every moment."""
    ends = {name: shop.outcome(facts[name]) for name in ORDERS}
    return [] if ends == {"buys": CONFIRMED, "gives back": DECLINED} else [f"the orders ended as {ends}"]


def pair(names: tuple[str, ...], bound: int | None) -> Pair:
    actors = {f"{name} {number}": _does(name) for number, name in enumerate(names, 1)}
    return Pair(
        name=f"stock: {' || '.join(names)}",
        given=given,
        works=at_once(actors),
        answers=dict.fromkeys(actors, Anything()),
        ends=Anything(),
        check=_check(*names),
        then=_then,
        at_rest=_at_rest,
        rest=Simulator.run_to_rest,
        bound=bound,
    )


def pairs() -> Iterator[Pair]:
    for two in combinations_with_replacement(COMMANDS, 2):
        yield pair(two, None)
    for name in COMMANDS:
        for order in ORDERS:
            yield pair((name, order), PAIR_BOUND)
    for two in combinations_with_replacement(COMMANDS, 2):
        for order in ORDERS:
            yield pair((*two, order), THREE_BOUND)
