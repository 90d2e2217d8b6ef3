"""POST /cart/merge beside checkouts, other tabs and other logins."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from unittest.mock import Mock

import pytest

from functions.cart import merge_carts as merging
from functions.cart import store
from functions.cart.cart import Cart
from functions.order.order import Reason
from functions.session import owners_store
from functions.shared import clock
from functions.shared.table import ConditionRefused
from tests.handlers import saga
from tests.handlers.guests import ME, Guest, line_ids, merge
from tests.handlers.shop import Reply, Shop


@pytest.mark.parametrize("whose", ["mine", "the guest's"])
def test_while_an_order_claims_either_cart_nothing_is_merged(shop: Shop, guest: Guest, whose: str) -> None:
    shop.stock("water", 10)
    shop.put("mine")
    shop.put("theirs", owner=guest.owner)
    owner = ME if whose == "mine" else guest.owner
    order_id = shop.check_out(owner=owner).body["order_id"]

    reply = merge(shop, guest)

    assert reply.refusal == (409, "checkout-in-progress")
    assert reply.body["order_id"] == order_id
    assert (line_ids(shop), line_ids(shop, guest.owner)) == (["mine"], ["theirs"])
    saga.cancel(order_id, Reason.PAYMENT_DECLINED)
    assert [one["line_id"] for one in merge(shop, guest).body["lines"]] == ["mine", "theirs"]


def test_what_the_guest_has_bought_does_not_move_again(shop: Shop, guest: Guest) -> None:
    shop.stock("water", 10)
    shop.put("theirs", owner=guest.owner)
    order_id = shop.check_out(owner=guest.owner).body["order_id"]
    assert merge(shop, guest).refusal == (409, "checkout-in-progress")
    saga.confirm(order_id)
    assert merge(shop, guest).body["lines"] == []
    assert shop.call(f"GET /orders/{order_id}").body["status"] == "CONFIRMED"


def test_a_merge_that_was_done_is_answered_as_done_even_while_my_cart_is_claimed(
    shop: Shop, guest: Guest
) -> None:
    shop.put("theirs", owner=guest.owner)
    merged = merge(shop, guest).body
    order_id = shop.check_out().body["order_id"]
    again = merge(shop, guest)
    assert (again.status, again.body) == (200, merged | {"checkout": order_id})


@pytest.fixture
def between(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], list[str]]:
    """Has something happen once, between the moment when both carts were read and the write."""

    def use(happening: Callable[[], None]) -> list[str]:
        happened: list[str] = []
        transact = merging.transact

        def happen_first(writes: Any) -> None:
            if not happened:
                happened.append("once")
                happening()
            transact(writes)

        monkeypatch.setattr(merging, "transact", happen_first)
        return happened

    return use


Between = Callable[[Callable[[], None]], list[str]]


@pytest.mark.parametrize("whose", ["mine", "the guest's"])
def test_an_order_that_is_placed_between_the_merges_read_and_its_write_wins(
    shop: Shop, guest: Guest, between: Between, whose: str
) -> None:
    shop.put("mine")
    shop.put("theirs", owner=guest.owner)
    owner = ME if whose == "mine" else guest.owner
    happened = between(lambda: void(shop.check_out(owner=owner)))
    assert merge(shop, guest).refusal == (409, "checkout-in-progress")
    assert happened
    assert (line_ids(shop), line_ids(shop, guest.owner)) == (["mine"], ["theirs"])
    assert owners_store.readable_owners(ME) == (ME,)


def test_an_order_that_is_placed_meanwhile_wins_even_if_no_line_was_to_move(
    shop: Shop, guest: Guest, between: Between
) -> None:
    shop.put("mine")
    happened = between(lambda: void(shop.check_out()))
    assert merge(shop, guest).refusal == (409, "checkout-in-progress")
    assert happened
    assert owners_store.readable_owners(ME) == (ME,)


@pytest.mark.parametrize("whose", ["mine", "the guest's"])
def test_a_line_put_between_the_merges_read_and_its_write_is_not_lost(
    shop: Shop, guest: Guest, between: Between, whose: str
) -> None:
    shop.put("mine")
    shop.put("theirs", owner=guest.owner)
    owner = ME if whose == "mine" else guest.owner
    happened = between(lambda: void(shop.put("late", owner=owner)))
    assert merge(shop, guest).status == 200
    assert happened
    assert sorted(line_ids(shop)) == ["late", "mine", "theirs"]
    assert line_ids(shop, guest.owner) == []


def test_a_checkout_that_read_the_guests_cart_before_it_was_merged_is_refused_and_its_key_stays_free(
    shop: Shop, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put("theirs", owner=guest.owner)
    load = store.load
    merged: list[Reply] = []

    def load_then_lose(owner: str, now: datetime) -> Cart:
        seen = load(owner, now)
        if owner == guest.owner and not merged:
            monkeypatch.setattr(store, "load", load)
            merged.append(merge(shop, guest))
        return seen

    monkeypatch.setattr(store, "load", load_then_lose)
    assert shop.check_out(owner=guest.owner).refusal == (409, "cart-empty")
    assert merged[0].status == 200
    shop.put("another", owner=guest.owner)
    assert shop.check_out(owner=guest.owner).status == 202


def test_two_logins_with_one_guest_at_once_divide_nothing_twice(
    shop: Shop, guest: Guest, between: Between
) -> None:
    shop.put("theirs", owner=guest.owner)
    happened = between(lambda: void(merge(shop, guest, owner="own_eve")))
    assert merge(shop, guest).body["lines"] == []
    assert happened
    assert line_ids(shop, "own_eve") == ["theirs"]


def test_carts_that_move_every_time_are_a_reason_to_repeat(
    shop: Shop, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "pause", lambda seconds: None)
    refused = ConditionRefused({"cart": None})
    monkeypatch.setattr(merging, "transact", Mock(side_effect=refused))
    assert merge(shop, guest).refusal == (503, "try-again")


def void(reply: Reply) -> None:
    assert reply.status in (200, 202), reply
