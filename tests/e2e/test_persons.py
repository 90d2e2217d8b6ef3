"""Somebody who asks for what is kept of them, and then to be forgotten, on the running shop."""

import json

from tests.e2e.shop import ADDRESS, WATER, Shop

EMAIL = "zqforgotten@example.org"


def test_somebody_is_told_all_and_then_erased_while_the_shop_goes_on(shop: Shop) -> None:
    buyer = shop.buyer()
    buyer.email = EMAIL
    order_id = buyer.buys(WATER)
    said = {"client_id": "hello", "text": "zqforgotten, please"}
    assert buyer.call("POST", f"/conversations/{order_id}/messages", said).status_code == 201
    assert buyer.call("PUT", "/sessions/current/data", {"email": EMAIL}).status_code == 200
    owner = buyer.call("GET", "/sessions/current").json()["owner"]
    assert buyer.ended(order_id) == ("COMPLETED", None)

    exported = shop.ops("export-person", owner)
    assert exported.returncode == 0, exported.stderr
    (order,) = json.loads(exported.stdout)["orders"]
    assert (order["order_id"], order["email"]) == (order_id, EMAIL)
    assert order["shipping_address"] == ADDRESS
    assert exported.stdout.count("zqforgotten") == 3

    erased = shop.ops("erase-person", owner, "--yes", "--why", "asked in writing")
    assert erased.returncode == 0, erased.stderr
    counts = json.loads(erased.stdout)
    assert (counts["orders"], counts["messages"], counts["sessions"]) == ([order_id], 1, 1)
    again = shop.ops("export-person", owner)
    assert "zqforgotten" not in again.stdout
    assert json.loads(again.stdout)["orders"][0]["total"] == order["total"]
    found = json.loads(shop.ops("find-order", order_id).stdout)
    assert [event["type"] for event in found["events"]] == [event["type"] for event in order["events"]]
