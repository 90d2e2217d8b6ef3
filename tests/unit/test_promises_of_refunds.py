"""The audit sees each way in which a refund of an amount breaks a promise, and nothing in a sound one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.credit.account import Account, Entry, EntryType, place_of, place_of_refund
from functions.credit.whole_store import Credits
from functions.order.order import Order, Status
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import Payment, State
from functions.refunds.refund import AmountRefund, Stage, To
from functions.shared.money import Money
from ops.promises_of_charges import broken_charges
from ops.promises_of_credit import broken_credit
from ops.promises_of_refunds import broken_refunds
from ops.promises_of_returns import broken_promises
from tests.orders import line
from tests.orders import order as ordered

ORDER = "ord_" + "a" * 32
REFUND = "rfd_" + "a" * 32 + "_bcdefghi"
AT = "2026-11-27T10:00:00.000Z"
PAID = Payment(ORDER, State.CAPTURED, "pi_1", 1, amount=1800, captured=1800)
CLAIMED = replace(PAID, claims={REFUND: 300}, to_credit={REFUND: (200, True)})
"""Of an order of 1800: 300 went back to the card, and 200 became credit."""
GIVEN = AmountRefund(REFUND, ORDER, Stage.GIVEN_BACK, Money(500), 200, To.CARD, "cold", "op_ada", AT)
OWED = replace(GIVEN, stage=Stage.OWED)
CREDIT = Entry(EntryType.REFUND, 200, place_of_refund(REFUND), place_of("own_x"), AT)


def order(status: Status, **members: Any) -> Order:
    """Two pizzas of 9.00."""
    return ordered(line("a", 900, 2), order_id=ORDER, status=status, **members)


def money(
    refund: AmountRefund | None, payment: Payment, at_card: int = 300, shown: int = 300, credit: int = 200
) -> set[str]:
    """The promises broken. `at_card`: what the provider gave back, `shown`: what the order's log tells of it,
    `credit`: what the owner's account got of it."""
    status, units = Status.COMPLETED, {"a": 2}
    orders = {ORDER: order(status, delivered=units, charged=1800, refunded=shown)}
    hold = Hold("pi_1", ORDER, HoldStatus.TAKEN, Money(1800), 1800, at_card, False, True, "", None)
    refunds, payments = [refund] if refund else [], {ORDER: payment}
    entries = {"own_x": [replace(CREDIT, amount=credit)]} if credit else {}
    kept = Credits(accounts={"own_x": Account("own_x", credit)}, entries=entries)
    found = [
        *broken_refunds(orders, refunds, payments),
        *broken_charges(orders, payments, [hold], [], refunds, 50),
        *broken_promises(orders, [], refunds, {}, [hold], payments),
        *broken_credit(kept, payments.values()),
    ]
    return {one.partition(":")[0] for one in found}


def test_a_sound_refund_breaks_nothing() -> None:
    assert money(GIVEN, CLAIMED) == set()


@pytest.mark.parametrize("credited", [0, 200])
@pytest.mark.parametrize("at_card", [0, 300])
def test_a_refund_on_its_way_breaks_nothing(at_card: int, credited: int) -> None:
    on_its_way = replace(CLAIMED, to_credit={REFUND: (200, credited > 0)})
    assert money(OWED, on_its_way, at_card, shown=0, credit=credited) == set()


def test_what_was_given_by_other_ways_is_owed_no_more() -> None:
    stated = replace(CLAIMED, claims={REFUND: 0}, outside={REFUND: 300})
    assert money(GIVEN, stated, at_card=0, shown=0) == set()


BROKEN: list[tuple[str, Callable[[], set[str]]]] = [
    ("returned but not refunded", lambda: money(GIVEN, CLAIMED, at_card=0)),
    ("refunded without a return", lambda: money(GIVEN, CLAIMED, at_card=600)),
    ("kept otherwise than shown", lambda: money(GIVEN, CLAIMED, shown=0)),
    ("credit given wrong", lambda: money(GIVEN, CLAIMED, credit=0)),
    ("credit given wrong", lambda: money(GIVEN, CLAIMED, credit=400)),
    ("credit given wrong", lambda: money(OWED, replace(CLAIMED, to_credit={REFUND: (200, False)}))),
    ("refund without its credit", lambda: money(GIVEN, replace(CLAIMED, to_credit={REFUND: (200, False)}))),
    ("refund split otherwise", lambda: money(GIVEN, replace(CLAIMED, to_credit={REFUND: (100, True)}))),
    ("refund of another amount", lambda: money(GIVEN, replace(CLAIMED, claims={REFUND: 400}))),
    ("refund without a claim", lambda: money(GIVEN, PAID)),
    ("claim without a refund", lambda: money(None, CLAIMED)),
]


@pytest.mark.parametrize(("sentence", "breaks"), BROKEN)
def test_each_way_of_breaking_it_is_seen(sentence: str, breaks: Callable[[], set[str]]) -> None:
    assert sentence in breaks()


def test_a_refund_is_of_what_was_delivered() -> None:
    orders = {ORDER: order(Status.CANCELLED)}
    found = list(broken_refunds(orders, [GIVEN], {ORDER: CLAIMED}))
    assert found == [f"refund of what was not delivered: {REFUND}"]
