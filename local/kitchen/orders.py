"""What the kitchen is told to do, and when each order's next answer is due. Pure: no queues, no clock.

What is packed stands on the counter until its last word comes: handed over or put back, and never before.
"""

from collections import deque
from dataclasses import dataclass, field
from math import inf
from typing import Any

BAKES_SECONDS = 3.0
LATE_BY_SECONDS = 2.0
SIGN_SECONDS = 15.0
"""So often a busy kitchen says that it is at work: much less than the brisk patience with its silence."""
REMEMBERED = 10_000
MOST_ORDERS = 10_000
PACK, HAND_OVER, PUT_BACK = "pack", "hand_over", "put_back"
PLANS = ("pack", "reject", "partial", "hold", "late")

Work = dict[str, Any]
Answer = dict[str, Any]


class BadPlan(Exception):
    """The kitchen cannot be told this; the message says what to change."""


@dataclass(frozen=True)
class Plan:
    """What to do with the next `times` orders; after them the kitchen packs again."""

    next: str = "pack"
    times: int = 0

    @classmethod
    def read(cls, told: Any) -> "Plan":
        """`{"next": "pack"|"reject"|"partial"|"hold"|"late", "times": N}`. Raises BadPlan."""
        if not isinstance(told, dict) or set(told) - {"next", "times"}:
            raise BadPlan('Send a JSON object like {"next": "reject", "times": 1}.')
        wanted, times = told.get("next"), told.get("times", 1)
        if wanted not in PLANS:
            raise BadPlan(f"Set next to one of {', '.join(PLANS)}.")
        if type(times) is not int or not 1 <= times <= MOST_ORDERS:
            raise BadPlan(f"Set times to a whole number from 1 to {MOST_ORDERS}.")
        return cls(wanted, times)


@dataclass
class Order:
    """One that the kitchen has in hand; `due` is when its answer goes out (Unix seconds): never for one that
    is held, and for a late one once it is given up. `receipt` returns its message."""

    work: Work
    plan: str
    due: float
    receipt: str

    @property
    def soon(self) -> bool:
        """Should the kitchen burn down before it is handed over, the offer is to come again."""
        return self.plan not in ("hold", "late")


@dataclass
class Kitchen:
    """`takes` each offer once, however often it is made; `ready` packs what is due; `hears` its last word.

    `in_hand` and `counter` (what is packed and waits for its last word) are by order; `handed_over` and
    `put_back` are the ids of the last ten thousand."""

    plan: Plan = field(default_factory=Plan)
    in_hand: dict[str, Order] = field(default_factory=dict)
    counter: dict[str, Order] = field(default_factory=dict)
    handed_over: "deque[str]" = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    put_back: "deque[str]" = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    signs_from: float = 0.0

    def tell(self, plan: Plan) -> None:
        self.plan = plan

    def takes(self, work: Work, receipt: str, now: float) -> Order | None:
        """The order as it will be worked on; None if it is in hand already."""
        order_id = work["order_id"]
        if order_id in self.in_hand:
            self.in_hand[order_id].receipt = receipt
            return None
        plan = self._next_plan()
        order = Order(work, plan, inf, receipt)
        if order.soon:
            order.due = now + BAKES_SECONDS
        self.in_hand[order_id] = order
        return order

    def ready(self, now: float) -> list[Order]:
        """Orders whose answer is due; what is packed of them stands on the counter from now on."""
        done = [self.in_hand.pop(key) for key, one in list(self.in_hand.items()) if one.due <= now]
        self.counter |= {one.work["order_id"]: one for one in done if one.plan != "reject"}
        return done

    def hears(self, word: Work, now: float) -> None:
        """The last word on an order, which may come twice: nothing else lets a parcel leave the counter. Who
        is late packs what it is told to put back, and is told again."""
        order_id = word["order_id"]
        order = self.in_hand.get(order_id)
        if word["type"] == PUT_BACK and order is not None and order.plan == "late":
            order.due = min(order.due, now + LATE_BY_SECONDS)
            return
        self.in_hand.pop(order_id, None)
        self.counter.pop(order_id, None)
        done = self.handed_over if word["type"] == HAND_OVER else self.put_back
        if order_id not in done:
            done.append(order_id)

    def sign(self, now: float) -> Order | None:
        """An order about which to say that somebody is at work, if it is time to say so: one for all."""
        baking = next((one for one in self.in_hand.values() if one.soon), None)
        if baking is None or now < self.signs_from:
            return None
        self.signs_from = now + SIGN_SECONDS
        return baking

    def _next_plan(self) -> str:
        if self.plan.times == 0:
            return "pack"
        told = self.plan.next
        left = self.plan.times - 1
        self.plan = Plan(told, left) if left else Plan()
        return told


def accepted(order: Order) -> Answer:
    return {"callback_id": order.work["callback_id"], "outcome": "accepted"}


def finished(order: Order) -> Answer:
    answer = {"callback_id": order.work["callback_id"]}
    if order.plan == "reject":
        return answer | {"outcome": "rejected", "why": "the oven is cold"}
    if order.plan == "partial":
        return answer | {"outcome": "packed", "lines": _all_but_one(order.work["items"])}
    return answer | {"outcome": "packed"}


def _all_but_one(items: list[Work]) -> list[dict[str, Any]]:
    """The last unit of the last line is missing; of a single unit nothing is left, which is a rejection."""
    lines = [{"line_id": item["line_id"], "quantity": item["quantity"]} for item in items]
    lines[-1]["quantity"] -= 1
    return lines
