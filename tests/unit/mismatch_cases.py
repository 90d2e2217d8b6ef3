"""What the words of the table of mismatches (functions/recovery/mismatch.py) may mean: views of the provider,
and records of ours beside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from functions.order.order import DELIVERED, Order, Status
from functions.payment.disputes import Dispute, DisputeState
from functions.payment.hold import Hold, HoldStatus, ProviderRefund, RefundStatus
from functions.payment.payment import Payment, State
from functions.payment.refunds import Account, HandRefund, Refund, RefundState
from functions.recovery.mismatch import Case
from functions.shared.money import Money
from tests.orders import line, order

PRICE = 1000
PART = 400
CREDIT = 600


@dataclass(frozen=True)
class Seen:
    """What the provider says: its one hold, None if it knows none, the refunds and the disputes of it."""

    hold: Hold | None
    refunds: tuple[ProviderRefund, ...] = ()
    disputes: tuple[Dispute, ...] = ()


def hold(status: HoldStatus, captured: int = 0, refunded: int = 0, amount: int = PRICE) -> Hold:
    return Hold("pi_1", "ord_x", status, Money(amount), captured, refunded, False, True, "", None)


def refund(amount: int, return_id: str = "ret_1") -> ProviderRefund:
    return ProviderRefund("re_1", return_id, amount, RefundStatus.STANDING)


def dispute(state: DisputeState, taken: int = 0) -> Dispute:
    return Dispute("dp_1", PRICE, state, taken, "2026-11-26T12:00:00.000Z")


HELD = Seen(hold(HoldStatus.HELD))
TAKEN = Seen(hold(HoldStatus.TAKEN, PRICE))
GIVEN_BACK = Seen(hold(HoldStatus.TAKEN, PRICE, PART), (refund(PART),))
BY_HAND = Seen(hold(HoldStatus.TAKEN, PRICE, PART), (refund(PART, ""),))
FAILED = Seen(hold(HoldStatus.TAKEN, PRICE), (replace(refund(PART, ""), status=RefundStatus.FAILED),))
TURNED_BACK = Seen(hold(HoldStatus.TAKEN, PRICE), (replace(refund(PART), status=RefundStatus.FAILED),))
DISPUTED = [
    Seen(replace(hold(HoldStatus.TAKEN, PRICE), disputed=True), disputes=(one,))
    for one in (
        dispute(DisputeState.OPEN),
        dispute(DisputeState.OPEN, PRICE),
        dispute(DisputeState.LOST, PRICE),
    )
]
NOTHING = [
    *(Seen(hold(status)) for status in HoldStatus if status not in (HoldStatus.HELD, HoldStatus.TAKEN)),
    Seen(hold(HoldStatus.TAKEN, PRICE, PRICE)),
]

PROVIDER = {
    "holds or keeps money": [HELD, TAKEN],
    "holds money": [HELD],
    "has captured": [TAKEN],
    "has given back": [GIVEN_BACK],
    "has not given back": [TAKEN],
    "has given back by hand": [BY_HAND],
    "has not given it back": [TAKEN, FAILED],
    "has not kept it given back": [TURNED_BACK],
    "lists it otherwise": DISPUTED,
    "holds or keeps another amount": [
        Seen(hold(HoldStatus.HELD, amount=PRICE - 1)),
        Seen(hold(HoldStatus.TAKEN, PRICE, amount=PRICE + 1)),
    ],
    "has captured another amount": [Seen(hold(HoldStatus.TAKEN, PRICE - 1))],
    "has given back another amount": [
        Seen(hold(HoldStatus.TAKEN, PRICE, PART - 1)),
        Seen(hold(HoldStatus.TAKEN, PRICE, PART + 1)),
    ],
    "holds and keeps no money": NOTHING,
    "knows no such hold": [Seen(None)],
    "has anything": [HELD, TAKEN, GIVEN_BACK, *NOTHING, Seen(None)],
}
"""What the words of the second column may mean."""

Records = Callable[[Seen], Iterator[Case]]


def bought(status: Status = Status.CONFIRMED) -> Order:
    """One thing, of which credit pays CREDIT and the card PRICE, delivered where the status says so."""
    delivered = {"water": 1} if status in DELIVERED else {}
    return replace(
        order(line(price=PRICE + CREDIT), status=status, delivered=delivered),
        total=Money(PRICE + CREDIT),
        credit=CREDIT,
    )


def paid(state: State = State.AUTHORIZED, captured: int = 0, hold_id: str | None = "pi_1") -> Payment:
    return Payment("ord_x", state, hold_id, 1, amount=PRICE, to_capture=PRICE, captured=captured)


def account(captured: int, refunds: dict[str, Refund] | None = None) -> Account:
    refunds = refunds or {}
    return Account("ord_x", "pi_1", captured, sum(one.amount for one in refunds.values()), refunds, True)


def case(seen: Seen, an_order: Order | None, payment: Payment | None, **members: object) -> Case:
    """The provider's view beside this order and payment; captured money has an account."""
    known: dict[str, object] = {
        "account": account(payment.captured) if payment and payment.captured else None,
        "holds": (seen.hold,) if seen.hold else (),
        "refunds": seen.refunds,
        "disputes": seen.disputes,
        "unknown": seen.hold is None and payment is not None,
    }
    return Case("ord_x", order=an_order, payment=payment, **(known | members))  # type: ignore[arg-type]


def right(seen: Seen) -> Payment:
    """The payment as it should be recorded, seeing this."""
    captured = seen.hold.captured if seen.hold else 0
    return paid(State.CAPTURED, captured) if captured else paid()


def no_order(seen: Seen) -> Iterator[Case]:
    yield case(seen, None, None)
    yield case(seen, None, right(seen))


def cancelled(seen: Seen) -> Iterator[Case]:
    for payment in (None, paid(State.VOIDED), paid(State.VOIDED, hold_id=None), right(seen)):
        yield case(seen, bought(Status.CANCELLED), payment, unknown=False)


def another_hold(seen: Seen) -> Iterator[Case]:
    for status in Status:
        if status is not Status.CANCELLED:
            yield case(seen, bought(status), paid(hold_id="pi_2"))


def delivered(seen: Seen) -> Iterator[Case]:
    for status in (Status.COMPLETED, Status.RETURNED):
        for state in (State.AUTHORIZED, State.CAPTURING):
            yield case(seen, bought(status), paid(state))
        yield case(seen, bought(status), paid(State.CAPTURED, PRICE))


def uncaptured(seen: Seen) -> Iterator[Case]:
    for status in (Status.FULFILLING, Status.COMPLETED):
        for state in (State.AUTHORIZED, State.CAPTURING):
            yield case(seen, bought(status), paid(state))


def claimed(amount: int = PART) -> Account:
    return account(PRICE, {"ret_1": Refund(amount, RefundState.CLAIMED, 1)})


def claim_not_done(seen: Seen) -> Iterator[Case]:
    for worked_on in (frozenset[str](), frozenset({"ret_1"})):
        payment = paid(State.CAPTURED, PRICE)
        yield case(seen, bought(Status.COMPLETED), payment, account=claimed(), worked_on=worked_on)


def claim_left(seen: Seen) -> Iterator[Case]:
    yield case(seen, bought(Status.COMPLETED), paid(State.CAPTURED, PRICE), account=claimed())


def refund_done(seen: Seen) -> Iterator[Case]:
    done = account(PRICE, {"ret_1": Refund(PART, RefundState.DONE, 1, refund_id="re_1")})
    for status in (Status.COMPLETED, Status.RETURNED):
        yield case(seen, bought(status), paid(State.CAPTURED, PRICE), account=done)


def reopened() -> Account:
    """It is recorded that the refund failed."""
    return account(PRICE, {"ret_1": Refund(PART, RefundState.CLAIMED, 2, failed=("re_1",))})


def claimed_and_closed(seen: Seen) -> Iterator[Case]:
    for worked_on in (frozenset[str](), frozenset({"ret_1"})):
        payment, more = paid(State.CAPTURED, PRICE), {"worked_on": worked_on, "closed": frozenset({"ret_1"})}
        yield case(seen, bought(Status.COMPLETED), payment, account=reopened(), **more)


def handed() -> Account:
    """PART was given back by hand, and is recorded."""
    made = {"re_1": HandRefund(PART, "2026-11-26T12:00:00.000Z")}
    return replace(account(PRICE), refunding=PART, by_hand=made)


def hand_not_recorded(seen: Seen) -> Iterator[Case]:
    for status in (Status.COMPLETED, Status.RETURNED):
        payment = paid(State.CAPTURED, PRICE)
        yield case(seen, bought(status), payment)
        yield case(seen, bought(status), payment, account=handed())


def hand_recorded(seen: Seen) -> Iterator[Case]:
    for told in ({}, {"re_1": PART}):
        an_order = replace(bought(Status.COMPLETED), by_hand=told)
        yield case(seen, an_order, paid(State.CAPTURED, PRICE), account=handed())


def dispute_otherwise(seen: Seen) -> Iterator[Case]:
    """Not at all, as it was before, or recorded alone."""
    (now,) = seen.disputes
    inquiry = replace(now, state=DisputeState.INQUIRY, taken=0)
    for status in (Status.COMPLETED, Status.RETURNED):
        for recorded in ({}, {"dp_1": inquiry}, {"dp_1": now}):
            disputed = replace(account(PRICE), disputes=recorded)
            yield case(seen, bought(status), paid(State.CAPTURED, PRICE), account=disputed)


def costs_otherwise(seen: Seen) -> Iterator[Case]:
    for status in (Status.CONFIRMED, Status.FULFILLING, Status.COMPLETED):
        yield case(seen, bought(status), right(seen))


def captured_otherwise(seen: Seen) -> Iterator[Case]:
    assert seen.hold is not None
    whole = paid(State.CAPTURED, PRICE)
    yield case(seen, bought(Status.COMPLETED), whole, account=account(PRICE))
    yield case(seen, bought(Status.FULFILLING), whole, account=account(PRICE))
    yield case(seen, bought(Status.COMPLETED), right(seen))


def refunded_otherwise(seen: Seen) -> Iterator[Case]:
    done = account(PRICE, {"ret_1": Refund(PART, RefundState.DONE, 1)})
    for status in (Status.COMPLETED, Status.RETURNED):
        yield case(seen, bought(status), paid(State.CAPTURED, PRICE), account=done)


def costs_nothing(seen: Seen) -> Iterator[Case]:
    for status in Status:
        if status is not Status.CANCELLED:
            free = order(line(price=0), status=status)
            yield case(seen, free, paid(State.NOT_NEEDED, hold_id=None), unknown=False)


def stands(seen: Seen) -> Iterator[Case]:
    for status in (Status.CONFIRMED, Status.FULFILLING):
        yield case(seen, bought(status), right(seen), account=account(PRICE))


def stands_unpaid(seen: Seen) -> Iterator[Case]:
    for status in (Status.CONFIRMED, Status.FULFILLING, Status.COMPLETED, Status.RETURNED):
        yield case(seen, bought(status), None)
        yield case(seen, bought(status), paid(State.VOIDED, hold_id=None))
        for state in (State.CONFIRMING, State.ACTION_REQUIRED, State.DECLINED, State.VOIDED):
            yield case(seen, bought(status), paid(state))


def claims_money(seen: Seen) -> Iterator[Case]:
    for status in (Status.PENDING, Status.CONFIRMED, Status.FULFILLING, Status.COMPLETED):
        for state in (State.AUTHORIZED, State.CAPTURING, State.CAPTURED):
            yield case(seen, bought(status), paid(state))


def cannot_be_read(seen: Seen) -> Iterator[Case]:
    yield case(seen, None, None, unreadable="order")


RECORD: dict[str, Records] = {
    "there is no order of that id": no_order,
    "the order is CANCELLED": cancelled,
    "another hold is recorded": another_hold,
    "the order costs nothing": costs_nothing,
    "the order is delivered": delivered,
    "AUTHORIZED or CAPTURING": uncaptured,
    "the refund is claimed, not done": claim_not_done,
    "claimed, and nobody works on it": claim_left,
    "a refund of ours is done": refund_done,
    "claimed, who claims it is closed": claimed_and_closed,
    "not recorded, or not in the log": hand_not_recorded,
    "recorded as made by hand": hand_recorded,
    "than recorded, or told in the log": dispute_otherwise,
    "than the order costs": costs_otherwise,
    "than is recorded, or is due": captured_otherwise,
    "than refunds are done or claimed": refunded_otherwise,
    "the order stands": stands,
    "the order stands, unpaid by it": stands_unpaid,
    "money is claimed to be there": claims_money,
    "a record cannot be read": cannot_be_read,
}
"""What the words of the third column may mean, with what the provider says."""
