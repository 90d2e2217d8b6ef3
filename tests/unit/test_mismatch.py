"""How the provider's view of an order's money can differ from ours: every row of the table, held against the
code. A row is driven by all that its words may mean: each view that its second column names, with each record
that its third one does."""

from dataclasses import replace

import pytest

from functions.order.order import Status
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from functions.recovery import mismatch as rules
from functions.recovery.mismatch import CURES, Case, Cure, Mismatch, findings, names_no_order
from tests.orders import line
from tests.rule_tables import rows_of
from tests.unit.mismatch_cases import (
    BY_HAND,
    CREDIT,
    DISPUTED,
    GIVEN_BACK,
    HELD,
    NOTHING,
    PART,
    PRICE,
    PROVIDER,
    RECORD,
    TAKEN,
    TURNED_BACK,
    Seen,
    account,
    bought,
    case,
    claimed,
    handed,
    hold,
    paid,
    reopened,
)

ROWS = rows_of(rules.__doc__)
NAMELESS = "it does not say for what"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['mismatch']}, {row['our record']}")
def test_a_mismatch_is_found_and_cured_as_the_table_says(row: dict[str, str]) -> None:
    expected = (Mismatch(row["mismatch"]), Cure(row["cure"]))
    seen = PROVIDER[row["the provider"]]
    if row["our record"] == NAMELESS:
        found = [names_no_order(replace(one.hold, order_id="")) for one in seen if one.hold]
        assert {(one.mismatch, one.cure) for one in found} == {expected}
        return
    for one in (made for view in seen for made in RECORD[row["our record"]](view)):
        assert {(finding.mismatch, finding.cure) for finding in findings(one)} == {expected}, one


def test_a_reopened_return_that_stands_before_an_operator_is_no_mismatch() -> None:
    standing = case(TURNED_BACK, bought(Status.COMPLETED), paid(State.CAPTURED, PRICE), account=reopened())
    assert findings(replace(standing, worked_on=frozenset({"ret_1"}))) == []


def test_the_table_names_every_mismatch_with_its_cure() -> None:
    assert {Mismatch(row["mismatch"]): Cure(row["cure"]) for row in ROWS} == CURES
    assert set(CURES) == set(Mismatch)


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLING])
@pytest.mark.parametrize("seen", [HELD, TAKEN, *NOTHING])
def test_an_order_on_its_way_is_left_to_those_who_work_on_it(seen: Seen, status: Status) -> None:
    for payment in (None, paid(State.CONFIRMING), paid(), paid(State.VOIDED)):
        assert findings(case(seen, bought(status), payment)) == []


def agreed_dispute(seen: Seen) -> Case:
    """Recorded and told as it is."""
    (one,) = seen.disputes
    said = {"state": one.state, "amount": one.amount, "taken": one.taken}
    told = replace(bought(Status.COMPLETED), disputes={one.dispute_id: said})
    recorded = replace(account(PRICE), disputes={one.dispute_id: one})
    return case(seen, told, paid(State.CAPTURED, PRICE), account=recorded)


def test_what_agrees_is_no_mismatch() -> None:
    told = replace(bought(Status.COMPLETED), by_hand={"re_1": PART})
    agreed = [
        case(BY_HAND, told, paid(State.CAPTURED, PRICE), account=handed()),
        *(agreed_dispute(seen) for seen in DISPUTED),
        case(HELD, bought(Status.CONFIRMED), paid()),
        case(HELD, bought(Status.FULFILLING), paid(State.CAPTURING)),
        case(TAKEN, bought(Status.FULFILLING), paid(State.CAPTURED, PRICE)),
        case(TAKEN, bought(Status.COMPLETED), paid(State.CAPTURED, PRICE)),
    ]
    assert [findings(one) for one in agreed] == [[]] * len(agreed)


@pytest.mark.parametrize("status", [Status.FULFILLING, Status.COMPLETED, Status.RETURNED])
def test_a_hold_that_was_let_go_for_a_parcel_worth_nothing_is_not_missed(status: Status) -> None:
    gone = Seen(hold(HoldStatus.GONE))
    free = replace(bought(status), lines=(line(price=PRICE + CREDIT), line("gift", 0)), delivered={"gift": 1})
    for state in (State.CAPTURING, State.RELEASED):
        assert findings(case(gone, free, replace(paid(state), to_capture=0))) == []
    if status is not Status.FULFILLING:
        live = findings(case(HELD, free, replace(paid(State.RELEASED), to_capture=0)))
        assert [one.cure for one in live] == [Cure.OPERATOR]


def test_a_claim_that_is_worked_on_is_no_mismatch_until_money_has_moved() -> None:
    known = {"account": claimed(), "worked_on": frozenset({"ret_1"})}
    assert findings(case(TAKEN, bought(Status.COMPLETED), paid(State.CAPTURED, PRICE), **known)) == []


def test_a_refund_of_another_amount_than_was_claimed_is_for_an_operator() -> None:
    odd = case(GIVEN_BACK, bought(Status.COMPLETED), paid(State.CAPTURED, PRICE), account=claimed(PART + 1))
    assert {one.mismatch for one in findings(odd)} == {Mismatch.AMOUNT_DIFFERS}


def test_a_capture_in_doubt_is_for_an_operator() -> None:
    """What was begun to be captured is not what was delivered."""
    begun = replace(paid(State.CAPTURING), to_capture=PART)
    (found,) = findings(case(HELD, bought(Status.COMPLETED), begun))
    assert found.mismatch is Mismatch.AMOUNT_DIFFERS
