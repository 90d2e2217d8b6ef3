"""Who decides, what was packed, what it costs; and the ids that a warehouse answers with."""

import string
from datetime import UTC, datetime, timedelta

import pytest

from functions.fulfilment import callback
from functions.fulfilment.callback import CallbackExpired, CallbackUnknown
from functions.fulfilment.fulfilment import (
    LinesRefused,
    PackingDecision,
    PackingOutcome,
    pack_by,
    packed,
    reason_for,
    same,
)
from functions.inventory.stock import Units, take_back
from functions.order.order import Reason
from functions.session.signed_text import sign_text
from functions.session.token import KeyRing
from functions.shared.clock import timestamp
from tests.orders import line, order

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDER_ID = "ord_" + "a" * 32
RING = KeyRing(
    "k1", {"k1": "a-secret-of-at-least-thirty-two-bytes", "k2": "another-of-at-least-32-bytes-...."}
)
ORDER = order(
    line("a", 800, 2, sku="pizza"), line("b", 900, sku="pizza"), line("c", 0, 3, sku="napkin"), version=3
)
ALL = {"a": 2, "b": 1, "c": 3}


def test_a_report_without_lines_says_that_all_was_packed() -> None:
    assert packed(ORDER, None) == PackingDecision(PackingOutcome.PACKED, ALL)


def test_lines_that_are_not_reported_were_not_packed() -> None:
    assert packed(ORDER, [("b", 1), ("a", 0)]) == PackingDecision(PackingOutcome.PACKED, {"b": 1})


@pytest.mark.parametrize("reported", [[], [("a", 0), ("b", 0)]])
def test_a_parcel_without_a_unit_is_a_rejection(reported: list[tuple[str, int]]) -> None:
    assert packed(ORDER, reported).outcome is PackingOutcome.REJECTED


def test_units_that_cost_nothing_are_packed_like_any() -> None:
    assert packed(ORDER, [("c", 3)]) == PackingDecision(PackingOutcome.PACKED, {"c": 3})


@pytest.mark.parametrize(
    "reported", [[("x", 1)], [("a", 3)], [("a", -1)], [("a", 1), ("a", 1)], [("a", 2), ("A", 1)]]
)
def test_what_cannot_have_been_packed_is_refused(reported: list[tuple[str, int]]) -> None:
    with pytest.raises(LinesRefused):
        packed(ORDER, reported)


@pytest.mark.parametrize(
    ("decision", "uncaptured", "reason"),
    [
        (PackingOutcome.REJECTED, None, Reason.REJECTED_BY_SHOP),
        (PackingOutcome.CANCELLED, None, Reason.CANCELLED_BY_CUSTOMER),
        (PackingOutcome.ABANDONED, None, Reason.NOT_PACKED_IN_TIME),
        (None, None, Reason.NOT_PACKED_IN_TIME),
        (PackingOutcome.PACKED, "HoldLost", Reason.PAYMENT_DECLINED),
        (PackingOutcome.PACKED, "States.Timeout", Reason.CHECKOUT_FAILED),
        (PackingOutcome.CANCELLED, "OrderClosing", Reason.CANCELLED_BY_CUSTOMER),
    ],
)
def test_why_an_order_is_cancelled(
    decision: PackingOutcome | None, uncaptured: str | None, reason: Reason
) -> None:
    assert reason_for(decision, uncaptured) is reason


def test_a_verdict_is_repeated_by_the_same_decision_over_the_same_lines() -> None:
    one = PackingDecision(PackingOutcome.PACKED, {"a": 1}, "first")
    assert same(one, PackingDecision(PackingOutcome.PACKED, {"a": 1}, "again"))
    assert not same(one, PackingDecision(PackingOutcome.PACKED, {"a": 2}))
    assert not same(one, PackingDecision(PackingOutcome.REJECTED))


@pytest.mark.parametrize(
    ("hold_days", "expected"), [(None, 6), (30, 6), (7, 6), (5, 4), (1, 0), (0, 0), (-2, 0)]
)
def test_packing_ends_when_patience_does_or_a_day_before_the_hold(
    hold_days: int | None, expected: int
) -> None:
    day = timedelta(days=1)
    ends = None if hold_days is None else NOW + hold_days * day
    assert pack_by(NOW, 6 * day, ends, day) == NOW + expected * day


def test_reserved_units_part_into_what_stays_and_what_goes() -> None:
    units = (Units("pizza", 0, 2), Units("pizza", 3, 4), Units("water", 1, 1))
    assert take_back(units, {"pizza": 3}) == (
        (Units("pizza", 0, 2), Units("pizza", 3, 1)),
        (Units("pizza", 3, 3), Units("water", 1, 1)),
    )
    assert take_back(units, {"pizza": 6, "water": 1}) == (units, ())


def minted(expires: timedelta = timedelta(hours=1)) -> str:
    return callback.mint(ORDER_ID, timestamp(NOW + expires), RING)


def test_a_callback_id_leads_to_its_order_until_its_time_is_over() -> None:
    assert callback.read(minted(), RING, NOW) == ORDER_ID
    with pytest.raises(CallbackExpired):
        callback.read(minted(), RING, NOW + timedelta(hours=1))


def test_a_callback_id_outlives_the_key_that_signs_now() -> None:
    assert callback.read(minted(), KeyRing("k2", RING.keys), NOW) == ORDER_ID


def test_a_callback_id_can_stand_in_a_path_and_is_the_same_for_the_same_offer() -> None:
    assert set(minted()) <= set(string.ascii_letters + string.digits + "-_")
    assert len(minted()) < 150
    assert minted() == minted()


def changed(position: int) -> str:
    given = minted()
    other = "A" if given[position] != "A" else "B"
    return given[:position] + other + given[position + 1 :]


def sealed_for(holder: str) -> str:
    return sign_text(f"{ORDER_ID} {timestamp(NOW + timedelta(hours=1))}", holder, RING)


@pytest.mark.parametrize(
    "given",
    [
        *(pytest.param(changed(at), id=f"changed at {at}") for at in range(0, 100, 7)),
        *(pytest.param(sealed_for(one), id=f"a seal for {one!r}") for one in ("own_ada", "", "Warehouse")),
        *("", "x", "é", "a" * 600, "....", "\x00"),
    ],
)
def test_anything_else_is_no_callback_id(given: str) -> None:
    with pytest.raises(CallbackUnknown):
        callback.read(given, RING, NOW)
