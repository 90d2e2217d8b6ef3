"""What becomes of a paid order: how a warehouse answers, how a customer cancels, what the sweep is for."""

from collections.abc import Callable
from typing import Any

from harness.actors import TAKEN
from harness.customers import ASKING_CARD
from harness.faults import Fault
from harness.moto.world import SKU, World
from harness.stream import records

DUE_SECONDS = 1801
PACKING_SECONDS = 6 * 24 * 60 * 60

Answer = Callable[..., None]


def by_url(shop: World, work: dict[str, Any], outcome: str = "packed", **more: Any) -> None:
    answer = shop.api("POST", f"/fulfilments/{work['callback_id']}", {"outcome": outcome, **more})
    assert answer.status == 200, answer.body


def a_warehouse_answers_by_queue(shop: World) -> None:
    it_answers(shop, World.reports)


def a_warehouse_answers_by_url(shop: World) -> None:
    it_answers(shop, by_url)


def it_answers(shop: World, answers: Answer) -> None:
    """A sign of life, a part that was packed, a rejection."""
    order_id, work = shop.offered(2)
    answers(shop, work, "accepted")
    answers(shop, work, lines=[{"line_id": SKU, "quantity": 1}])
    ends(shop, order_id, "COMPLETED")
    order_id, work = shop.offered()
    answers(shop, work, "rejected", why="no dough")
    ends(shop, order_id, "CANCELLED")


def a_warehouse_that_answers_too_late_is_told_again(shop: World) -> None:
    order_id, work = shop.offered()
    assert shop.cancels(order_id).status == 202
    ends(shop, order_id, "CANCELLED")
    shop.relays()
    first = shop.hears()
    shop.reports(work)
    assert shop.hears() == first != []


def the_relay_is_told_what_it_began_itself(shop: World) -> None:
    """It looks whether the row is there already."""
    _, work = shop.offered()
    told = [one for one in records() if one["dynamodb"]["NewImage"].get("type") == {"S": "OrderFulfilling"}]
    assert shop.invoke("Relay", {"Records": told}).answer == TAKEN
    shop.reports(work)
    shop.run_to_end()


def nobody_packs_in_time(shop: World) -> None:
    shop.expires("AwaitPacking")
    ends(shop, shop.asked(), "CANCELLED")


def an_answer_is_quicker_than_the_second_offer(shop: World) -> None:
    """It answers the first one, whose execution was aborted meanwhile."""
    order_id, work = shop.offered()
    aborted = shop.aborts(order_id, "Fulfilment")
    assert shop.sweep(aborted).answer == {"started": 1}
    shop.run_to_rest()
    shop.reports(work)
    takes_offers(shop)
    ends(shop, order_id, "COMPLETED")


def a_customer_cancels_before_anything_is_held(shop: World) -> None:
    """There is no reservation to release and no payment to void: tombstones take their places."""
    owner = shop.fills_cart({SKU: 1})
    lost = shop.fault("Checkouts", "hangs", at="StartExecution")
    shop.checkout(owner)
    lost.kill()
    (order_id,) = shop.order_ids()
    assert shop.cancels(order_id).status == 202
    shop.time_passes(DUE_SECONDS)
    assert shop.sweep().answer == {"started": 1}
    ends(shop, order_id, "CANCELLED")


def a_customer_cancels_before_the_bank(shop: World) -> None:
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    assert shop.cancels(order_id).status == 202
    ends(shop, order_id, "CANCELLED")


def a_customer_cancels_while_the_warehouse_packs(shop: World) -> None:
    order_id, _ = shop.offered()
    assert shop.cancels(order_id).status == 202
    ends(shop, order_id, "CANCELLED")


def a_customer_cancels_what_is_packed(shop: World) -> None:
    order_id, work = shop.offered()
    lost = unanswered(shop, work)
    assert shop.cancels(order_id).status == 409
    lost.kill()
    ends(shop, order_id, "COMPLETED")


def a_decision_is_answered_by_the_sweep(shop: World) -> None:
    """Whoever decided died before the execution was told."""
    order_id, work = shop.offered()
    unanswered(shop, work).kill()
    shop.time_passes(DUE_SECONDS)
    shop.sweep()
    ends(shop, order_id, "COMPLETED")


def a_packing_is_ended_by_the_sweep(shop: World) -> None:
    shop.provider.fault("confirm", "short_hold")
    order_id, _ = shop.offered()
    shop.sweep()
    ends(shop, order_id, "CANCELLED")


def a_fulfilment_is_begun_by_the_sweep(shop: World) -> None:
    order_id = shop.confirmed()
    shop.time_passes(DUE_SECONDS)
    assert shop.sweep().answer == {"started": 1}
    shop.run_to_rest()
    shop.reports(shop.offer())
    ends(shop, order_id, "COMPLETED")


def a_fulfilment_is_started_by_the_sweep(shop: World) -> None:
    """The order is FULFILLING, and its execution was never started."""
    order_id = shop.confirmed()
    lost = shop.fault("Relay", "hangs", at="StartExecution")
    shop.relay()
    lost.kill()
    shop.time_passes(PACKING_SECONDS + 1)
    assert shop.sweep().answer == {"started": 1}
    shop.run_to_rest()
    takes_offers(shop)
    ends(shop, order_id, "CANCELLED")


def takes_offers(shop: World) -> None:
    assert shop.delivers("PackingRequests", "OfferPacking").answer == TAKEN


def unanswered(shop: World, work: dict[str, Any]) -> Fault:
    """It is packed, and the execution that waits is not told."""
    lost = shop.fault("ReportPacking", "hangs", at="SendTaskSuccess")
    shop.report(work)
    return lost


def ends(shop: World, order_id: str, status: str) -> None:
    shop.run_to_end()
    assert shop.outcome(order_id)[0] == status


def a_packed_order_cannot_be_completed(shop: World) -> None:
    order_id, work = shop.offered()
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    shop.answers_operator(order_id)
    ends(shop, order_id, "COMPLETED")


SCENARIOS = (
    a_packed_order_cannot_be_completed,
    a_warehouse_answers_by_queue,
    a_warehouse_answers_by_url,
    a_warehouse_that_answers_too_late_is_told_again,
    the_relay_is_told_what_it_began_itself,
    nobody_packs_in_time,
    an_answer_is_quicker_than_the_second_offer,
    a_customer_cancels_before_anything_is_held,
    a_customer_cancels_before_the_bank,
    a_customer_cancels_while_the_warehouse_packs,
    a_customer_cancels_what_is_packed,
    a_decision_is_answered_by_the_sweep,
    a_packing_is_ended_by_the_sweep,
    a_fulfilment_is_begun_by_the_sweep,
    a_fulfilment_is_started_by_the_sweep,
)
