"""POST /cart/merge: what moves, what stays, and whose orders may be read afterwards."""

import pytest

from functions.cart.writes import KEPT
from functions.session import owners_store
from functions.session.store import key_ring
from functions.session.token import LIFETIME, Session, sign
from functions.shared import clock
from functions.shared.table import get
from tests.handlers import saga
from tests.handlers.guests import ME, Guest, line_ids, merge, new_guest
from tests.handlers.shop import Shop


def test_lines_whose_id_mine_lacks_move_over_and_the_others_stay(shop: Shop, guest: Guest) -> None:
    shop.put("shared", quantity=1)
    shop.put("theirs", owner=guest.owner, sku="pizza", options={"size": "large"}, quantity=2)
    shop.put("shared", owner=guest.owner, quantity=9)

    reply = merge(shop, guest)

    assert reply.status == 200
    assert [(one["line_id"], one["quantity"]) for one in reply.body["lines"]] == [
        ("shared", 1),
        ("theirs", 2),
    ]
    assert reply.body["total"]["amount"] == 250 + 2 * 1100
    assert (reply.body["version"], reply.headers["ETag"]) == (2, '"2"')
    assert reply.headers["Cache-Control"] == "no-store"
    assert shop.call("GET /cart").body == reply.body
    left = shop.call("GET /cart", owner=guest.owner).body
    assert [(one["line_id"], one["quantity"]) for one in left["lines"]] == [("shared", 9)]
    assert left["version"] == 3


def test_the_same_token_twice_changes_nothing(shop: Shop, guest: Guest) -> None:
    shop.put("shared")
    shop.put("shared", owner=guest.owner, quantity=9)
    shop.put("theirs", owner=guest.owner)
    once = merge(shop, guest)
    left = shop.call("GET /cart", owner=guest.owner).body
    again = merge(shop, guest)
    assert (again.status, again.body) == (200, once.body)
    assert shop.call("GET /cart", owner=guest.owner).body == left


def test_the_same_token_again_brings_what_the_guest_put_in_since(shop: Shop, guest: Guest) -> None:
    merge(shop, guest)
    shop.put("late", owner=guest.owner)
    assert [one["line_id"] for one in merge(shop, guest).body["lines"]] == ["late"]


def test_two_carts_that_were_never_touched_are_merged_without_a_trace_in_either(
    shop: Shop, guest: Guest
) -> None:
    assert merge(shop, guest).body["version"] == 0
    assert get("CARTS_TABLE", {"owner": ME}) is None
    assert get("CARTS_TABLE", {"owner": guest.owner}) is None
    assert owners_store.readable_owners(ME) == (ME, guest.owner)


def test_the_guests_orders_are_mine_to_read_and_mine_are_not_the_guests(shop: Shop, guest: Guest) -> None:
    shop.stock("water", 10)
    shop.put(owner=guest.owner)
    theirs = shop.check_out(owner=guest.owner).body["order_id"]
    saga.confirm(theirs)
    shop.put()
    mine = shop.check_out().body["order_id"]
    saga.confirm(mine)
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


def test_an_owner_without_guests_reads_but_the_own_orders(shop: Shop) -> None:
    assert owners_store.readable_owners(ME) == (ME,)


def test_more_than_fifty_lines_are_refused_and_nothing_moves(shop: Shop, guest: Guest) -> None:
    for number in range(30):
        shop.put(f"mine-{number}")
    for number in range(21):
        shop.put(f"theirs-{number}", owner=guest.owner)
    before = shop.call("GET /cart").body, shop.call("GET /cart", owner=guest.owner).body

    assert merge(shop, guest).refusal == (422, "invalid-request")

    assert (shop.call("GET /cart").body, shop.call("GET /cart", owner=guest.owner).body) == before
    assert owners_store.readable_owners(ME) == (ME,)


def test_at_most_twenty_guests_are_merged_and_a_known_one_again(shop: Shop) -> None:
    guests = [new_guest(shop) for _ in range(20)]
    for one in guests:
        assert merge(shop, one).status == 200
    late = new_guest(shop)
    shop.put("late", owner=late.owner)
    assert merge(shop, late).refusal == (422, "invalid-request")
    assert line_ids(shop, late.owner) == ["late"]
    shop.put("known", owner=guests[0].owner)
    assert [one["line_id"] for one in merge(shop, guests[0]).body["lines"]] == ["known"]
    assert len(owners_store.readable_owners(ME)) == 21


def test_a_cart_whose_time_is_over_brings_nothing(
    shop: Shop, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put("mine")
    shop.put("old", owner=guest.owner)
    later = clock.now() + KEPT
    monkeypatch.setattr(clock, "now", lambda: later)
    guest = Guest(guest.owner, sign(Session(guest.owner, later + LIFETIME), key_ring()))
    reply = merge(shop, guest)
    assert (reply.status, reply.body["lines"]) == (200, [])
