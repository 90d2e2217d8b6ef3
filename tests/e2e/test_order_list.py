"""Orders listed, summed and rebuilt while the shop is open."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from tests.e2e.shop import WATER, Buyer, Shop


def listed(buyer: Buyer, wanted: int) -> list[dict[str, Any]]:
    """The buyer's orders once there are so many: the list follows at a short distance."""

    def look() -> list[dict[str, Any]] | None:
        found: list[dict[str, Any]] = []
        cursor = ""
        while cursor is not None:
            page = buyer.call("GET", f"/orders?limit=2{cursor and '&cursor=' + cursor}").json()
            found += page["orders"]
            cursor = page["next_cursor"]
        return found if len(found) >= wanted else None

    return buyer.patience.until(look, f"fewer than {wanted} orders are listed")


def test_a_buyer_s_orders_are_listed_newest_first_as_each_of_them_is_shown(shop: Shop) -> None:
    buyer = shop.buyer()
    cards = ("pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_visa")
    placed = [buyer.tries(WATER, card).json()["order_id"] for card in cards]

    found = listed(buyer, 3)

    assert [order["order_id"] for order in found] == placed[::-1]
    for order in found:
        shown = buyer.order(order["order_id"])
        lines = [{name: line[name] for name in order["lines"][0]} for line in shown["lines"]]
        assert order == {name: shown[name] for name in order} | {"lines": lines}


def test_one_buyer_s_cursor_is_refused_to_another(shop: Shop) -> None:
    buyer = shop.buyer()
    for _ in range(2):
        buyer.tries(WATER)
    listed(buyer, 2)
    cursor = buyer.call("GET", "/orders?limit=1").json()["next_cursor"]

    assert buyer.call("GET", f"/orders?cursor={cursor}").status_code == 200
    assert shop.buyer().call("GET", f"/orders?cursor={cursor}").status_code == 422
    assert buyer.call("GET", f"/orders?cursor={cursor[:-2]}").status_code == 422


def test_views_rebuilt_while_customers_buy_are_those_that_the_relay_keeps(shop: Shop) -> None:
    buyers = [shop.buyer() for _ in range(8)]

    with ThreadPoolExecutor(9) as pool:
        bought = pool.map(lambda buyer: buyer.tries(WATER).status_code, buyers)
        rebuilt = json.loads(pool.submit(shop.ops, "rebuild-views").result().stdout)
        assert set(bought) == {201}
    assert (rebuilt["failed"], rebuilt["removed"]) == ([], 0)
    for buyer in buyers:
        assert len(listed(buyer, 1)) == 1

    assert _at_rest(shop)["written"] == 0
    today = datetime.now(UTC).date().isoformat()
    sold = json.loads(shop.ops("sales", "--from", today, "--to", today).stdout)
    # Midnight may pass between the first order of the run and here.
    orders = shop.audit()["orders"]
    assert 0 < sold["orders"] <= orders.get("CONFIRMED", 0) + orders.get("COMPLETED", 0)


def _at_rest(shop: Shop) -> dict[str, Any]:
    """A rebuild that found nothing to write, or the last of several: the relay may be a moment behind."""
    for _ in range(5):
        report: dict[str, Any] = json.loads(shop.ops("rebuild-views").stdout)
        if not report["written"]:
            break
    return report
