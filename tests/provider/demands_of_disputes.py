"""Demands on what a customer's bank has back: a dispute is listed with what it took, and keeps the shop from
giving the same money back beside it."""

from functions.payment.disputes import Dispute
from functions.shared import clock, ids
from tests.provider.demands import AMOUNT, PART, Demand, Subject, told
from tests.provider.demands_of_holds import REFUSED

LISTED = "disputes are listed"


def _after(to: Subject, *actions: str) -> str:
    """The id of a hold of which the bank has done this."""
    hold_id = to.captured().hold_id
    assert to.disputes is not None
    for action in actions:
        to.disputes(hold_id, action)
    return hold_id


def _listed(to: Subject, *actions: str) -> str:
    (one,) = to.provider.list_disputes(_after(to, *actions))
    return _said(one)


def _said(one: Dispute) -> str:
    return f"{one.state}: {one.taken} of {one.amount} taken"


def _marked(to: Subject) -> str:
    """The hold keeps what it kept: a dispute is no refund of ours."""
    hold = to.provider.read_hold(_after(to, "open", "withdraw"))
    marked = "disputed" if hold.disputed else "not disputed"
    return f"{told(hold)}, {marked}"


def _unmarked(to: Subject) -> str:
    hold = to.captured()
    listed = len(list(to.provider.list_disputes(hold.hold_id)))
    return f"{'disputed' if hold.disputed else 'not disputed'}, {listed} listed"


def _refunded(to: Subject, *actions: str) -> str:
    return str(to.provider.refund_part(_after(to, *actions), PART, "ret_1", ids.new_key()).amount)


def _opened_lately(to: Subject) -> str:
    now = int(clock.now().timestamp())
    hold_id = _after(to, "open")
    lately = hold_id in set(to.provider.list_disputed(now - 60, now + 60))
    long_ago = hold_id in set(to.provider.list_disputed(now - 120, now - 61))
    return f"{'found' if lately else 'missed'}, {'found' if long_ago else 'not found'} before"


LIVES = (
    (("inquire",), f"INQUIRY: 0 of {AMOUNT} taken"),
    (("inquire", "close"), f"CLOSED: 0 of {AMOUNT} taken"),
    (("inquire", "open"), f"OPEN: 0 of {AMOUNT} taken"),
    (("open", "withdraw"), f"OPEN: {AMOUNT} of {AMOUNT} taken"),
    (("open", "withdraw", "win"), f"WON: 0 of {AMOUNT} taken"),
    (("open", "lose"), f"LOST: {AMOUNT} of {AMOUNT} taken"),
)
"""What a bank does, and how the dispute is listed then."""


def _of_life(life: tuple[tuple[str, ...], str]) -> Demand:
    actions, expects = life
    return Demand(LISTED, f"{', '.join(actions)}", expects, lambda to: _listed(to, *actions), hears=True)


DEMANDS = [
    Demand(LISTED, "list no disputes", "not disputed, 0 listed", _unmarked),
    *map(_of_life, LIVES),
    Demand(
        LISTED,
        "read a disputed hold",
        f"TAKEN: 0 held, {AMOUNT} captured, 0 given back, disputed",
        _marked,
        hears=True,
    ),
    Demand(
        LISTED, "refund beside a dispute", REFUSED, lambda to: _refunded(to, "open", "withdraw"), hears=True
    ),
    Demand(LISTED, "refund beside an inquiry", str(PART), lambda to: _refunded(to, "inquire"), hears=True),
    Demand(LISTED, "refund what a bank has", REFUSED, lambda to: _refunded(to, "open", "lose"), hears=True),
    Demand(LISTED, "list what was disputed lately", "found, not found before", _opened_lately, hears=True),
]
