"""How runs of the reconcile job go: beside each other, killed, put off, in parts, over which payments."""

from typing import Any

import pytest

from functions.operator.journal import Signed
from functions.payment import claims_store
from functions.payment.capture_payment import capture_payment
from functions.payment.provider import provider
from functions.recovery import job_reconcile as reconcile
from functions.recovery import reconcile_payments
from functions.recovery.mismatch import findings
from functions.recovery.read_case import look_at
from harness.customers import DECLINED_CARD
from harness.moto.world import PRICE, World
from ops.reconcile import reconcile as run_reconcile
from tests.workflows.reconciling import (
    LATER,
    NOBODYS,
    Told,
    captured_unrecorded,
    charged,
    charged_for,
    completed,
    cures,
    reconciled,
    refund_died,
    telling,
    the_sweep_brings_to_its_end,
    the_sweep_closes,
)

BY = Signed("ops:ada", "", "2026-01-01T00:00:00.000Z")
SOME_HOURS = 7 * 60 * 60
A_WEEK = 7 * 24 * 60 * 60


def test_what_was_in_flight_at_the_first_look_is_no_mismatch(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the second look it is recorded; as it would be, had somebody gone on meanwhile."""
    order_id = captured_unrecorded(shop)
    look_at = reconcile_payments.look_at

    def after_a_while(*given: Any) -> Any:
        capture_payment(order_id, PRICE, "packed")
        return look_at(*given)

    monkeypatch.setattr(reconcile_payments, "look_at", after_a_while)
    found = reconciled(shop)
    assert (found["mismatches"], found["cured"]) == ({}, 0)
    the_sweep_brings_to_its_end(shop, order_id)


def test_what_only_the_second_look_shows_is_left_to_the_next_run(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look may have met a step in the middle of its work."""
    order_id = captured_unrecorded(shop)
    look_at = reconcile_payments.look_at

    def after_a_while(known: str, hold_ids: set[str]) -> Any:
        capture_payment(order_id, PRICE, "packed")
        return look_at(known, {*hold_ids, charged(order_id).hold_id})

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(reconcile_payments, "look_at", after_a_while)
        found = reconciled(shop)
    assert (found["mismatches"], found["cured"], found["to_operator"]) == ({}, 0, 0)
    cures(shop, second_intent=1)
    the_sweep_brings_to_its_end(shop, order_id)


def test_money_that_names_no_order_and_is_gone_at_the_second_look_is_nobodys_affair(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    charged("1234")
    read_hold = provider.read_hold

    def let_go_meanwhile(hold_id: str) -> Any:
        provider.cancel_hold(hold_id)
        return read_hold(hold_id)

    monkeypatch.setattr(provider, "read_hold", let_go_meanwhile)
    assert reconciled(shop)["to_operator"] == 0


def test_our_record_is_read_after_the_provider(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a step does between the two reads makes our record the newer one."""
    order_id, work = shop.offered()
    read_hold = provider.read_hold

    def captured_meanwhile(hold_id: str) -> Any:
        monkeypatch.setattr(provider, "read_hold", read_hold)
        capture_payment(order_id, PRICE, "packed")
        return read_hold(hold_id)

    monkeypatch.setattr(provider, "read_hold", captured_meanwhile)
    assert findings(look_at(order_id, ())) == []
    shop.packs(work)


def test_a_hold_that_was_just_made_is_given_grace(shop: World) -> None:
    charged(NOBODYS)
    assert shop.invoke("Reconcile", {}).answer["looked_at"] == 0
    cures(shop, without_order=1)


def test_a_payment_that_was_just_recorded_is_given_grace_too(shop: World) -> None:
    """The list does not have its hold yet, which is no reason to read it singly."""
    shop.confirmed()
    assert shop.invoke("Reconcile", {}).answer["looked_at"] == 0


def test_a_payment_of_a_week_ago_is_found_whatever_became_of_the_runs_since(shop: World) -> None:
    charged(NOBODYS, capture=True)
    shop.time_passes(A_WEEK)
    cures(shop, without_order=1)


def test_what_happens_to_an_order_long_ago_is_compared_though_its_payment_is_not_listed(shop: World) -> None:
    order = shop.delivered_order()
    shop.time_passes(4 * A_WEEK)
    _, return_id = refund_died(shop, "call_after", order)
    assert provider.page_of_holds(*window(), after="") == ([], "")
    cures(shop, refund_unrecorded=1)
    the_sweep_closes(shop, return_id)


def test_every_page_of_our_records_is_compared(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_store, "PAGE", 1)
    world.sells()
    for _ in range(3):
        world.confirmed()
    world.provider.forget()
    assert reconciled(world)["mismatches"] == {"intent-unknown": 3}


def test_what_was_settled_long_ago_is_not_read_again(shop: World) -> None:
    completed(shop)
    shop.time_passes(4 * A_WEEK)
    assert reconciled(shop)["looked_at"] == 0


def test_a_short_run_looks_at_the_last_hours_and_leaves_the_rest_to_a_whole_one(shop: World) -> None:
    completed(shop)
    charged(NOBODYS)
    shop.time_passes(SOME_HOURS)
    assert shop.invoke("Reconcile", {"short": True}).answer["looked_at"] == 0
    cures(shop, without_order=1)


def test_a_short_run_is_handed_on_as_a_short_one(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "PAGE", 1)
    monkeypatch.setattr(reconcile_payments, "MOST_PAGES", 1)
    charged_for("abc")
    shop.time_passes(LATER)
    shop.invoke("Reconcile", {"short": True})
    assert len(shop.invocations("Reconcile")) == 3
    assert [one.holds for one in shop.provider_holds()] == [0, 0, 0]


def window() -> tuple[int, int]:
    begun = reconcile_payments.begin()
    return begun.since, begun.until


def test_the_job_beside_itself_cures_once(shop: World) -> None:
    order_id = shop.buys(DECLINED_CARD)
    charged(order_id, capture=True)
    charged(order_id)
    died, return_id = refund_died(shop, "call_after")
    shop.fault("Reconcile", "at_once")
    reconciled(shop)

    given_back = [one for one in shop.entries(order_id) if one.get("why") == "reconciled: order-cancelled"]
    assert sorted(one["type"] for one in given_back) == ["REFUNDED", "VOIDED"]
    assert shop.money_held(order_id) == 0
    assert [one["type"] for one in shop.entries(died.order_id)].count("REFUNDED") == 1
    assert reconciled(shop)["mismatches"] == {}
    the_sweep_closes(shop, return_id)


def test_a_run_that_was_killed_is_finished_by_the_next(shop: World) -> None:
    order_id = shop.buys(DECLINED_CARD)
    charged(order_id)
    shop.fault("Reconcile", "hangs", at="cancel")
    shop.time_passes(LATER)
    shop.invoke("Reconcile", {})
    shop.kills()
    cures(shop, order_cancelled=1)


def test_one_that_cannot_be_cured_now_keeps_no_other_from_it(shop: World) -> None:
    charged(NOBODYS)
    charged(NOBODYS.replace("a", "b"))
    shop.fault("Reconcile", "call_before", at="cancel", error="no answer")
    found = reconciled(shop)
    assert found["cured"] == 1
    cures(shop, without_order=1)


def test_a_hold_in_parts_of_a_run_is_compared_too(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of one hold and of one record, and time for one page a part: the job hands on to itself."""
    monkeypatch.setattr(provider, "PAGE", 1)
    monkeypatch.setattr(claims_store, "PAGE", 1)
    monkeypatch.setattr(reconcile_payments, "MOST_PAGES", 1)
    standing = [shop.confirmed() for _ in range(2)]
    charged(NOBODYS)
    reconciled(shop)
    assert len(shop.invocations("Reconcile")) > 3
    assert shop.money_held(NOBODYS) == 0
    assert [shop.money_held(order_id) for order_id in standing] == [PRICE, PRICE]


def test_a_run_without_end_is_ended_and_told(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lambda would end the chain by itself, silently."""
    monkeypatch.setattr(provider, "PAGE", 1)
    monkeypatch.setattr(reconcile_payments, "MOST_PAGES", 1)
    monkeypatch.setattr(reconcile, "MOST_PARTS", 2)
    counted: list[str] = []
    monkeypatch.setattr(reconcile, "count", counted.append)
    charged_for("abcd")
    reconciled(shop)
    assert (len(shop.invocations("Reconcile")), counted) == (2, ["ReconcileUnfinished"])
    monkeypatch.undo()
    cures(shop, without_order=2)


def test_what_somebody_else_cured_meanwhile_is_not_counted_as_cured(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = captured_unrecorded(shop)
    cure = reconcile_payments.cure

    def overtaken(*given: Any) -> bool:
        capture_payment(order_id, PRICE, "packed")
        return cure(*given)

    monkeypatch.setattr(reconcile_payments, "cure", overtaken)
    found = reconciled(shop)
    assert (found["mismatches"], found["cured"]) == ({"capture-unrecorded": 1}, 0)
    the_sweep_brings_to_its_end(shop, order_id)


def test_a_dry_run_wakes_nobody(shop: World) -> None:
    hold = charged("1234")
    charged(NOBODYS)
    shop.time_passes(LATER)
    with telling() as told:
        found = run_reconcile(BY, dry_run=True)
    assert (found["to_operator"], found["cured"], told) == (1, 0, Told())
    provider.cancel_hold(hold.hold_id)
    cures(shop, without_order=1)


def test_a_dry_run_finds_and_changes_nothing(shop: World) -> None:
    charged(NOBODYS)
    shop.time_passes(LATER)
    dry = {"looked_at": 1, "mismatches": {"without-order": 1}, "cured": 0, "to_operator": 0}
    assert run_reconcile(BY, dry_run=True) == dry
    assert shop.money_held(NOBODYS) == PRICE
    assert run_reconcile(BY, dry_run=False) == dry | {"cured": 1}
    assert run_reconcile(BY, dry_run=False) == dry | {"mismatches": {}, "cured": 0}
