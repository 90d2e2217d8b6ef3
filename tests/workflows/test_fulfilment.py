"""What becomes of a paid order: the path, the money, the stock and the ledger of each outcome."""

import pytest

from functions.fulfilment.decide_packing import DecidedOtherwise
from functions.fulfilment.report import Report
from functions.fulfilment.report_packing import report_packing
from functions.shared import machines
from harness.actors import packing_report
from harness.moto.world import NOT_PACKED, PACKED, PRICE, SKU, World
from harness.records import FULFILMENT


def test_a_success_executes_exactly_three_states(shop: World) -> None:
    order_id, work = shop.offered()
    shop.reports(work, "accepted")
    shop.packs(work)

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert shop.execution_status(order_id, FULFILMENT) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("COMPLETED", None)
    assert shop.order(order_id).delivered == {SKU: 1}
    (hold,) = shop.holds(order_id)
    assert (hold.holds, hold.keeps) == (0, PRICE)
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
    assert [entry["type"] for entry in shop.entries(order_id)] == ["CONFIRMING", "AUTHORIZED", "CAPTURED"]
    assert shop.entries(order_id)[-1]["amount"] == PRICE


def test_every_step_may_run_in_a_process_that_has_just_started(shop: World) -> None:
    """The checkout's too: offered() demands that it ends CONFIRMED."""
    shop.runner.always_cold = True
    order_id, work = shop.offered()
    shop.packs(work)

    assert shop.outcome(order_id) == ("COMPLETED", None)


def test_a_warehouse_is_offered_what_was_ordered_and_never_the_token(shop: World) -> None:
    order_id, work = shop.offered(quantity=2)

    assert work.keys() == {"type", "order_id", "callback_id", "items", "pack_by"}
    assert work["order_id"] == order_id
    assert work["items"] == [{"line_id": SKU, "sku": SKU, "name": SKU.title(), "options": {}, "quantity": 2}]
    assert len(work["callback_id"]) < 200
    shop.packs(work)


def test_what_was_packed_in_part_is_paid_in_part_and_the_rest_is_for_sale_again(shop: World) -> None:
    order_id, work = shop.offered(quantity=3)

    shop.packs(work, lines=[{"line_id": SKU, "quantity": 2}])

    assert shop.path(order_id, FULFILMENT) == PACKED
    assert shop.outcome(order_id) == ("COMPLETED", None)
    assert shop.order(order_id).delivered == {SKU: 2}
    (hold,) = shop.holds(order_id)
    assert (hold.holds, hold.captured, hold.keeps) == (0, 2 * PRICE, 2 * PRICE)
    assert shop.stock() == {"received": 10, "available": 8, "held": 0, "sold": 2}
    assert shop.entries(order_id)[-1]["why"] == "packed-in-part"


def test_a_rejected_order_is_cancelled_and_everything_is_given_back(shop: World) -> None:
    order_id, work = shop.offered()

    shop.packs(work, "rejected", why="no dough")

    assert shop.path(order_id, FULFILMENT) == NOT_PACKED
    assert shop.execution_status(order_id, FULFILMENT) == "SUCCEEDED"
    assert shop.is_cancelled(order_id, "rejected-by-shop")
    last = shop.entries(order_id)[-1]
    assert (last["type"], last["amount"], last["why"]) == ("VOIDED", PRICE, "rejected-by-shop")


def test_a_message_that_cannot_be_read_or_understood_comes_again_and_the_others_are_taken(
    shop: World,
) -> None:
    order_id, work = shop.offered()
    good = packing_report(work)["Records"][0]
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
    order_id = shop.asked()
    (good,) = shop.messages("PackingRequests")
    broken = good | {"messageId": "broken", "body": "{"}

    answer = shop.invoke("OfferPacking", {"Records": [broken, good]}).answer

    failed = [one["itemIdentifier"] for one in answer["batchItemFailures"]]
    assert failed == ["broken", good["messageId"]]
    assert shop.messages("Warehouse") == []
    assert shop.invoke("OfferPacking", {"Records": [good]}).answer == {"batchItemFailures": []}
    assert shop.cancels(order_id).status == 202
    shop.run_to_end()


def test_a_warehouse_that_is_at_work_gives_a_sign_of_life_as_long_as_nothing_is_decided(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id, work = shop.offered()
    signs: list[str] = []
    monkeypatch.setattr(machines, "heartbeat", signs.append)

    shop.reports(work, "accepted")
    assert len(signs) == 1
    assert shop.cancels(order_id).status == 202
    with pytest.raises(DecidedOtherwise):
        report_packing(work["callback_id"], Report("accepted"))

    assert len(signs) == 1
    shop.run_to_end()
