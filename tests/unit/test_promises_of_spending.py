"""The audit sees each way in which credit is held, or spent, otherwise than orders say."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.credit.account import Account, Entry, EntryType, place_of, place_of_order
from functions.credit.whole_store import Credits
from functions.inventory.stock import HeldCredit, Reservation, ReservationState
from functions.order.lines import OrderLine
from functions.order.order import Head, Order, Reason, Status
from functions.payment.payment import Payment, State
from functions.shared.money import Money
from ops.promises_of_spending import broken_spending

AT = "2026-11-27T10:00:00.000Z"
PRICE, CREDIT = 1000, 300


@dataclass
class Kept:
    orders: dict[str, Order]
    payments: dict[str, Payment]
    reservations: dict[str, Reservation]
    credits: Credits

    def broken(self) -> set[str]:
        found = broken_spending(self.orders, self.payments, self.reservations, self.credits)
        return {one.partition(":")[0] for one in found}


Break = Callable[[Kept], Any]


def order(order_id: str, status: Status, **more: Any) -> Order:
    reason = Reason.CHECKOUT_FAILED if status is Status.CANCELLED else None
    line = OrderLine("1", "pizza", "Pizza", {}, 1, Money(PRICE))
    given: dict[str, Any] = {"credit": CREDIT} | more
    return Order(Head(order_id, status, 2, reason), "ada", (line,), Money(PRICE), AT, "pm", {}, "", **given)


def sound() -> Kept:
    """One order waits, one is confirmed, one is completed, one is cancelled; one used no credit."""
    spent = Entry(EntryType.ORDER, CREDIT, place_of("ada"), place_of_order("done"), AT, order_id="done")
    done = {"delivered": {"1": 1}, "charged": PRICE - CREDIT, "credited": CREDIT}
    held, sold = HeldCredit("ada", CREDIT), ReservationState.SOLD
    found = [
        order("waits", Status.PENDING),
        order("stands", Status.CONFIRMED),
        order("done", Status.COMPLETED, **done),
        order("off", Status.CANCELLED),
        order("plain", Status.CONFIRMED, credit=0),
    ]
    reserved = [
        Reservation("waits", ReservationState.HELD, (), credit=held),
        Reservation("stands", sold, (), credit=held),
        Reservation("done", sold, ()),
        Reservation("off", ReservationState.RELEASED, (), credit=held),
        Reservation("plain", sold, ()),
    ]
    return Kept(
        {one.order_id: one for one in found},
        {"done": Payment("done", State.CAPTURED, "pi", 1, credited=CREDIT)},
        {one.order_id: one for one in reserved},
        Credits(accounts={"ada": Account("ada", 50, 2 * CREDIT)}, entries={"ada": [spent]}),
    )


def of(name: str, order_id: str, **changes: Any) -> Break:
    def change(kept: Kept) -> None:
        known = getattr(kept, name)
        known[order_id] = replace(known[order_id], **changes)

    return change


def account(**changes: Any) -> Break:
    return lambda kept: kept.credits.accounts.update(ada=replace(kept.credits.accounts["ada"], **changes))


def entry(**changes: Any) -> Break:
    def change(kept: Kept) -> None:
        kept.credits.entries["ada"][0] = replace(kept.credits.entries["ada"][0], **changes)

    return change


MORE = HeldCredit("ada", CREDIT + 1)
BROKEN: list[tuple[str, Break]] = [
    ("credit held without a holder", account(held=CREDIT)),
    ("credit held without a holder", of("reservations", "off", state=ReservationState.SOLD)),
    ("credit held without a holder", of("reservations", "stands", credit=HeldCredit("bob", CREDIT))),
    ("credit held without a holder", of("reservations", "stands", state=ReservationState.RELEASED)),
    ("another credit held", of("reservations", "stands", credit=None)),
    ("another credit held", of("reservations", "waits", credit=MORE)),
    ("another credit held", of("reservations", "done", credit=HeldCredit("ada", CREDIT))),
    ("another credit held", of("reservations", "plain", credit=MORE)),
    ("more credit than the total", of("orders", "stands", credit=PRICE + 1)),
    ("more credit than the total", of("orders", "stands", credit=-1)),
    ("credit spent wrong", lambda kept: kept.credits.entries.clear()),
    ("credit spent wrong", lambda kept: kept.credits.entries["ada"].append(kept.credits.entries["ada"][0])),
    ("credit spent wrong", entry(amount=CREDIT - 1)),
    ("credit spent wrong", entry(target=place_of_order("off"))),
    ("shown as credited otherwise", of("orders", "done", credited=CREDIT - 1)),
    ("shown as credited otherwise", of("orders", "stands", credited=CREDIT)),
    ("shown as credited otherwise", of("orders", "done", delivered={})),
    ("recorded as credited otherwise", of("payments", "done", credited=0)),
    ("recorded as credited otherwise", lambda kept: kept.payments.clear()),
]


def test_sound_orders_are_told_nothing_of() -> None:
    assert sound().broken() == set()


@pytest.mark.parametrize(("sentence", "breaks"), BROKEN)
def test_each_way_to_break_one_is_told(sentence: str, breaks: Break) -> None:
    kept = sound()
    breaks(kept)

    assert sentence in kept.broken()
