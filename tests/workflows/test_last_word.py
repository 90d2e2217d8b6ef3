"""The warehouse's last word: hand over what is paid for, put back what is not, once the one or the other is
certain, and again for whoever seems not to have heard."""

from typing import Any

import pytest

from functions.fulfilment import store as fulfilments
from functions.fulfilment.tell_warehouse import tell_owed
from functions.payment.provider import provider
from harness.actors import TAKEN
from harness.items import breaks
from harness.moto.world import SKU, World

PACK_TIME = 6 * 24 * 3600 + 60


def words(shop: World) -> list[dict[str, Any]]:
    """What the warehouse hears once all that happened was relayed."""
    shop.relays()
    return shop.hears()


def answer(shop: World, work: dict[str, Any], outcome: str = "packed") -> Any:
    return shop.api("POST", f"/fulfilments/{work['callback_id']}", {"outcome": outcome})


def test_what_is_packed_and_paid_for_is_to_be_handed_over(shop: World) -> None:
    order_id, work = shop.offered(quantity=2)
    shop.packs(work, lines=[{"line_id": SKU, "quantity": 1}])

    handed_over = {"type": "hand_over", "order_id": order_id, "lines": [{"line_id": SKU, "quantity": 1}]}
    assert words(shop) == [handed_over]
    assert words(shop) == []


def test_nobody_is_told_before_the_money_is_taken(shop: World) -> None:
    order_id, work = shop.offered()
    assert words(shop) == []
    shop.never_completes()
    shop.reports(work)
    shop.parks(order_id)
    assert words(shop) == []
    assert answer(shop, work).json["instruction"] == "wait"

    shop.answers_operator(order_id)
    shop.run_to_end()
    assert [one["type"] for one in words(shop)] == ["hand_over"]
    assert answer(shop, work).json["instruction"] == "hand_over"


def test_a_parcel_whose_hold_is_gone_is_to_be_put_back(shop: World) -> None:
    order_id, work = shop.offered()
    provider.cancel_hold(shop.hold(order_id).hold_id)

    taken = answer(shop, work)
    assert (taken.status, taken.json["instruction"]) == (200, "wait")
    shop.run_to_end()

    assert words(shop) == [{"type": "put_back", "order_id": order_id, "why": "payment-declined"}]
    refused = answer(shop, work)
    assert (refused.status, refused.json["instruction"]) == (409, "put_back")


@pytest.mark.parametrize(
    ("ends", "why"), [("cancelled", "cancelled-by-customer"), ("rejected", "rejected-by-shop")]
)
def test_what_nobody_wants_any_more_is_to_be_put_back(shop: World, ends: str, why: str) -> None:
    order_id, work = shop.offered()
    if ends == "cancelled":
        shop.cancels(order_id)
        refused = answer(shop, work)
        assert (refused.status, refused.json["instruction"]) == (409, "put_back")
    else:
        shop.reports(work, ends)
    shop.run_to_end()

    assert words(shop) == [{"type": "put_back", "order_id": order_id, "why": why}]


def test_who_packs_after_its_time_is_told_to_put_it_back(shop: World) -> None:
    order_id, work = shop.offered()
    shop.time_passes(PACK_TIME)
    shop.sweep()
    shop.run_to_end()
    put_back = {"type": "put_back", "order_id": order_id, "why": "not-packed-in-time"}
    assert words(shop) == [put_back]

    expired = answer(shop, work)
    assert (expired.status, expired.json["instruction"]) == (410, "put_back")
    shop.reports(work)
    assert shop.hears() == [put_back]


@pytest.mark.parametrize("report", ["accepted", "packed", "rejected"])
def test_whoever_still_answers_has_not_heard_and_is_told_again(shop: World, report: str) -> None:
    """Its offer may have come after the last word: the queue keeps no order."""
    order_id, work = shop.offered()
    shop.cancels(order_id)
    shop.run_to_end()
    first = words(shop)

    shop.reports(work, report)

    assert shop.hears() == first


def test_who_repeats_that_it_packed_is_told_again_to_hand_over(shop: World) -> None:
    _, work = shop.offered()
    shop.packs(work)
    first = words(shop)

    shop.reports(work)

    assert [one["type"] for one in first] == ["hand_over"]
    assert shop.hears() == first


def test_an_order_that_was_never_confirmed_is_no_warehouses_affair(shop: World) -> None:
    shop.buys("pm_card_visa_chargeDeclined")
    assert words(shop) == []


def test_an_order_is_offered_as_a_message_of_its_own_kind(shop: World) -> None:
    _, work = shop.offered()
    assert work["type"] == "pack"
    shop.packs(work)


def test_a_word_that_the_relay_gave_up_is_said_once_its_dead_letters_are_redriven(shop: World) -> None:
    order_id, work = shop.offered()
    shop.packs(work)
    assert fulfilments.load(order_id).owed

    assert tell_owed().words == 1
    assert tell_owed().words == 0

    assert [(one["type"], one["order_id"]) for one in shop.hears()] == [("hand_over", order_id)]


def test_an_order_that_ended_before_it_was_offered_is_owed_no_word_for_ever(shop: World) -> None:
    """Its message lay among the dead letters meanwhile, and is redriven once all has been relayed."""
    order_id = shop.asked()
    late = shop.messages("PackingRequests")
    shop.cancels(order_id)
    shop.expires("AwaitPacking")
    shop.run_to_end()
    assert words(shop) == []

    for _ in range(2):
        assert shop.invoke("OfferPacking", {"Records": late}).answer == TAKEN

    assert shop.hears() == [{"type": "put_back", "order_id": order_id, "why": "cancelled-by-customer"}]
    assert not fulfilments.load(order_id).owed


@pytest.mark.parametrize("ends", ["packed", "rejected"])
def test_who_was_offered_an_order_before_there_were_last_words_is_owed_none(shop: World, ends: str) -> None:
    order_id, work = shop.offered()
    shop.packs(work, ends)
    breaks("FULFILMENTS_TABLE", {"order_id": order_id}, "told")

    assert tell_owed().words == 0
    assert shop.hears() == []


def test_who_is_still_waited_for_is_owed_nothing_yet(shop: World) -> None:
    _, work = shop.offered()
    assert tell_owed().words == 0
    assert shop.hears() == []
    shop.packs(work)
