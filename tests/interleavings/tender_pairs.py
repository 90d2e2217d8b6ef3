"""Pairs that meet at the credit that an order uses: holding it, spending it, giving it back, and a merge."""

from typing import Any

from functions.credit import store
from functions.credit.merge_accounts import merge_accounts
from harness.customers import PRICE
from harness.records import FULFILMENT, SKU
from harness.simulator.simulator import Simulator
from tests.interleavings.checkout_pairs import BOTH_WAYS, BY_CUSTOMER, CONFIRMED, FAILED, gives_up, runs_one
from tests.interleavings.credit_pairs import ADA, BOB
from tests.interleavings.fulfilment_pairs import COMPLETED
from tests.interleavings.pair import Facts, Pair, at_once, cancels, invokes, runs

CREDIT = 500
SHORT = ("CANCELLED", "credit-short")


def places(shop: Simulator, owner: str, amount: int = CREDIT, quantity: int = 1) -> str:
    """An order that uses so much credit; its id. Its execution has not begun."""
    shop.uses_credit(shop.fills_cart({SKU: quantity}, owner), amount)
    total = quantity * PRICE
    answer = shop.checkout(owner, total=total, to_pay=total - amount)
    assert answer.status == 202, answer
    return str(answer.json["order_id"])


def one_balance(shop: Simulator) -> Facts:
    """Two orders of people who are one by now, and credit for one of them."""
    shop.sells()
    orders = [places(shop, ADA), places(shop, BOB)]
    merges(shop, {})
    shop.loses_credit(ADA, CREDIT)
    return {"orders": orders}


def a_guests_order(shop: Simulator) -> Facts:
    shop.sells()
    return {"order": places(shop, BOB)}


def packed(shop: Simulator, owner: str = ADA) -> Facts:
    """An order that is paid in part by credit and packed in part; it stands before CompleteOrder."""
    shop.sells()
    order_id = places(shop, owner, 2 * PRICE + CREDIT, 3)
    shop.runs(order_id)
    shop.relays()
    shop.run_to_rest()
    assert shop.report(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}]).error is None
    event = shop.runs_until(order_id, "CompleteOrder", FULFILMENT)
    return {"order": order_id, "event": event}


def packed_by_a_guest(shop: Simulator) -> Facts:
    return packed(shop, BOB)


def packed_and_another(shop: Simulator) -> Facts:
    """A guest's, who is Ada by now; beside it Ada's, whose credit is held and which is about to be given
    up."""
    packed_order = packed(shop, BOB)["order"]
    merges(shop, {})
    order_id = places(shop, ADA)
    shop.runs_until(order_id, "AuthorizePayment")
    return {"packed": [packed_order], "order": order_id}


def merges(shop: Simulator, facts: Facts) -> None:
    merge_accounts(ADA, BOB)


def adds_up(*free: int) -> Any:
    """What is free for both together in the end; nothing is held."""

    def check(shop: Simulator, facts: Facts) -> list[str]:
        accounts = [store.load(owner) for owner in (ADA, BOB)]
        found, held = sum(one.balance for one in accounts), sum(one.held for one in accounts)
        wrong = [] if found in free else [f"{found} is free, not {free}"]
        return wrong + ([f"{held} is held by orders that are over"] if held else [])

    return check


def somebody_has_it(shop: Simulator, facts: Facts, _: Any) -> list[str]:
    ends = sorted(shop.outcome(name) for name in facts["orders"])
    return [] if ends == [SHORT, CONFIRMED] else [f"of two orders on one balance, {ends}"]


PAIRS = [
    Pair(
        "order || order, on one balance",
        one_balance,
        at_once({"order 1": runs_one(0), "order 2": runs_one(1)}),
        {CONFIRMED, SHORT},
        check=somebody_has_it,
        losses={"order 1": BOTH_WAYS},
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "order || merge",
        a_guests_order,
        at_once({"order": runs(), "merge": merges}),
        {CONFIRMED},
        losses={"order": BOTH_WAYS, "merge": BOTH_WAYS},
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "spend || merge",
        packed_by_a_guest,
        at_once({"CompleteOrder": runs(FULFILMENT), "merge": merges}),
        {COMPLETED},
        at_rest=adds_up(CREDIT),
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "spend || release, of one order",
        packed,
        at_once(
            {"CompleteOrder": invokes("CompleteOrder"), "way back": runs(FULFILMENT)},
            lambda shop, facts: gives_up(shop, facts, FULFILMENT, "AbandonFulfilment", "uncaptured"),
        ),
        {FAILED, COMPLETED},
        answers={"CompleteOrder": {"done", "OrderClosing", "HoldLost"}},
        at_rest=adds_up(CREDIT, 2 * PRICE + CREDIT),
        losses={"CompleteOrder": "dies", "way back": BOTH_WAYS},
        bound=2,
        bound_of_losses=1,
    ),
    Pair(
        "spend || release, of two orders",
        packed_and_another,
        at_once({"CompleteOrder": runs_one(0, "packed", FULFILMENT), "cancel": cancels}),
        {COMPLETED, BY_CUSTOMER},
        answers={"cancel": {200, 202}},
        at_rest=adds_up(2 * CREDIT),
        bound=2,
        bound_of_losses=1,
    ),
]
