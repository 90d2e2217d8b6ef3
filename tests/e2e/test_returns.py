"""Sending things back, as a customer and an inspector meet it."""

import json
from dataclasses import replace
from typing import Any

from tests.e2e.charges import KEY, charged_for
from tests.e2e.shop import Buyer, Shop
from tests.e2e.slow_orders import SLOW

PIZZAS = {"sku": "diavola", "options": {"size": "small"}, "quantity": 3}
WATERS = {"sku": "water", "options": {}, "quantity": 2}


def delivered(buyer: Buyer) -> dict[str, Any]:
    """An order of three pizzas and two waters that the kitchen has handed over."""
    buyer.put(PIZZAS, "p")
    buyer.put(WATERS, "w")
    answer = buyer.pay_until_decided()
    assert answer.status_code == 201, answer.text
    order_id = answer.json()["order_id"]
    assert buyer.ended(order_id) == ("COMPLETED", None)
    return buyer.order(order_id)


def send_back(buyer: Buyer, order: dict[str, Any], lines: dict[str, int], **headers: str) -> dict[str, Any]:
    listed = [{"line_id": line, "quantity": units} for line, units in lines.items()]
    path = f"/orders/{order['order_id']}/returns"
    key = {"Idempotency_Key": f"back-{sorted(lines.items())}"}
    answer = buyer.call("POST", path, {"reason": "cold", "lines": listed}, **(key | headers))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def status(buyer: Buyer, one: dict[str, Any]) -> str:
    returns = buyer.call("GET", f"/orders/{one['order_id']}/returns").json()["returns"]
    found: str = next(other["status"] for other in returns if other["return_id"] == one["return_id"])
    return found


def decide(shop: Shop, buyer: Buyer, one: dict[str, Any], *answer: str) -> str:
    """The status at which the return comes to its end."""
    done = shop.ops(answer[0], one["return_id"], *answer[1:], "--yes")
    assert done.returncode == 0, done.stderr
    until = buyer.patience.until
    until(lambda: status(buyer, one) in ("REFUNDED", "REJECTED"), f"{one['return_id']} did not end")
    until(
        lambda: buyer.order(one["order_id"])["timeline"][-1]["type"] != "ReturnRequested",
        f"{one['return_id']} left no trace in its order",
    )
    return status(buyer, one)


def shelves(report: dict[str, Any]) -> dict[str, Any]:
    """The stock of all that ends with the test that bought it."""
    return {sku: stock for sku, stock in report["stock"].items() if sku != SLOW["sku"]}


def refunds(shop: Shop, return_ids: set[str]) -> dict[str, int]:
    """What the provider says it gave back for these returns."""
    answer = shop.ask("GET", "/sandbox/v1/refunds?limit=100", headers=KEY)
    assert answer.status_code == 200, answer.text
    made = [one for one in answer.json()["data"] if "return_id" in one["metadata"]]  # not what was let go
    found = [(one["metadata"]["return_id"], one["amount"]) for one in made]
    assert len(found) == len({name for name, _ in found})
    return {name: amount for name, amount in found if name in return_ids}


def test_a_part_of_an_order_comes_back_to_the_cent(shop: Shop) -> None:
    buyer = shop.buyer()
    order = delivered(buyer)
    prices = {line["line_id"]: line["unit_price"]["amount"] for line in order["lines"]}
    before, charged = shop.audit(), charged_for(shop, order["order_id"])
    assert (charged.captured, charged.given_back) == (order["total"]["amount"], 0)

    one = send_back(buyer, order, {"p": 2, "w": 1})
    assert one["refund"]["amount"] == 2 * prices["p"] + prices["w"]
    assert decide(shop, buyer, one, "accept-return", "--why", "cold") == "REFUNDED"

    after = shop.audit()
    assert after["ok"], after["violations"]
    refunded = replace(charged, given_back=one["refund"]["amount"])
    assert charged_for(shop, order["order_id"]) == refunded
    assert after["payments"]["refunded"] == before["payments"]["refunded"] + one["refund"]["amount"]
    for sku, units in (("diavola", 2), ("water", 1)):
        assert after["stock"][sku]["sold"] == before["stock"][sku]["sold"] - units
        assert after["stock"][sku]["available"] == before["stock"][sku]["available"] + units
    assert refunds(shop, {one["return_id"]}) == {one["return_id"]: one["refund"]["amount"]}
    assert buyer.order(order["order_id"])["status"] == "COMPLETED"
    assert buyer.order(order["order_id"])["timeline"][-1]["type"] == "ReturnRefunded"


def test_an_order_that_comes_back_in_two_parts_is_returned(shop: Shop) -> None:
    buyer = shop.buyer()
    order = delivered(buyer)

    first = send_back(buyer, order, {"p": 3}, Idempotency_Key="a")
    second = send_back(buyer, order, {"w": 2}, Idempotency_Key="b")
    nothing = {"reason": "cold", "lines": [{"line_id": "p", "quantity": 1}]}
    path = f"/orders/{order['order_id']}/returns"
    refused = buyer.call("POST", path, nothing, Idempotency_Key="c")
    ends = [decide(shop, buyer, one, "accept-return") for one in (first, second)]

    assert refused.status_code == 409
    assert refused.json()["type"] == "/api/problems/nothing-to-return"
    assert ends == ["REFUNDED", "REFUNDED"]
    assert buyer.order(order["order_id"])["status"] == "RETURNED"
    given_back = refunds(shop, {first["return_id"], second["return_id"]})
    assert sum(given_back.values()) == order["total"]["amount"]


def test_a_rejected_return_moves_no_money(shop: Shop) -> None:
    buyer = shop.buyer()
    order = delivered(buyer)
    before, charged = shop.audit(), charged_for(shop, order["order_id"])

    one = send_back(buyer, order, {"p": 1})
    assert decide(shop, buyer, one, "reject-return", "--why", "eaten") == "REJECTED"
    other = shop.ops("accept-return", one["return_id"], "--yes")

    assert other.returncode == 2
    assert "already answered" in other.stderr
    after = shop.audit()
    assert after["ok"], after["violations"]
    assert charged_for(shop, order["order_id"]) == charged
    assert after["payments"]["refunded"] == before["payments"]["refunded"]
    assert shelves(after) == shelves(before)


def test_a_photo_is_uploaded_by_its_form_and_shown_to_the_inspector(shop: Shop) -> None:
    buyer = shop.buyer()
    order = delivered(buyer)
    one = send_back(buyer, order, {"w": 1})
    path = f"/orders/{order['order_id']}/returns/{one['return_id']}/photos"
    form = buyer.call("POST", path, {"content_type": "image/png"}).json()

    def upload(content: bytes, **fields: str) -> int:
        given = form["fields"] | fields
        return shop.ask("POST", form["url"], data=given, files={"file": content}).status_code

    assert upload(b"x" * (5 * 1024 * 1024 + 1)) == 400
    assert upload(b"html", **{"Content-Type": "text/html"}) == 403
    assert upload(b"png", key=f"receipts/{one['return_id']}") == 403
    assert upload(b"png") == 204

    shown = json.loads(shop.ops("show-return", one["return_id"]).stdout)
    (photo,) = shown["photos"]
    assert shop.ask("GET", photo["link"]).content == b"png"
