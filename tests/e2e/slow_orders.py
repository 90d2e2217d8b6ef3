"""Orders that end by somebody's patience: begun when the shop opens, looked at when all else is done.

A fault and a kitchen's plan strike the next order, whoever's it is: each is spent before the next order is
begun, and all are before any test buys something. What these orders are of is bought by no test.
"""

from dataclasses import dataclass
from typing import Any

import requests

from tests.e2e.shop import ENDED, Buyer, Shop, merge

SLOW = {"sku": "quattro-formaggi", "options": {"size": "small"}, "quantity": 1}
ASKING_CARD = "pm_card_authenticationRequired"


@dataclass(frozen=True)
class Order:
    buyer: Buyer
    order_id: str


@dataclass(frozen=True)
class Asked:
    """A checkout about which the bank asks the customer: what was answered, and the order as it then was."""

    buyer: Buyer
    key: str
    total: dict[str, Any]
    answer: requests.Response
    order: dict[str, Any]

    def decided(self) -> requests.Response:
        return self.buyer.pay_until_decided(ASKING_CARD, key=self.key, total=self.total)


@dataclass(frozen=True)
class SlowOrders:
    """`packed_late`: after its hold on the card is over. `capture_unanswered`: it was made, its answer lost.
    `unheard`: the bank asks and nobody answers. `merging`: likewise, a guest's, whom `login` tried to become;
    `merged` is what that was answered."""

    packed_late: Order
    capture_unanswered: Order
    unheard: Asked
    merging: Asked
    login: Buyer
    merged: int


def begin(shop: Shop) -> SlowOrders:
    packed_late = _packed_late(shop)
    lost_answer = shop.fault("capture", "timeout_after")
    capture_unanswered = _bought(shop)
    unheard, merging, login = _asked(shop), _asked(shop), shop.buyer()
    merged = merge(login, merging.buyer)
    _await_spent(shop, lost_answer)
    return SlowOrders(packed_late, capture_unanswered, unheard, merging, login, merged)


def _packed_late(shop: Shop) -> Order:
    shop.kitchen("late")
    short_hold = shop.fault("confirm", "short_hold")
    order = _bought(shop)
    _await_spent(shop, short_hold)
    held = shop.patience.until(lambda: _held_or_ended(shop, order), f"{order.order_id} was never offered")
    if held in ENDED:
        shop.kitchen("pack")  # its short time was over before the kitchen had it: the plan was nobody's
    else:
        assert held == "late"
    return order


def _held_or_ended(shop: Shop, order: Order) -> str | None:
    """What the kitchen plans to do with it, or the status that it ended in."""
    held = shop.held(order.order_id)
    status: str = order.buyer.order(order.order_id)["status"]
    return held["plan"] if held else status if status in ENDED else None


def _bought(shop: Shop) -> Order:
    buyer = shop.buyer()
    return Order(buyer, buyer.buys(SLOW))


def _asked(shop: Shop) -> Asked:
    buyer = shop.buyer()
    total = buyer.put(SLOW)["total"]
    answer = buyer.pay_until_asked(ASKING_CARD, "3ds", total)
    return Asked(buyer, "3ds", total, answer, buyer.order(answer.json()["order_id"]))


def _await_spent(shop: Shop, fault_id: int) -> None:
    def spent() -> bool:
        faults = shop.ask("GET", "/sandbox/faults").json()["faults"]
        return not next(one for one in faults if one["id"] == fault_id)["pending"]

    shop.patience.until(spent, f"nothing ever suffered fault {fault_id}")
