"""What the kitchen is told to do, and when each order's next answer is due. Pure: no queues, no clock."""

from dataclasses import dataclass, field
from typing import Any

BAKES_SECONDS = 3.0
LATE_BY_SECONDS = 2.0
MOST_ORDERS = 10_000
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
    """One that the kitchen has in hand; `due` is when its answer goes out, or when it is forgotten (Unix
    seconds). `receipt` returns its message."""

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
    """`takes` each offer once, however often it is made; `ready` hands over what is due."""

    plan: Plan = field(default_factory=Plan)
    in_hand: dict[str, Order] = field(default_factory=dict)

    def tell(self, plan: Plan) -> None:
        self.plan = plan

    def takes(self, work: Work, receipt: str, now: float, pack_by: float) -> Order | None:
        """The order as it will be worked on; None if it is in hand already."""
        callback_id = work["callback_id"]
        if callback_id in self.in_hand:
            self.in_hand[callback_id].receipt = receipt
            return None
        plan = self._next_plan()
        soon = plan not in ("hold", "late")
        due = now + BAKES_SECONDS if soon else max(now, pack_by) + LATE_BY_SECONDS
        order = Order(work, plan, due, receipt)
        self.in_hand[callback_id] = order
        return order

    def ready(self, now: float) -> list[Order]:
        """Orders whose answer is due; they are in hand no more."""
        done = [key for key, one in self.in_hand.items() if one.due <= now]
        return [one for one in map(self.in_hand.pop, done) if one.plan != "hold"]

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
