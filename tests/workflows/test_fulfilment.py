"""What becomes of a paid order: the path, the money, the stock and the ledger of each outcome."""

import pytest

from functions.fulfilment.decide import DecidedOtherwise
from functions.fulfilment.report import Report
from functions.fulfilment.report_packing import report_packing
from functions.shared import machines
from tests.workflows.fulfil import (
    FULFILMENT,
    NOT_PACKED,
    PACKED,
    asked,
    cancels,
    confirmed,
    entries,
    message,
    offer,
    offered,
    relayed,
    reports,
)
from tests.world.stream import records
from tests.world.world import PRICE, SKU, World

UNTOUCHED = {"received": 10, "available": 10, "held": 0, "sold": 0}


def test_a_success_executes_exactly_three_states(shop: World) -> None:
    order_id, work = offered(shop)
    reports(shop, work, "accepted")
    reports(shop, work)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert shop.execution_status(order_id, FULFILMENT) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("COMPLETED", None)
    assert shop.order(order_id).delivered == {SKU: 1}
    (hold,) = shop.holds(order_id)
    assert (hold.holds, hold.keeps) == (0, PRICE)
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
    assert [entry["type"] for entry in entries(shop, order_id)] == ["CONFIRMING", "AUTHORIZED", "CAPTURED"]
    assert entries(shop, order_id)[-1]["amount"] == PRICE


def test_every_step_may_run_in_a_process_that_has_just_started(shop: World) -> None:
    shop.runner.always_cold = True
    order_id, work = offered(shop)
    reports(shop, work)
    shop.run_to_end()

    assert shop.outcome(order_id) == ("COMPLETED", None)


def test_a_warehouse_is_offered_what_was_ordered_and_never_the_token(shop: World) -> None:
    order_id, work = offered(shop, quantity=2)

    assert work.keys() == {"order_id", "callback_id", "items", "pack_by"}
    assert work["order_id"] == order_id
    assert work["items"] == [{"line_id": SKU, "sku": SKU, "name": SKU.title(), "options": {}, "quantity": 2}]
    assert len(work["callback_id"]) < 200
    reports(shop, work)
    shop.run_to_end()


def test_what_was_packed_in_part_is_paid_in_part_and_the_rest_is_for_sale_again(shop: World) -> None:
    order_id, work = offered(shop, quantity=3)

    reports(shop, work, lines=[{"line_id": SKU, "quantity": 2}])
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert shop.outcome(order_id) == ("COMPLETED", None)
    assert shop.order(order_id).delivered == {SKU: 2}
    (hold,) = shop.holds(order_id)
    assert (hold.holds, hold.captured, hold.keeps) == (0, 2 * PRICE, 2 * PRICE)
    assert shop.stock() == {"received": 10, "available": 8, "held": 0, "sold": 2}
    assert entries(shop, order_id)[-1]["why"] == "packed-in-part"


def test_units_of_several_shards_and_lines_go_back_where_they_came_from(world: World) -> None:
    world.sells(stock=5, shards=3)
    world.sells("calzone", stock=2)
    owner = world.fills_cart({SKU: 5, "calzone": 1})
    order_id = world.checkout(owner, total=6 * PRICE).json["order_id"]
    world.run_to_end()
    relayed(world)
    world.run_to_rest()

    reports(world, offer(world), lines=[{"line_id": SKU, "quantity": 3}])
    world.run_to_end()

    assert world.order(order_id).delivered == {SKU: 3}
    assert world.stock() == {"received": 5, "available": 2, "held": 0, "sold": 3}
    assert world.stock("calzone") == {"received": 2, "available": 2, "held": 0, "sold": 0}
    assert world.violations() == []


@pytest.mark.parametrize("lines", [[], [{"line_id": SKU, "quantity": 0}]])
def test_an_order_of_which_nothing_was_packed_is_rejected(shop: World, lines: list[object]) -> None:
    order_id, work = offered(shop)

    reports(shop, work, lines=lines)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")


def test_a_rejected_order_is_cancelled_and_everything_is_given_back(shop: World) -> None:
    order_id, work = offered(shop)

    reports(shop, work, "rejected", why="no dough")
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.execution_status(order_id, FULFILMENT) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CANCELLED", "rejected-by-shop")
    assert shop.money_held(order_id) == 0
    assert shop.stock() == UNTOUCHED
    last = entries(shop, order_id)[-1]
    assert (last["type"], last["amount"], last["why"]) == ("VOIDED", PRICE, "rejected-by-shop")


def test_a_warehouse_that_never_answers_is_waited_for_and_then_the_order_is_cancelled(shop: World) -> None:
    shop.expires("AwaitPacking")

    order_id = asked(shop)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.outcome(order_id) == ("CANCELLED", "not-packed-in-time")
    assert shop.money_held(order_id) == 0
    assert shop.stock() == UNTOUCHED


def test_a_hold_that_is_gone_when_the_parcel_is_packed_cancels_the_order(shop: World) -> None:
    shop.provider.fault("capture", "declined")
    order_id, work = offered(shop)

    reports(shop, work)
    shop.run_to_end()

    assert shop.path(order_id, FULFILMENT) == ["AwaitPacking", "CapturePayment", *NOT_PACKED[1:]]
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert shop.stock() == UNTOUCHED


def test_the_relay_begins_what_is_confirmed_once_however_often_it_is_told(shop: World) -> None:
    order_id = confirmed(shop)
    shop.fault("Relay", "at_once")

    relayed(shop)
    relayed(shop)
    shop.run_to_rest()

    assert shop.executions.count(FULFILMENT) == 1
    assert shop.outcome(order_id)[0] == "FULFILLING"
    reports(shop, offer(shop))
    shop.run_to_end()
    assert shop.outcome(order_id) == ("COMPLETED", None)


@pytest.mark.parametrize("at", ["TransactWriteItems", "StartExecution"])
@pytest.mark.parametrize("kind", ["call_before", "call_after"])
def test_a_fulfilment_that_could_not_be_begun_is_told_again(shop: World, at: str, kind: str) -> None:
    order_id = confirmed(shop)
    shop.fault("Relay", kind, at=at, error="InternalServerError")

    failed = shop.invoke("Relay", {"Records": records()}).answer["batchItemFailures"]
    relayed(shop)
    shop.run_to_rest()

    assert len(failed) == 1
    reports(shop, offer(shop))
    shop.run_to_end()
    assert shop.outcome(order_id) == ("COMPLETED", None)


def test_a_message_that_cannot_be_read_or_understood_comes_again_and_the_others_are_taken(
    shop: World,
) -> None:
    order_id, work = offered(shop)
    good = message(work)["Records"][0]
    wrong = [
        "{",
        "[]",
        '{"outcome": "packed"}',
        '{"callback_id": "x", "outcome": "eaten"}',
        good["body"].replace(work["callback_id"], "x" + work["callback_id"]),
        good["body"].replace("}", ', "lines": [{"line_id": "other", "quantity": 1}]}'),
        good["body"].replace("}", f', "lines": [{{"line_id": "{SKU}", "quantity": 2}}]}}'),
    ]
    bad = [{"messageId": str(number), "body": body} for number, body in enumerate(wrong)]

    answer = shop.invoke("ReportPacking", {"Records": [*bad, good]}).answer
    shop.run_to_end()

    failed = [one["itemIdentifier"] for one in answer["batchItemFailures"]]
    assert failed == [str(number) for number in range(len(wrong))]
    assert shop.outcome(order_id) == ("COMPLETED", None)


def test_what_follows_a_failed_message_of_an_order_waits_for_it(shop: World) -> None:
    """In a FIFO queue a newer token must not be overtaken by an older one that comes again."""
    order_id = asked(shop)
    (good,) = shop.messages("PackingRequests")
    broken = good | {"messageId": "broken", "body": "{"}

    answer = shop.invoke("OfferPacking", {"Records": [broken, good]}).answer

    failed = [one["itemIdentifier"] for one in answer["batchItemFailures"]]
    assert failed == ["broken", good["messageId"]]
    assert shop.messages("Warehouse") == []
    assert shop.invoke("OfferPacking", {"Records": [good]}).answer == {"batchItemFailures": []}
    assert cancels(shop, order_id) == 202
    shop.run_to_end()


def test_a_warehouse_that_is_at_work_gives_a_sign_of_life_as_long_as_nothing_is_decided(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id, work = offered(shop)
    signs: list[str] = []
    monkeypatch.setattr(machines, "heartbeat", signs.append)

    reports(shop, work, "accepted")
    assert len(signs) == 1
    assert cancels(shop, order_id) == 202
    with pytest.raises(DecidedOtherwise):
        report_packing(work["callback_id"], Report("accepted"))

    assert len(signs) == 1
    shop.run_to_end()
