"""The audit names all that stands still: before an operator, set aside, overdue, untold, in dead letters."""

import json
from typing import Any

import pytest

from functions.recovery import sweep_orders
from harness.actors import accepts
from harness.moto.world import World
from ops import dead_letters
from tests.workflows.operating import Capture, parked_order, said, told

NOTHING: dict[str, Any] = {
    "before_operator": [],
    "set_aside": [],
    "overdue": [],
    "warehouse_untold": [],
    "dead_letters": {},
}
HOUR = 3600.0
DUE = 1801.0


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch, operator: None, shop: World) -> None:
    outputs = [
        {"OutputKey": name, "OutputValue": str(value)}
        for name, value in shop.cloud.template.outputs().items()
    ]
    monkeypatch.setattr(dead_letters, "_outputs", lambda: iter(outputs))


def test_where_nothing_stands_nothing_is_named(shop: World, capsys: Capture) -> None:
    shop.buys("pm_card_visa_chargeDeclined")
    report = told(capsys, "audit")
    assert (report["ok"], report["in_flight"], report["returns"]) == (True, 0, {})
    assert report["stands"] == NOTHING


def test_an_order_before_an_operator_is_named_and_no_violation(shop: World, capsys: Capture) -> None:
    order_id = parked_order(shop)
    shop.sweep()  # as it did every minute of that day
    report = told(capsys, "audit")
    assert (report["ok"], report["in_flight"]) == (True, 1)
    assert report["stands"] == NOTHING | {"before_operator": [order_id]}
    assert "1 before an operator: list-stuck" in said(capsys, "audit")
    shop.answers_operator(order_id)
    shop.run_to_end()


def test_a_return_is_in_flight_and_named_once_it_stands_before_an_operator(
    shop: World, capsys: Capture
) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.relays()
    report = told(capsys, "audit")
    assert (report["ok"], report["in_flight"], report["returns"]) == (True, 1, {"REQUESTED": 1})
    assert report["stands"] == NOTHING

    shop.always("RestockItems")
    accepts(return_id)
    shop.until_stuck(return_id)
    shop.sweep()
    report = told(capsys, "audit")
    assert (report["ok"], report["in_flight"], report["returns"]) == (True, 1, {"ACCEPTED": 1})
    assert report["stands"] == NOTHING | {"before_operator": [return_id]}

    told(capsys, "retry-stuck", return_id, "--yes")
    accepts(return_id)
    shop.run_to_end()
    assert told(capsys, "audit")["in_flight"] == 0


def test_what_the_sweep_is_to_look_after_is_overdue_and_hangs_if_it_never_comes(
    shop: World, capsys: Capture
) -> None:
    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    shop.time_passes(DUE)
    report = told(capsys, "audit")
    assert (report["ok"], report["stands"]) == (True, NOTHING | {"overdue": [order_id]})

    shop.time_passes(HOUR)
    report = told(capsys, "audit", status=1)
    assert [one.partition(" was ")[0] for one in report["violations"]] == [f"hangs: {order_id}"]

    shop.sweep()
    assert told(capsys, "audit")["stands"] == NOTHING
    shop.answers_bank_token(order_id, "PaymentDeclined")
    shop.run_to_end()


def test_what_the_sweep_set_aside_is_named(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    shop.time_passes(DUE)
    with monkeypatch.context() as broken:
        broken.setattr(sweep_orders, "sweep_order", lambda _: 1 // 0)
        shop.sweep()
    assert told(capsys, "audit")["stands"] == NOTHING | {"set_aside": [order_id]}
    assert told(capsys, "retry-stuck", order_id, "--yes")["swept"] == [order_id]
    shop.answers_bank_token(order_id, "PaymentDeclined")
    shop.run_to_end()


def test_a_warehouse_that_has_not_heard_yet_is_named_and_after_an_hour_a_violation(
    shop: World, capsys: Capture
) -> None:
    order_id, work = shop.offered()
    shop.packs(work)
    report = told(capsys, "audit")
    assert (report["ok"], report["in_flight"]) == (True, 0)
    assert report["stands"] == NOTHING | {"warehouse_untold": [order_id]}

    shop.time_passes(HOUR + 60)
    report = told(capsys, "audit", status=1)
    assert report["violations"] == [f"the warehouse was never told what becomes of {order_id}"]

    shop.relays()
    assert told(capsys, "audit")["stands"] == NOTHING


def test_dead_letters_are_counted_by_queue(shop: World, capsys: Capture) -> None:
    url = shop.cloud.queue_url("WarehouseFailures")
    for number in range(2):
        shop.cloud.sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"order_id": f"ord_{number}"}))
    report = told(capsys, "audit")
    assert (report["ok"], report["stands"]["dead_letters"]) == (True, {"WarehouseFailures": 2})
