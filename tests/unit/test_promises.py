"""The audit sees: each way to break a promise is told, and a shop that keeps them all is told nothing. Every
suite believes it, so it is held here by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.fulfilment.fulfilment import Fulfilment, Instruction
from functions.inventory.stock import Reservation, ReservationState, Shard, Units
from functions.order.order import Order, Status
from functions.payment.disputes import Dispute, DisputeState
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import VOID, Payment, State
from functions.returns.returns import Grant, Inspection, InspectionResult, Return, Stage, Verdict
from functions.shared.money import Money
from ops.promises import Receipt, Snapshot, late, violations
from ops.promises_of_progress import overdue, still_open, untold
from tests.orders import line
from tests.orders import order as ordered

Break = Callable[[Snapshot], Snapshot]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOON, JUST_NOW, LONG_AGO = "2026-11-22T12:10:00.000Z", "2026-11-22T11:59:00.000Z", "2026-11-22T10:59:00.000Z"

TWO = Units("pizza", 0, 2)
ONE = Units("pizza", 0, 1)
GIFT = Units("gift", 0, 1)
PIZZA = line("b", 1760, 1, sku="pizza")


def order(order_id: str, status: Status, **members: Any) -> Order:
    """Two pizzas of 9.00."""
    pizzas = line("a", 900, 2, sku="pizza")
    return ordered(pizzas, order_id=order_id, status=status, version=2, owner="own_x", **members)


def hold(order_id: str, status: HoldStatus, captured: int = 0, refunded: int = 0) -> Hold:
    amount, held = Money(1800), status != HoldStatus.OPEN
    return Hold(f"pi_{order_id}", order_id, status, amount, captured, refunded, False, held, "", None)


def payment(order_id: str, state: State, captured: int = 0) -> Payment:
    return Payment(order_id, state, f"pi_{order_id}", 1, amount=1800, captured=captured)


def returned(stage: Stage, verdict: InspectionResult | None) -> Return:
    """One of the two pizzas of `back`."""
    decision = Inspection(Verdict(verdict), "", "") if verdict else None
    return Return("ret_1", "back", stage, "", {"a": 1}, Money(900), "", "", decision)


def offered(order_id: str, told: Instruction = Instruction.WAIT) -> Fulfilment:
    return Fulfilment(order_id, run=1, told=told)


def sound() -> Snapshot:
    """Of ten pizzas two are held for `waits`, two sold to `stands`, two to `done`, one to `back`, who had two
    and returned one; `off` was cancelled. The owner's cart is claimed by `waits`. `gift` costs nothing; of
    `part` so little was packed that no card takes it."""
    stood, held, sold = Status, ReservationState.HELD, ReservationState.SOLD
    orders = [
        order("waits", stood.PENDING),
        order("stands", stood.CONFIRMED),
        order("done", stood.COMPLETED, delivered={"a": 2}, charged=1800),
        order("back", stood.COMPLETED, delivered={"a": 2}, returned={"a": 1}, charged=1800, refunded=900),
        order("off", stood.CANCELLED),
        ordered(line("a", 0, 1, sku="gift"), order_id="gift", status=stood.CONFIRMED, owner="own_y"),
        ordered(
            *(line("a", 40, 1, sku="gift"), PIZZA),
            order_id="part",
            status=stood.COMPLETED,
            owner="own_y",
            delivered={"a": 1},
        ),
    ]
    payments = [
        payment("stands", State.AUTHORIZED),
        payment("done", State.CAPTURED, 1800),
        payment("back", State.CAPTURED, 1800),
        payment("off", State.VOIDED),
        replace(payment("gift", State.NOT_NEEDED), hold_id=None, amount=0),
        replace(payment("part", State.RELEASED), forgone=40),
    ]
    holds = [
        hold("stands", HoldStatus.HELD),
        hold("done", HoldStatus.TAKEN, 1800),
        hold("back", HoldStatus.TAKEN, 1800, 900),
        hold("off", HoldStatus.GONE),
        hold("part", HoldStatus.GONE),
    ]
    reservations = [
        Reservation("waits", held, (TWO,)),
        Reservation("stands", sold, (TWO,)),
        Reservation("done", sold, (TWO,)),
        Reservation("back", sold, (ONE,), frozenset({"ret_1"})),
        Reservation("off", ReservationState.RELEASED, ()),
        Reservation("gift", sold, (GIFT,)),
        Reservation("part", sold, (GIFT,)),
    ]
    return Snapshot(
        orders={one.order_id: one for one in orders},
        payments={one.order_id: one for one in payments},
        holds=holds,
        shards=[
            Shard("pizza", 0, available=3, held=2, sold=5, received=10),
            Shard("gift", 0, available=0, held=0, sold=2, received=2),
        ],
        reservations={one.order_id: one for one in reservations},
        receipts=[Receipt("pizza", 10), Receipt("gift", 2)],
        minimum=50,
        claims={"own_x": "waits"},
        returns=[returned(Stage.CLOSED, InspectionResult.ACCEPTED)],
        fulfilments={"stands": offered("stands"), "done": offered("done", Instruction.HAND_OVER)},
        due={"waits": SOON, "stands": SOON, "gift": SOON},
    )


def shelf(**counts: int) -> Break:
    return lambda shop: replace(shop, shards=[replace(shop.shards[0], **counts), *shop.shards[1:]])


def also(*holds: Hold) -> Break:
    return lambda shop: replace(shop, holds=[*shop.holds, *holds])


def charged(*holds: Hold) -> Break:
    """These instead of what the order had."""
    gone = {one.order_id for one in holds}
    return lambda shop: replace(
        shop, holds=[*(one for one in shop.holds if one.order_id not in gone), *holds]
    )


def an_order(order_id: str, status: Status, **members: Any) -> Break:
    return lambda shop: replace(shop, orders=shop.orders | {order_id: order(order_id, status, **members)})


def paid(order_id: str, state: State, captured: int = 0) -> Break:
    return lambda shop: replace(shop, payments=shop.payments | {order_id: payment(order_id, state, captured)})


def stated(order_id: str, amount: int) -> Break:
    """An operator stated to have given so much back by other ways."""
    return lambda shop: replace(
        shop, payments=shop.payments | {order_id: replace(shop.payments[order_id], outside={VOID: amount})}
    )


def shown(order_id: str, **members: int) -> Break:
    """What its owner is shown of its money."""
    return lambda shop: replace(
        shop, orders=shop.orders | {order_id: replace(shop.orders[order_id], **members)}
    )


def forgone(order_id: str, amount: int) -> Break:
    """So much of what was delivered was not charged; the order is worth that, or 40."""

    def change(shop: Snapshot) -> Snapshot:
        parcel = line("a", max(40, amount), 1, sku="pizza")
        order = replace(shop.orders[order_id], lines=(parcel, PIZZA))
        payment = replace(shop.payments[order_id], forgone=amount)
        return replace(
            shop, orders=shop.orders | {order_id: order}, payments=shop.payments | {order_id: payment}
        )

    return change


def reserved(order_id: str, **members: Any) -> Break:
    return lambda shop: replace(
        shop, reservations=shop.reservations | {order_id: replace(shop.reservations[order_id], **members)}
    )


def without(order_id: str, member: str) -> Break:
    def lost(shop: Snapshot) -> Snapshot:
        left = {name: one for name, one in getattr(shop, member).items() if name != order_id}
        return replace(shop, **{member: left})  # type: ignore[arg-type]

    return lost


def refunded_by_hand(told: dict[str, int], recorded: int) -> Break:
    """What the order tells of, and what the payment's record does; the provider knows of neither."""
    return lambda shop: replace(
        shop,
        orders=shop.orders | {"back": replace(shop.orders["back"], by_hand=told)},
        payments=shop.payments | {"back": replace(shop.payments["back"], by_hand=recorded)},
    )


LOST = Dispute("dp_1", 5, DisputeState.LOST, 5, "2026-11-26T12:00:00.000Z")
OPENED = replace(LOST, state=DisputeState.OPEN)


def disputed(listed: Dispute | None, recorded: Dispute | None, told: Dispute | None) -> Break:
    """What the provider lists, what is recorded, and what the order's log tells."""

    def broken(shop: Snapshot) -> Snapshot:
        done, paid = shop.orders["done"], shop.payments["done"]
        said = {"dp_1": {"state": told.state, "amount": told.amount, "taken": told.taken}} if told else {}
        recorded_as = {"dp_1": recorded} if recorded else {}
        return replace(
            shop,
            orders=shop.orders | {"done": replace(done, disputes=said)},
            payments=shop.payments | {"done": replace(paid, disputes=recorded_as)},
            disputes={"pi_done": {"dp_1": listed}} if listed else {},
        )

    return broken


def accepted_units(units: dict[str, int]) -> Break:
    """What the order counts, and no return says."""
    return lambda shop: replace(
        shop, orders=shop.orders | {"back": replace(shop.orders["back"], accepted=units)}
    )


def without_returns(shop: Snapshot) -> Snapshot:
    return replace(shop, returns=[])


def granted(amount: int, delivery: int = 0) -> Break:
    """What the one return gives back for its pizza."""

    def change(shop: Snapshot) -> Snapshot:
        grant = Grant(Money(amount), Money(900), Money(delivery))
        decision = Inspection(Verdict(InspectionResult.ACCEPTED, {"a": 1}), "", "", grant)
        return replace(shop, returns=[replace(returned(Stage.CLOSED, None), inspection=decision)])

    return lambda shop: accepted_units({"a": 1})(change(shop))


def came_back(stage: Stage, verdict: InspectionResult | None) -> Break:
    return lambda shop: replace(shop, returns=[returned(stage, verdict)])


def told(order_id: str, word: Instruction) -> Break:
    return lambda shop: replace(shop, fulfilments=shop.fulfilments | {order_id: offered(order_id, word)})


def due(subject: str, at: str) -> Break:
    return lambda shop: replace(shop, due=shop.due | {subject: at})


def discounted(order_id: str, amount: int) -> Break:
    """So much was taken off its first line, and not off its total."""

    def change(shop: Snapshot) -> Snapshot:
        first, *others = shop.orders[order_id].lines
        lines = (replace(first, discount=amount), *others)
        return replace(shop, orders=shop.orders | {order_id: replace(shop.orders[order_id], lines=lines)})

    return change


SECOND = replace(hold("stands", HoldStatus.HELD), hold_id="pi_2")
DEARER = replace(hold("stands", HoldStatus.HELD), amount=Money(1900))

BROKEN: list[tuple[str, Break]] = [
    ("charged more than once: stands by pi_2, pi_stands", also(SECOND)),
    ("charge without an order: pi_gone (order gone)", also(hold("gone", HoldStatus.HELD))),
    ("charge without an order: pi_ (order not named)", also(hold("", HoldStatus.TAKEN, 5))),
    ("charge for a cancelled order: off by pi_off", charged(hold("off", HoldStatus.HELD))),
    ("charge for a cancelled order: off by pi_off", charged(hold("off", HoldStatus.TAKEN, 1800, 900))),
    ("charged another amount: stands is 1800, pi_stands 1900", charged(DEARER)),
    ("does not add up: stands is 1800, what it is made of comes to 1790", discounted("stands", 10)),
    ("order without a charge: stands is CONFIRMED", charged(hold("stands", HoldStatus.GONE))),
    ("order without a charge: stands is CONFIRMED", charged(hold("stands", HoldStatus.TAKEN, 1800))),
    ("held for nothing: done is COMPLETED", charged(hold("done", HoldStatus.HELD))),
    ("captured another amount: done is COMPLETED, 1800", charged(hold("done", HoldStatus.TAKEN, 1700))),
    ("captured another amount: done is COMPLETED, 1700", paid("done", State.CAPTURED, 1700)),
    ("stock not conserved: pizza#0", shelf(available=4)),
    ("oversold: pizza#0", shelf(available=-1, received=6)),
    ("stock without a receipt: pizza", shelf(available=4, received=11)),
    ("held without a holder: pizza#0 holds 3, orders 2", shelf(available=2, held=3)),
    ("sold without a buyer: pizza#0 sold 6, orders 5", shelf(available=2, sold=6)),
    ("confirmed without its goods: stands", reserved("stands", state=ReservationState.HELD)),
    ("confirmed without its goods: stands", reserved("stands", units=(ONE,))),
    ("confirmed without its goods: stands", without("stands", "reservations")),
    ("cancelled but not released: off", reserved("off", state=ReservationState.HELD)),
    ("cancelled but not released: off", without("off", "reservations")),
    ("cancelled but not voided: off", paid("off", State.DECLINED)),
    ("cancelled but not voided: off", without("off", "payments")),
    ("given back twice: 1800 of back by other ways", stated("back", 1800)),
    ("reservation without an order: waits", without("waits", "orders")),
    ("cart still claimed: by off, which is CANCELLED", lambda shop: replace(shop, claims={"own_x": "off"})),
    ("cart still claimed: by gone, which is unknown", lambda shop: replace(shop, claims={"own_x": "gone"})),
    ("return of what was not delivered: ret_1", an_order("back", Status.CONFIRMED)),
    ("returned units differ: back", an_order("back", Status.COMPLETED, delivered={"a": 2})),
    ("more returned than delivered: back", an_order("back", Status.COMPLETED, returned={"a": 1})),
    ("returned, but not all of it", an_order("back", Status.RETURNED, delivered={"a": 2}, returned={"a": 1})),
    (
        "all is back, but not returned: back",
        an_order("back", Status.COMPLETED, delivered={"a": 1}, returned={"a": 1}),
    ),
    ("returned but not restocked: ret_1", reserved("back", returned=frozenset())),
    ("restocked without being accepted: ret_1", came_back(Stage.REJECTED, InspectionResult.REJECTED)),
    (
        "order without a payment: gift is CONFIRMED, costs nothing",
        lambda shop: replace(shop, payments={k: v for k, v in shop.payments.items() if k != "gift"}),
    ),
    ("order without a payment: gift is CONFIRMED, costs nothing", paid("gift", State.AUTHORIZED)),
    ("forgone without need: part is COMPLETED, 50 of 50", forgone("part", 50)),
    ("captured another amount: part is COMPLETED, 40", forgone("part", 39)),
    ("held for nothing: part is COMPLETED and 1800", charged(hold("part", HoldStatus.HELD))),
    ("shown as charged otherwise: done is COMPLETED, 1799", shown("done", charged=1799)),
    ("kept otherwise than shown: done is shown as charged 1800, refunded 1", shown("done", refunded=1)),
    ("kept otherwise than shown: back is shown as charged 1800, refunded 899", shown("back", refunded=899)),
    ("kept otherwise than shown: back is shown", charged(hold("back", HoldStatus.TAKEN, 1800, 899))),
    ("returned but not refunded: back got 0 of 900", charged(hold("back", HoldStatus.TAKEN, 1800))),
    ("refunded without a return: back got 950", charged(hold("back", HoldStatus.TAKEN, 1800, 950))),
    ("returned but not refunded: back got 900 of 950", refunded_by_hand({}, 50)),
    ("refunds by hand differ: back tells of 0, 50 are recorded", refunded_by_hand({}, 50)),
    ("refunds by hand differ: back tells of 50, 0 are recorded", refunded_by_hand({"re_1": 50}, 0)),
    (
        "disputes differ: done has none recorded, the provider dp_1 LOST with 5 of 5",
        disputed(LOST, None, None),
    ),
    (
        "disputes differ: done has dp_1 LOST with 5 of 5 recorded, the provider none",
        disputed(None, LOST, LOST),
    ),
    ("disputes differ: done has dp_1 OPEN with 5 of 5 recorded", disputed(LOST, OPENED, OPENED)),
    ("disputes are told otherwise: done has dp_1 LOST", disputed(LOST, LOST, None)),
    ("disputes are told otherwise: done has dp_1 LOST", disputed(LOST, LOST, OPENED)),
    ("refunded without a return: back got 900, 0 are", without_returns),
    ("gives back another amount: back, 900 and 0 of delivery are 899", granted(899)),
    ("gives delivery back with what is not all: back, 5", granted(905, 5)),
    ("accepted units differ: back", accepted_units({"a": 1})),
    ("refunded without a return: back got 900, 0 are", came_back(Stage.REQUESTED, None)),
    ("looked after by nobody: waits is PENDING", without("waits", "due")),
    ("looked after by nobody: stands is CONFIRMED", without("stands", "due")),
    ("looked after by nobody: ret_1 is REQUESTED", came_back(Stage.REQUESTED, None)),
    ("told to hand over what is not paid for: stands is", told("stands", Instruction.HAND_OVER)),
    ("told to hand over what is not paid for: off is CANCELLED", told("off", Instruction.HAND_OVER)),
    ("told to put back what is paid for: done is COMPLETED", told("done", Instruction.PUT_BACK)),
]


def test_a_shop_that_keeps_its_promises_is_told_nothing() -> None:
    assert violations(sound()) == []


def test_what_a_dispute_took_is_neither_a_refund_nor_missing() -> None:
    assert violations(disputed(LOST, LOST, LOST)(sound())) == []


@pytest.mark.parametrize(("sentence", "broken"), BROKEN, ids=[sentence for sentence, _ in BROKEN])
def test_a_broken_promise_is_told(sentence: str, broken: Break) -> None:
    found = violations(broken(sound()))

    assert [one for one in found if one.startswith(sentence)], found


@pytest.mark.parametrize("refunded", [0, 900])
def test_a_refund_on_its_way_may_be_made_and_not_be_shown_yet(refunded: int) -> None:
    shop = came_back(Stage.ACCEPTED, InspectionResult.ACCEPTED)(sound())
    shop = shown("back", refunded=0)(charged(hold("back", HoldStatus.TAKEN, 1800, refunded))(shop))
    shop = reserved("back", units=(TWO,), returned=frozenset())(shop)

    assert [one for one in violations(shop) if "kept otherwise" in one] == []


def test_a_refund_by_hand_of_more_than_its_return_gives_back_takes_nothing_off_what_is_kept() -> None:
    shop = came_back(Stage.ACCEPTED, InspectionResult.ACCEPTED)(sound())
    shop = shown("back", refunded=1000)(charged(hold("back", HoldStatus.TAKEN, 1800, 1000))(shop))
    shop = refunded_by_hand({"re_1": 1000}, 1000)(shop)
    back = replace(shop.payments["back"], assigned={"ret_1": 1000})
    shop = replace(shop, payments=shop.payments | {"back": back})

    assert [one for one in violations(shop) if "kept otherwise" in one or "refund" in one] == []


def test_what_was_given_back_by_other_ways_is_shown_and_kept_by_the_provider_all_the_same() -> None:
    kept = shown("back", refunded=0)(charged(hold("back", HoldStatus.TAKEN, 1800))(sound()))
    back = replace(kept.payments["back"], outside={"ret_1": 900})

    assert violations(replace(kept, payments=kept.payments | {"back": back})) == []


def test_what_is_on_its_way_is_neither_late_nor_overdue() -> None:
    assert late(sound(), NOW) == []
    assert overdue(sound().orders, sound().returns, sound().refunds, sound().due, NOW) == []
    assert untold(sound().orders, sound().fulfilments) == []
    assert still_open(sound().orders, sound().returns, sound().refunds) == {
        "waits": "PENDING",
        "stands": "CONFIRMED",
        "gift": "CONFIRMED",
    }


def test_what_the_sweep_is_about_to_look_after_is_overdue_and_no_violation() -> None:
    shop = due("waits", JUST_NOW)(due("stands", SOON)(sound()))
    assert late(shop, NOW) == []
    assert overdue(shop.orders, shop.returns, shop.refunds, shop.due, NOW) == ["waits"]


def test_what_nobody_looked_after_for_an_hour_hangs() -> None:
    assert late(due("stands", LONG_AGO)(sound()), NOW) == [
        f"hangs: stands was to be looked after at {LONG_AGO}"
    ]
    shop = due("ret_1", LONG_AGO)(came_back(Stage.REQUESTED, None)(sound()))
    assert late(shop, NOW) == [f"hangs: ret_1 was to be looked after at {LONG_AGO}"]
    assert still_open(shop.orders, shop.returns, shop.refunds)["ret_1"] == "REQUESTED"


def test_an_ended_order_left_in_the_index_by_its_lag_does_not_hang() -> None:
    assert late(due("done", LONG_AGO)(sound()), NOW) == []


@pytest.mark.parametrize("order_id", ["done", "off"])
def test_a_warehouse_that_waits_for_its_last_word_is_named_and_after_an_hour_a_violation(
    order_id: str,
) -> None:
    shop = told(order_id, Instruction.WAIT)(sound())
    assert untold(shop.orders, shop.fulfilments) == [order_id]
    assert late(replace(shop, untold_since={order_id: JUST_NOW}), NOW) == []
    assert late(replace(shop, untold_since={order_id: LONG_AGO}), NOW) == [
        f"the warehouse was never told what becomes of {order_id}"
    ]
