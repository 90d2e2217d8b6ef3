"""Every paid order ends: the sweep begins, restarts and ends fulfilments, in time for the card's hold."""

from datetime import datetime

import pytest

from functions.recovery.sweep_orders import HELD_BACK
from functions.shared import clock
from harness.moto.world import BROKEN, NOT_PACKED, PACKED, World
from harness.records import FULFILMENT
from harness.stream import records

DUE_SECONDS = 1801
DAY = 24 * 60 * 60
PACKING_SECONDS = 6 * DAY


def swept(shop: World) -> int:
    started: int = shop.sweep().answer["started"]
    return started


def test_a_confirmed_order_that_nobody_began_is_begun_when_it_is_due(shop: World) -> None:
    order_id = shop.confirmed()
    assert swept(shop) == 0

    shop.time_passes(DUE_SECONDS)
    assert swept(shop) == 1
    shop.run_to_rest()

    shop.packs(shop.offer())
    assert shop.outcome(order_id) == ("COMPLETED", None)
    shop.time_passes(30 * DAY)
    assert swept(shop) == 0


def test_an_order_whose_machine_was_never_started_is_started_when_packing_should_have_ended(
    shop: World,
) -> None:
    order_id = shop.confirmed()
    shop.fault("Relay", "hangs", at="StartExecution")
    shop.invoke("Relay", {"Records": records()})
    shop.kills()
    assert shop.outcome(order_id)[0] == "FULFILLING"

    shop.time_passes(PACKING_SECONDS + 1)
    assert swept(shop) == 1
    shop.hands_on()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.outcome(order_id) == ("CANCELLED", "not-packed-in-time")


@pytest.mark.parametrize("when", ["waiting", "way back"])
def test_an_aborted_execution_is_followed_by_another_at_once(shop: World, when: str) -> None:
    order_id, work = shop.offered()
    if when == "way back":
        shop.fault("VoidPayment", "before", times=106, error=BROKEN)
        shop.reports(work, "rejected")
        shop.parks(order_id)
    aborted = shop.aborts(order_id, FULFILMENT)

    answer = shop.sweep(aborted).answer
    assert answer == {"started": 1}
    shop.run_to_rest()
    again = f"{order_id}-2"
    if when == "way back":
        shop.delivers("PackingRequests", "OfferPacking")
        shop.run_to_end()
        assert shop.path(again, FULFILMENT) == NOT_PACKED
        assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")
    else:
        shop.packs(shop.offer())
        assert shop.path(again, FULFILMENT) == PACKED
        assert shop.outcome(order_id) == ("COMPLETED", None)


def test_an_order_that_waits_for_a_warehouse_is_left_alone_while_the_warehouse_is_heard(shop: World) -> None:
    """About whichever order: a busy warehouse comes to this one in time."""
    order_id, work = shop.offered()
    other_id, other = shop.offered()
    for _ in range(5):
        shop.time_passes(DAY - 60)
        shop.reports(other, "accepted")
        assert swept(shop) == 0
        assert shop.outcome(order_id)[0] == "FULFILLING"
    for one in (work, other):
        shop.reports(one)
    shop.run_to_end()
    assert {shop.outcome(one) for one in (order_id, other_id)} == {("COMPLETED", None)}


def test_a_warehouse_that_is_not_heard_at_all_is_given_up(shop: World) -> None:
    order_id, work = shop.offered()
    shop.reports(work, "accepted")
    shop.time_passes(DAY + 60)

    assert swept(shop) == 0
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.outcome(order_id) == ("CANCELLED", "not-packed-in-time")


def test_an_order_that_was_not_offered_yet_does_not_wait_in_vain_for_its_warehouse(shop: World) -> None:
    """What lies in front of the warehouse is no silence of the warehouse's."""
    order_id = shop.asked()
    shop.time_passes(2 * DAY)

    assert swept(shop) == 0
    assert shop.outcome(order_id)[0] == "FULFILLING"
    shop.packs(shop.offer())
    assert shop.outcome(order_id) == ("COMPLETED", None)


def test_packing_ends_a_day_before_the_hold_on_the_card_does(shop: World) -> None:
    """A hold of half a minute: the machine itself would wait for six days."""
    shop.provider.fault("confirm", "short_hold")
    order_id, work = shop.offered()
    assert work["pack_by"] <= clock.timestamp(clock.now())

    assert swept(shop) == 0
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.outcome(order_id) == ("CANCELLED", "not-packed-in-time")
    shop.reports(work)
    assert shop.money_held(order_id) == 0


def test_a_standard_hold_gives_six_days_to_pack(shop: World) -> None:
    before = clock.now()
    _, work = shop.offered()

    left = (datetime.fromisoformat(work["pack_by"]) - before).total_seconds()
    assert PACKING_SECONDS - 60 < left <= PACKING_SECONDS + 60
    shop.packs(work)


@pytest.mark.parametrize(
    ("kind", "at"), [("hangs", "SendTaskFailure"), ("call_after", "UpdateItem Fulfilments")]
)
def test_a_decision_whose_answer_never_left_is_answered_by_the_sweep(shop: World, kind: str, at: str) -> None:
    """The process died between the decision and the answer, and nobody repeats it: from the decision on the
    sweep looks soon."""
    order_id, _ = shop.offered()
    shop.fault("CancelOrder", kind, at=at, error="" if kind == "hangs" else "lost")
    shop.cancels(order_id)
    shop.kills()

    shop.time_passes(DUE_SECONDS)
    assert swept(shop) == 0
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.outcome(order_id) == ("CANCELLED", "cancelled-by-customer")


def test_an_order_told_again_begins_where_the_sweep_died(shop: World) -> None:
    """Its next execution was numbered and never started: the first one, which ended, is not started again."""
    order_id = shop.asked()
    shop.messages("PackingRequests")
    aborted = shop.aborts(order_id, FULFILMENT)
    died = shop.fault("Sweep", "hangs", at="StartExecution")
    shop.sweep(aborted)
    died.kill()

    shop.relays()
    shop.run_to_rest()

    shop.packs(shop.offer())
    assert shop.path(f"{order_id}-2", FULFILMENT) == PACKED


def test_an_order_on_its_way_back_is_looked_after_soon_and_not_when_packing_should_have_ended(
    shop: World,
) -> None:
    order_id, _ = shop.offered()
    assert shop.invoke("AbandonFulfilment", {"order_id": order_id}).error is None
    shop.aborts(order_id, FULFILMENT)  # and nobody is told

    shop.time_passes(DUE_SECONDS)
    assert swept(shop) == 1
    shop.hands_on()

    assert shop.outcome(order_id) == ("CANCELLED", "not-packed-in-time")


def test_on_hold_a_confirmed_order_stays_and_it_is_begun_once_the_hold_is_lifted(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = shop.confirmed()
    monkeypatch.setenv("FULFILMENT", "on-hold")
    assert shop.invoke("Relay", {"Records": records()}).answer == {"batchItemFailures": []}
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    shop.time_passes(DUE_SECONDS)
    assert swept(shop) == 0
    assert shop.outcome(order_id) == ("CONFIRMED", None)

    monkeypatch.delenv("FULFILMENT")
    assert swept(shop) == 0  # it was looked at a moment ago
    shop.time_passes(HELD_BACK.total_seconds() + 1)
    assert swept(shop) == 1
    shop.run_to_rest()
    shop.packs(shop.offer())
    assert shop.outcome(order_id) == ("COMPLETED", None)
