"""A guest logs in, as both meet it over HTTP."""

from concurrent.futures import ThreadPoolExecutor

from tests.e2e.shop import PIZZA, WATER, Shop, merge
from tests.e2e.slow_orders import SlowOrders


def test_a_guests_cart_and_orders_become_mine(shop: Shop) -> None:
    me, guest = shop.buyer(), shop.buyer()
    guest.put(WATER, "bought")
    order_id = guest.pay_until_decided().json()["order_id"]
    guest.put(PIZZA, "pizza")
    me.put(WATER, "water")
    assert me.call("GET", f"/orders/{order_id}").status_code == 404

    assert [merge(me, guest) for _ in range(2)] == [200, 200]

    assert [line["line_id"] for line in me.cart()["lines"]] == ["water", "pizza"]
    assert guest.cart()["lines"] == []
    assert me.order(order_id)["status"] in ("CONFIRMED", "COMPLETED")


def test_a_guest_whose_bank_is_asking_is_merged_when_the_order_is_decided(slow: SlowOrders) -> None:
    me, guest = slow.login, slow.merging.buyer
    assert slow.merging.answer.status_code == 202
    assert slow.merged == 409
    slow.merging.decided()
    assert merge(me, guest) == 200
    assert len(me.cart()["lines"]) == 1


def test_twenty_tabs_of_a_guest_beside_a_login_are_at_most_one_order_and_no_line_is_lost(shop: Shop) -> None:
    me, guest = shop.buyer(), shop.buyer()
    total = guest.put(WATER, "line")["total"]

    with ThreadPoolExecutor(24) as pool:
        merges = [pool.submit(merge, me, guest) for _ in range(4)]
        tabs = list(pool.map(lambda n: guest.pay(key=f"tab-{n}", total=total), range(20)))

    assert {one.result() for one in merges} <= {200, 409}
    placed = {tab.json()["order_id"] for tab in tabs if tab.status_code in (201, 202)}
    assert {tab.status_code for tab in tabs} <= {201, 202, 409}
    left = [line["line_id"] for line in me.cart()["lines"] + guest.cart()["lines"]]
    assert len(placed) + len(left) == 1
