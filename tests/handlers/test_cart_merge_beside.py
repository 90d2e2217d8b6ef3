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
from functions.shared.table import ConditionRefused
from tests.handlers import saga
from tests.handlers.guests import ME, Guest, line_ids, merge
from tests.handlers.shop import Reply, Shop

Between = Callable[[Callable[[], Reply]], list[Reply]]
WHOSE = pytest.mark.parametrize("whose", ["mine", "the guest's"])


@pytest.fixture
def owners(shop: Shop, guest: Guest) -> dict[str, str]:
    """Whose carts there are, each with a line."""
    shop.put("mine")
    shop.put("theirs", owner=guest.owner)
    return {"mine": ME, "the guest's": guest.owner}


@WHOSE
def test_while_an_order_claims_either_cart_nothing_is_merged(
    shop: Shop, guest: Guest, owners: dict[str, str], whose: str
) -> None:
    order_id = shop.check_out(owner=owners[whose]).body["order_id"]

    reply = merge(shop, guest)

    assert (*reply.refusal, reply.body["order_id"]) == (409, "checkout-in-progress", order_id)
    assert (line_ids(shop), line_ids(shop, guest.owner)) == (["mine"], ["theirs"])
    saga.cancel(order_id, Reason.PAYMENT_DECLINED)
    merge(shop, guest)
    assert line_ids(shop) == ["mine", "theirs"]


def test_what_the_guest_has_bought_does_not_move_again(shop: Shop, guest: Guest) -> None:
    shop.stock("water", 10)
    order_id = shop.buys(guest.owner)
    assert merge(shop, guest).refusal == (409, "checkout-in-progress")
    saga.confirm(order_id)
    assert merge(shop, guest).body["lines"] == []
    assert shop.order(order_id)["status"] == "CONFIRMED"


def test_a_merge_that_was_done_is_answered_as_done_even_while_my_cart_is_claimed(
    shop: Shop, guest: Guest
) -> None:
    shop.put("theirs", owner=guest.owner)
    merged = merge(shop, guest).body
    order_id = shop.check_out().body["order_id"]
    again = merge(shop, guest)
    assert (again.status, again.body) == (200, merged | {"checkout": order_id})


@pytest.fixture
def between(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Between:
    """Has something happen once, between the moment when both carts were read and the write; the answer."""

    def use(happening: Callable[[], Reply]) -> list[Reply]:
        happened: list[Reply] = []
        transact = merging.transact

        def happen_first(writes: Any) -> None:
            monkeypatch.setattr(merging, "transact", transact)
            happened.append(happening())
            transact(writes)

        monkeypatch.setattr(merging, "transact", happen_first)
        return happened

    return use


@WHOSE
def test_an_order_that_is_placed_between_the_merges_read_and_its_write_wins(
    shop: Shop, guest: Guest, between: Between, owners: dict[str, str], whose: str
) -> None:
    happened = between(lambda: shop.check_out(owner=owners[whose]))
    assert merge(shop, guest).refusal == (409, "checkout-in-progress")
    assert [one.status for one in happened] == [202]
    assert (line_ids(shop), line_ids(shop, guest.owner)) == (["mine"], ["theirs"])
    assert owners_store.readable_owners(ME) == (ME,)


def test_an_order_that_is_placed_meanwhile_wins_even_if_no_line_was_to_move(
    shop: Shop, guest: Guest, between: Between
) -> None:
    shop.put("mine")
    happened = between(shop.check_out)
    assert merge(shop, guest).refusal == (409, "checkout-in-progress")
    assert [one.status for one in happened] == [202]
    assert owners_store.readable_owners(ME) == (ME,)


@WHOSE
def test_a_line_put_between_the_merges_read_and_its_write_is_not_lost(
    shop: Shop, guest: Guest, between: Between, owners: dict[str, str], whose: str
) -> None:
    happened = between(lambda: shop.put("late", owner=owners[whose]))
    assert merge(shop, guest).status == 200
    assert [one.status for one in happened] == [200]
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
    happened = between(lambda: merge(shop, guest, owner="own_eve"))
    assert merge(shop, guest).body["lines"] == []
    assert [one.status for one in happened] == [200]
    assert line_ids(shop, "own_eve") == ["theirs"]


def test_carts_that_move_every_time_are_a_reason_to_repeat(
    shop: Shop, guest: Guest, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "transact", Mock(side_effect=ConditionRefused({"cart": None})))
    assert merge(shop, guest).refusal == (503, "try-again")
