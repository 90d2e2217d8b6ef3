"""POST /cart/merge: what moves, what stays, and whose orders may be read afterwards."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.cart import merge_carts as merging
from functions.cart import store
from functions.cart.writes import KEPT
from functions.catalog import store as catalog_store
from functions.session import owners_store
from functions.session.store import key_ring
from functions.session.token import begin, sign
from functions.shared import clock
from functions.shared.table import get
from tests.handlers import saga
from tests.handlers.cloud import forget_data
from tests.handlers.guests import ME, Guest, line_ids, merge, new_guest
from tests.handlers.shop import WATER, Shop


def quantities(cart: dict[str, Any]) -> dict[str, int]:
    return {one["line_id"]: one["quantity"] for one in cart["lines"]}


def test_every_line_of_the_guests_moves_over(shop: Shop, guest: Guest) -> None:
    shop.put("shared", quantity=1)
    shop.put("same", quantity=3)
    shop.put("theirs", owner=guest.owner, sku="pizza", options={"size": "large"}, quantity=2)
    shop.put("shared", owner=guest.owner, quantity=9)
    shop.put("same", owner=guest.owner, quantity=3)

    reply = merge(shop, guest)

    assert reply.status == 200
    moved = reply.body["lines"][-1]
    assert moved["line_id"].startswith("merged-")
    assert quantities(reply.body) == {"shared": 1, "same": 3, "theirs": 2, moved["line_id"]: 9}
    assert reply.body["total"]["amount"] == 13 * 250 + 2 * 1100
    assert (reply.body["version"], reply.headers["ETag"]) == (3, '"3"')
    assert reply.headers["Cache-Control"] == "no-store"
    assert shop.cart() | {"orders_linked": True} == reply.body
    left = shop.cart(guest.owner)
    assert (quantities(left), left["version"]) == ({}, 4)


def test_the_same_token_twice_changes_nothing(shop: Shop, guest: Guest) -> None:
    shop.put("shared")
    shop.put("shared", owner=guest.owner, quantity=9)
    shop.put("theirs", owner=guest.owner)
    once = merge(shop, guest)
    left = shop.cart(guest.owner)
    again = merge(shop, guest)
    assert (again.status, again.body) == (200, once.body)
    assert shop.cart(guest.owner) == left


def test_a_line_that_the_guest_puts_in_again_is_the_one_that_has_moved(shop: Shop, guest: Guest) -> None:
    shop.put("shared")
    for _ in range(2):
        shop.put("shared", owner=guest.owner, quantity=9)
        merged = merge(shop, guest).body
    assert sorted(quantities(merged).values()) == [1, 9]
    assert line_ids(shop, guest.owner) == []


@pytest.fixture
def water_withdrawn(shop: Shop) -> Iterator[Callable[[], None]]:
    """Has the shop sell no water any more, until the test is over."""

    def withdraw() -> None:
        catalog_store.replace([], [WATER.sku], catalog_store.load().revision)
        forget_data()

    yield withdraw
    catalog_store.save(WATER)
    forget_data()


def test_a_line_moves_whose_product_is_sold_no_more(
    shop: Shop, guest: Guest, water_withdrawn: Callable[[], None]
) -> None:
    shop.put("gone", owner=guest.owner)
    water_withdrawn()
    assert merge(shop, guest).status == 200
    assert [line.line_id for line in store.load(ME, clock.now()).lines] == ["gone"]


def test_the_same_token_again_brings_what_the_guest_put_in_since(shop: Shop, guest: Guest) -> None:
    merge(shop, guest)
    shop.put("late", owner=guest.owner)
    merge(shop, guest)
    assert line_ids(shop) == ["late"]


def test_two_carts_that_were_never_touched_are_merged_without_a_trace_in_either(
    shop: Shop, guest: Guest
) -> None:
    assert merge(shop, guest).body["version"] == 0
    assert get("CARTS_TABLE", {"owner": ME}) is None
    assert get("CARTS_TABLE", {"owner": guest.owner}) is None
    assert owners_store.readable_owners(ME) == (ME, guest.owner)


def test_the_guests_orders_are_mine_and_mine_are_not_the_guests(shop: Shop, guest: Guest) -> None:
    shop.stock("water", 10)
    theirs, mine = shop.buys(guest.owner), shop.buys()
    for order_id in (theirs, mine):
        saga.confirm(order_id)
    assert shop.call(f"GET /orders/{theirs}").refusal == (404, "not-found")

    merge(shop, guest)

    assert shop.call(f"GET /orders/{theirs}").body["order_id"] == theirs
    assert shop.call(f"GET /orders/{mine}").status == 200
    assert shop.call(f"GET /orders/{mine}", owner=guest.owner).refusal == (404, "not-found")
    assert shop.call(f"GET /orders/{theirs}", owner="own_eve").refusal == (404, "not-found")


def test_links_are_not_followed_further_than_one(shop: Shop, guest: Guest) -> None:
    earlier = new_guest(shop)
    merge(shop, earlier, owner=guest.owner)
    merge(shop, guest)
    assert owners_store.readable_owners(ME) == (ME, guest.owner)


def test_more_than_fifty_lines_are_refused_and_nothing_moves(shop: Shop, guest: Guest) -> None:
    for number in range(30):
        shop.put(f"mine-{number}")
    for number in range(21):
        shop.put(f"theirs-{number}", owner=guest.owner)
    before = shop.cart(), shop.cart(guest.owner)

    assert merge(shop, guest).refusal == (422, "invalid-request")

    assert (shop.cart(), shop.cart(guest.owner)) == before
    assert owners_store.readable_owners(ME) == (ME,)


def test_goods_of_the_twenty_first_guest_move_too_and_the_answer_says_that_its_orders_do_not(
    shop: Shop,
) -> None:
    guests = [new_guest(shop) for _ in range(20)]
    for one in guests:
        assert merge(shop, one).body["orders_linked"] is True
    late = new_guest(shop)
    shop.put("late", owner=late.owner)

    answers = [merge(shop, late) for _ in range(2)]

    assert [(one.status, one.body["orders_linked"]) for one in answers] == [(200, False)] * 2
    assert answers[0].body == answers[1].body
    assert (line_ids(shop), line_ids(shop, late.owner)) == (["late"], [])
    assert late.owner not in owners_store.readable_owners(ME)
    assert len(owners_store.readable_owners(ME)) == 21
    shop.put("known", owner=guests[0].owner)
    known = merge(shop, guests[0])
    assert (known.body["orders_linked"], line_ids(shop)) == (True, ["late", "known"])


def test_a_guest_who_loses_the_last_place_to_another_login_meanwhile_brings_goods_alone(
    shop: Shop, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(19):
        merge(shop, new_guest(shop))
    shop.put("late", owner=guest.owner)
    transact = merging.transact

    def the_other_first(writes: Any) -> None:
        monkeypatch.setattr(merging, "transact", transact)
        assert merge(shop, new_guest(shop)).body["orders_linked"] is True
        transact(writes)

    monkeypatch.setattr(merging, "transact", the_other_first)
    reply = merge(shop, guest)
    assert (reply.status, reply.body["orders_linked"]) == (200, False)
    assert line_ids(shop) == ["late"]


def test_a_cart_whose_time_is_over_brings_nothing(
    shop: Shop, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put("mine")
    shop.put("old", owner=guest.owner)
    later = clock.now() + KEPT
    monkeypatch.setattr(clock, "now", lambda: later)
    guest = Guest(guest.owner, sign(begin(guest.owner, "s1", later), key_ring()))
    reply = merge(shop, guest)
    assert (reply.status, reply.body["lines"]) == (200, [])
