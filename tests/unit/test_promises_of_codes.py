"""The audit sees each way in which a use of a code is held, or counted, otherwise than orders say."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.inventory.stock import Reservation, ReservationState, Units
from functions.inventory.uses import CustomerCount, CustomerUse, sku_of
from functions.order.lines import OrderLine
from functions.order.order import Head, Order, Reason, Status
from functions.pricing.shop import Use
from functions.shared.money import Money
from ops.promises_of_codes import broken_codes

AT = "2026-11-27T10:00:00.000Z"
PRICE = 1000
USES = (Use("FEW", in_all=True, most=2), Use("MANY", in_all=True))
FEW = CustomerUse("FEW", "ada", 2)
UNITS = tuple(Units(sku_of(use.code), 0, 1) for use in USES)


@dataclass
class Kept:
    orders: dict[str, Order]
    reservations: dict[str, Reservation]
    counts: list[CustomerCount]

    def broken(self) -> set[str]:
        found = broken_codes(self.orders, self.reservations, self.counts)
        return {one.partition(":")[0] for one in found}


Break = Callable[[Kept], Any]


def order(order_id: str, status: Status, **more: Any) -> Order:
    reason = Reason.CODE_USED_UP if status is Status.CANCELLED else None
    line = OrderLine("1", "pizza", "Pizza", {}, 1, Money(PRICE))
    given: dict[str, Any] = {"codes": ("FEW", "MANY"), "uses": USES} | more
    return Order(Head(order_id, status, 2, reason), "ada", (line,), Money(PRICE), AT, "pm", {}, "", **given)


def sound() -> Kept:
    """One order waits, one is completed, one is cancelled; one came without a code."""
    found = [
        order("waits", Status.PENDING),
        order("done", Status.COMPLETED),
        order("off", Status.CANCELLED),
        order("plain", Status.CONFIRMED, codes=(), uses=()),
    ]
    reserved = [
        Reservation("waits", ReservationState.HELD, UNITS, uses=(FEW,)),
        Reservation("done", ReservationState.SOLD, UNITS, uses=(FEW,)),
        Reservation("off", ReservationState.RELEASED, UNITS, uses=(FEW,)),
        Reservation("plain", ReservationState.SOLD, (Units("pizza", 0, 1),)),
    ]
    return Kept(
        {one.order_id: one for one in found},
        {one.order_id: one for one in reserved},
        [CustomerCount("FEW", "ada", 2)],
    )


def of(name: str, order_id: str, **changes: Any) -> Break:
    def change(kept: Kept) -> None:
        known = getattr(kept, name)
        known[order_id] = replace(known[order_id], **changes)

    return change


BROKEN: list[tuple[str, Break]] = [
    ("use of another code", of("orders", "waits", codes=("MANY",))),
    ("other uses held", of("reservations", "waits", units=UNITS[:1])),
    ("other uses held", of("reservations", "done", units=UNITS * 2)),
    ("other uses held", of("reservations", "done", units=(Units(UNITS[0].sku, 0, 2), UNITS[1]))),
    ("other uses held", of("reservations", "plain", units=UNITS)),
    ("other uses held", of("orders", "done", uses=USES[:1])),
    ("other uses counted", of("reservations", "waits", uses=())),
    ("other uses counted", of("reservations", "done", uses=(replace(FEW, customer="eve"),))),
    ("other uses counted", of("reservations", "plain", uses=(FEW,))),
    ("uses counted wrong", of("reservations", "off", state=ReservationState.SOLD)),
    ("uses counted wrong", of("reservations", "done", state=ReservationState.RELEASED)),
    ("uses counted wrong", lambda kept: kept.counts.clear()),
    ("uses counted wrong", lambda kept: kept.counts.append(CustomerCount("FEW", "eve", 1))),
    ("used too often", of("reservations", "off", state=ReservationState.HELD)),
]


def test_sound_orders_are_told_nothing_of() -> None:
    assert sound().broken() == set()


@pytest.mark.parametrize(("sentence", "breaks"), BROKEN)
def test_each_way_to_break_one_is_told(sentence: str, breaks: Break) -> None:
    kept = sound()
    breaks(kept)

    assert sentence in kept.broken()
