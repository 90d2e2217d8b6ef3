"""How the provider's view of an order's money can differ from ours, and what is done about each difference.

    mismatch            the provider                   our record                         cure
    without-order       holds or keeps money           there is no order of that id       undo
    order-cancelled     holds or keeps money           the order is CANCELLED             undo
    second-intent       holds or keeps money           another hold is recorded           undo
    not-needed          holds or keeps money           the order costs nothing            undo
    capture-lost        holds money                    the order is delivered             capture
    capture-unrecorded  has captured                   AUTHORIZED or CAPTURING            record-capture
    refund-unrecorded   has given back                 the refund is claimed, not done    record-refund
    refund-left         has not given back             claimed, and nobody works on it    leave
    refund-failed       has not kept it given back     a refund of ours is done           reopen
    refund-failed       has not kept it given back     claimed, who claims it is closed   reopen
    refund-by-hand      has given back by hand         not recorded, or not in the log    record-by-hand
    refund-by-hand      has not given it back          recorded as made by hand           record-by-hand
    dispute             lists it otherwise             than recorded, or told in the log  record-dispute
    amount-differs      holds or keeps another amount  than the order costs               operator
    amount-differs      has captured another amount    than is recorded, or is due        operator
    amount-differs      has given back another amount  than refunds are done or claimed   operator
    not-paid            holds and keeps no money       the order stands                   operator
    not-recorded        holds or keeps money           the order stands, unpaid by it     operator
    intent-unknown      knows no such hold             money is claimed to be there       operator
    names-no-order      holds or keeps money           it does not say for what           operator
    unreadable          has anything                   a record cannot be read            operator

*undo*: let held money go, give captured money back; never what an operator stated to have given back by other
ways. *leave*: the sweep sends the return, or the refund of an amount, on. *reopen*: it goes before an
operator. A capture that was begun for another amount than is owed is amount-differs, not capture-lost. Where
the order costs nothing, or the hold was let go since nothing was to be taken of it, there is no money at the
provider, and that is right. Due is what was delivered, less what credit pays of it. An order on its way
(PENDING, CANCELLING) is left to those who work on it, but for a second hold and for one that the provider
does not know.

Pure: whoever looks (read_case.py) reads the provider first and our record after it, so that what a step did
between the two makes our record newer, never older, than the hold it is compared with.
What cannot be read is not taken for what is not there: nothing else is found of such an order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from functions.order.order import DELIVERED, Order, Status
from functions.payment.disputes import Dispute, standing, taken_by
from functions.payment.hold import Hold, HoldStatus, ProviderRefund
from functions.payment.payment import PAID, Payment, State
from functions.payment.refunds import Account, RefundRefused, failed_since, made_for, news_of_hand
from functions.recovery.dispute_news import untold


class Mismatch(StrEnum):
    WITHOUT_ORDER = "without-order"
    ORDER_CANCELLED = "order-cancelled"
    SECOND_HOLD = "second-intent"
    NOT_NEEDED = "not-needed"
    CAPTURE_LOST = "capture-lost"
    CAPTURE_UNRECORDED = "capture-unrecorded"
    REFUND_UNRECORDED = "refund-unrecorded"
    REFUND_LEFT = "refund-left"
    REFUND_FAILED = "refund-failed"
    REFUND_BY_HAND = "refund-by-hand"
    DISPUTE = "dispute"
    AMOUNT_DIFFERS = "amount-differs"
    NOT_PAID = "not-paid"
    NOT_RECORDED = "not-recorded"
    HOLD_UNKNOWN = "intent-unknown"
    NAMES_NO_ORDER = "names-no-order"
    UNREADABLE = "unreadable"


class Cure(StrEnum):
    UNDO = "undo"
    CAPTURE = "capture"
    RECORD_CAPTURE = "record-capture"
    RECORD_REFUND = "record-refund"
    RECORD_BY_HAND = "record-by-hand"
    RECORD_DISPUTE = "record-dispute"
    REOPEN = "reopen"
    LEAVE = "leave"
    OPERATOR = "operator"


CURES = {
    Mismatch.WITHOUT_ORDER: Cure.UNDO,
    Mismatch.ORDER_CANCELLED: Cure.UNDO,
    Mismatch.SECOND_HOLD: Cure.UNDO,
    Mismatch.NOT_NEEDED: Cure.UNDO,
    Mismatch.CAPTURE_LOST: Cure.CAPTURE,
    Mismatch.CAPTURE_UNRECORDED: Cure.RECORD_CAPTURE,
    Mismatch.REFUND_UNRECORDED: Cure.RECORD_REFUND,
    Mismatch.REFUND_LEFT: Cure.LEAVE,
    Mismatch.REFUND_FAILED: Cure.REOPEN,
    Mismatch.REFUND_BY_HAND: Cure.RECORD_BY_HAND,
    Mismatch.DISPUTE: Cure.RECORD_DISPUTE,
    Mismatch.AMOUNT_DIFFERS: Cure.OPERATOR,
    Mismatch.NOT_PAID: Cure.OPERATOR,
    Mismatch.NOT_RECORDED: Cure.OPERATOR,
    Mismatch.HOLD_UNKNOWN: Cure.OPERATOR,
    Mismatch.NAMES_NO_ORDER: Cure.OPERATOR,
    Mismatch.UNREADABLE: Cure.OPERATOR,
}


@dataclass(frozen=True)
class Case:
    """One look at one order's money. `holds`: those that were read at the provider; `unknown`: it does not
    know the recorded one. `refunds` at the provider, the returns that an execution works on (`worked_on`) and
    those that are `closed` though their refund failed are looked up where it matters (`needs_refunds`), and
    so are its `disputes` there (`needs_disputes`).
    `unreadable`: why one of our records cannot be read; the others are left out then."""

    order_id: str
    order: Order | None
    payment: Payment | None
    account: Account | None
    holds: tuple[Hold, ...]
    unknown: bool = False
    refunds: tuple[ProviderRefund, ...] = ()
    worked_on: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    disputes: tuple[Dispute, ...] = ()
    unreadable: str = ""

    @property
    def recorded(self) -> Hold | None:
        """The hold that our record names, if it was read."""
        named = self.payment.hold_id if self.payment else None
        return next((one for one in self.holds if one.hold_id == named), None)

    @property
    def needs_refunds(self) -> bool:
        """Whether what was given back cannot be told without the provider's list of refunds."""
        hold, account = self.recorded, self.account
        if hold is None or account is None:
            return False
        return bool(account.pending) or hold.refunded != account.done or _untold(self.order, account)

    @property
    def needs_disputes(self) -> bool:
        """Whether there may be news of disputes, which the provider's list of them alone can tell."""
        hold, account = self.recorded, self.account
        return hold is not None and account is not None and (hold.disputed or bool(account.disputes))


@dataclass(frozen=True)
class Finding:
    """A mismatch. Amounts in minor units: what the provider holds, keeps or gave back, and what we recorded
    of it (or, for an amount to be captured, what is due); of what is unreadable, `why`."""

    mismatch: Mismatch
    order_id: str
    hold_id: str
    provider_amount: int
    our_amount: int
    return_id: str = ""
    why: str = ""

    @property
    def cure(self) -> Cure:
        return CURES[self.mismatch]

    @property
    def subject(self) -> tuple[str, str, str]:
        """What two looks have to agree on."""
        if self.mismatch is Mismatch.UNREADABLE:
            return self.mismatch, self.order_id, ""
        return self.mismatch, self.hold_id, self.return_id


def findings(case: Case) -> list[Finding]:
    if case.unreadable:
        return [_cannot_be_read(case)]
    return [
        *_strays(case),
        *_of_the_recorded(case),
        *_pending_refunds(case),
        *_failed(case),
        *_by_hand(case),
        *_disputed(case),
    ]


def names_no_order(hold: Hold) -> Finding:
    """Live money that says nothing of an order of ours: perhaps it is another application's."""
    return Finding(Mismatch.NAMES_NO_ORDER, "", hold.hold_id, live(hold), 0)


def _cannot_be_read(case: Case) -> Finding:
    """With the hold that is live, or any that was listed."""
    first = max(case.holds, key=live, default=None)
    theirs, hold_id = sum(map(live, case.holds)), first.hold_id if first else ""
    return Finding(Mismatch.UNREADABLE, case.order_id, hold_id, theirs, 0, why=case.unreadable)


def live(hold: Hold) -> int:
    """What the customer is out of."""
    return hold.holds + hold.keeps


def _strays(case: Case) -> Iterator[Finding]:
    """Live holds beside the recorded one, and any of an order that is not there or was cancelled; but for
    money that an operator stated to have given back by other ways."""
    for hold in case.holds:
        settled = case.payment is not None and case.payment.given_back_outside(hold)
        mismatch = _stray(case, hold) if live(hold) and not settled else None
        if mismatch is not None:
            claimed = case.payment.amount if case.payment else 0
            yield Finding(mismatch, case.order_id, hold.hold_id, live(hold), claimed)


def _stray(case: Case, hold: Hold) -> Mismatch | None:
    if case.order is None:
        return Mismatch.WITHOUT_ORDER
    if case.order.status is Status.CANCELLED:
        return Mismatch.ORDER_CANCELLED
    if case.payment is not None and case.payment.state is State.NOT_NEEDED:
        return Mismatch.NOT_NEEDED
    recorded = case.payment.hold_id if case.payment else None
    if recorded is not None:
        return None if recorded == hold.hold_id else Mismatch.SECOND_HOLD
    return None if case.order.head.undecided else Mismatch.NOT_RECORDED


def _of_the_recorded(case: Case) -> Iterator[Finding]:
    order, payment, hold = case.order, case.payment, case.recorded
    if payment is None or payment.hold_id is None or order is None:
        return
    claims_money = payment.state in PAID and order.status is not Status.CANCELLED
    if case.unknown and claims_money:
        yield Finding(Mismatch.HOLD_UNKNOWN, case.order_id, payment.hold_id, 0, payment.amount)
    if hold is None or order.head.undecided or order.status is Status.CANCELLED:
        return
    found = list(_of_a_standing_order(case, order, payment, hold))
    yield from (
        Finding(mismatch, case.order_id, hold.hold_id, theirs, ours) for mismatch, theirs, ours in found
    )


def _of_a_standing_order(
    case: Case, order: Order, payment: Payment, hold: Hold
) -> Iterator[tuple[Mismatch, int, int]]:
    """Mismatches with the provider's amount and ours."""
    if payment.lets_go and hold.status is HoldStatus.GONE:
        return
    if hold.status not in (HoldStatus.HELD, HoldStatus.TAKEN):
        yield Mismatch.NOT_PAID, 0, order.to_pay.amount
    elif payment.state not in PAID and live(hold):
        yield Mismatch.NOT_RECORDED, live(hold), 0
    elif hold.amount != order.to_pay:
        yield Mismatch.AMOUNT_DIFFERS, hold.amount.amount, order.to_pay.amount
    elif hold.status is HoldStatus.HELD:
        yield from _held(order, payment, hold)
    else:
        yield from _captured(case, order, payment, hold)


def _held(order: Order, payment: Payment, hold: Hold) -> Iterator[tuple[Mismatch, int, int]]:
    if order.status not in DELIVERED:
        return
    owed = order.delivered_charge.amount - payment.forgone
    begun = {State.CAPTURING: payment.to_capture, State.CAPTURED: payment.captured}
    due = begun.get(payment.state, owed)
    right = due == owed and 0 < due <= hold.holds
    yield Mismatch.CAPTURE_LOST if right else Mismatch.AMOUNT_DIFFERS, hold.holds, due


def _captured(case: Case, order: Order, payment: Payment, hold: Hold) -> Iterator[tuple[Mismatch, int, int]]:
    if payment.state is not State.CAPTURED:
        yield Mismatch.CAPTURE_UNRECORDED, hold.captured, payment.captured
    elif payment.captured != hold.captured:
        yield Mismatch.AMOUNT_DIFFERS, hold.captured, payment.captured
    elif order.status in DELIVERED and hold.captured != order.delivered_charge.amount:
        yield Mismatch.AMOUNT_DIFFERS, hold.captured, order.delivered_charge.amount
    unrecorded = _unrecorded(case, hold)
    failed = sum(amount for _, amount in _done_and_failed(case))
    done = (case.account.done if case.account else 0) + unrecorded
    claimed = (case.account.refunding if case.account else 0) + unrecorded
    if order.status not in DELIVERED and not hold.keeps:
        yield Mismatch.NOT_PAID, 0, payment.captured
    elif not done - failed <= hold.refunded <= claimed:
        yield Mismatch.AMOUNT_DIFFERS, hold.refunded, done


def _pending_refunds(case: Case) -> Iterator[Finding]:
    if case.account is None or case.recorded is None or case.order is None:
        return
    for return_id in sorted(case.account.pending - case.closed):
        amount = case.account.refunds[return_id].amount
        mismatch, theirs = _pending_refund(case, return_id, amount)
        if mismatch is not None:
            hold_id = case.recorded.hold_id
            yield Finding(mismatch, case.order_id, hold_id, theirs, amount, return_id)


def _pending_refund(case: Case, return_id: str, amount: int) -> tuple[Mismatch | None, int]:
    """The mismatch and what the provider gave back."""
    try:
        known = case.account.failed(return_id) if case.account else ()
        made = made_for(return_id, case.refunds, known)
    except RefundRefused:
        return Mismatch.AMOUNT_DIFFERS, 0
    if made is not None:
        right = made.amount == amount
        return Mismatch.REFUND_UNRECORDED if right else Mismatch.AMOUNT_DIFFERS, made.amount
    return (None if return_id in case.worked_on else Mismatch.REFUND_LEFT), 0


def _failed(case: Case) -> Iterator[Finding]:
    """Refunds of returns that were made and do not stand, while the order's log counts them."""
    account, hold = case.account, case.recorded
    if account is None or hold is None:
        return
    claimed = [(return_id, account.refunds[return_id].amount) for return_id in sorted(case.closed)]
    for return_id, amount in [*_done_and_failed(case), *claimed]:
        yield Finding(Mismatch.REFUND_FAILED, case.order_id, hold.hold_id, 0, amount, return_id)


def _done_and_failed(case: Case) -> list[tuple[str, int]]:
    """Returns whose refund is recorded as done, with its amount, and has failed since."""
    account = case.account
    if account is None:
        return []
    return [(one, account.refunds[one].amount) for one in failed_since(account, case.refunds)]


def _by_hand(case: Case) -> Iterator[Finding]:
    """Of an order that stands: of one that was cancelled, all went back."""
    order, hold, account = case.order, case.recorded, case.account
    if order is None or hold is None or account is None:
        return
    if order.status not in DELIVERED or hold.status is not HoldStatus.TAKEN or not case.needs_refunds:
        return
    made, gone = news_of_hand(account, hold, case.refunds)
    if made or gone or _untold(order, account):
        theirs = account.handed + _unrecorded(case, hold)
        yield Finding(Mismatch.REFUND_BY_HAND, case.order_id, hold.hold_id, theirs, account.handed)


def _disputed(case: Case) -> Iterator[Finding]:
    """Of an order that stands, as with refunds by hand."""
    order, hold, account = case.order, case.recorded, case.account
    if order is None or hold is None or account is None or not case.needs_disputes:
        return
    if order.status not in DELIVERED or hold.status is not HoldStatus.TAKEN:
        return
    found = account.disputes | standing(case.disputes)
    if found != account.disputes or untold(order, account):
        yield Finding(Mismatch.DISPUTE, case.order_id, hold.hold_id, taken_by(found), account.taken)


def _unrecorded(case: Case, hold: Hold) -> int:
    """What was given back by hand and is not recorded, less what is recorded and does not stand any more."""
    if case.account is None or not case.needs_refunds:
        return 0
    made, gone = news_of_hand(case.account, hold, case.refunds)
    return sum(one.amount for one in made) - sum(case.account.by_hand[name].amount for name in gone)


def _untold(order: Order | None, account: Account) -> bool:
    """Whether the order's log tells of other refunds by hand than are recorded."""
    recorded = {name: one.amount for name, one in account.by_hand.items()}
    return order is not None and order.status in DELIVERED and order.by_hand != recorded
