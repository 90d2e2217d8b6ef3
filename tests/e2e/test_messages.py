"""What a customer is sent: messages as things happen, and a receipt in the end."""

import requests

from tests.e2e.shop import Buyer, Shop
from tests.e2e.test_returns import WATERS, decide, delivered, send_back

ADDRESS = "ada@example.com"


def messages(shop: Shop, order_id: str) -> dict[str, str]:
    """What was mailed about an order, by what it was about."""
    found = sorted((shop.run.home / "outbox").glob(f"{order_id}-*"))
    return {path.stem.removeprefix(f"{order_id}-"): path.read_text() for path in found}


def told(shop: Shop, order_id: str, kinds: set[str]) -> dict[str, str]:
    shop.patience.until(lambda: messages(shop, order_id).keys() >= kinds, f"not told: {sorted(kinds)}")
    return messages(shop, order_id)


def test_a_customer_who_gave_an_address_is_told_once_of_each_thing(shop: Shop) -> None:
    buyer = shop.buyer()
    buyer.email = ADDRESS
    order = delivered(buyer)
    order_id = order["order_id"]
    one = send_back(buyer, order, {"w": 1})
    assert decide(shop, buyer, one, "accept-return") == "REFUNDED"

    refunded = f"refunded-{one['return_id']}"
    found = told(shop, order_id, {"confirmed", "shipped", refunded})

    assert found.keys() == {"confirmed", "shipped", refunded}
    assert all(text.startswith(f"To: {ADDRESS}\nSubject: ") for text in found.values())
    assert all(order_id in text for text in found.values())
    amount = one["refund"]["amount"]
    assert f"refunded EUR {amount // 100}.{amount % 100:02} " in found[refunded]
    assert list((shop.run.home / "outbox").glob(".*")) == []
    logged = "".join(path.read_text(errors="replace") for path in (shop.run.home / "logs").iterdir())
    assert ADDRESS not in logged


def test_a_customer_whose_card_is_declined_is_told_so_and_what_to_do(shop: Shop) -> None:
    buyer = shop.buyer()
    buyer.email = ADDRESS
    answer = buyer.tries(WATERS, "pm_card_visa_chargeDeclined")
    assert answer.status_code == 402
    order_id = answer.json()["order_id"]

    assert told(shop, order_id, {"cancelled"}).keys() == {"cancelled"}
    text = messages(shop, order_id)["cancelled"]
    assert f"Subject: Your payment was declined ({order_id})" in text
    assert "Your cart is as you left it" in text

    second = buyer.pay_until_decided()
    assert second.status_code == 201
    assert told(shop, second.json()["order_id"], {"confirmed"})


def test_who_gave_no_address_is_told_nothing_and_has_a_receipt_all_the_same(shop: Shop) -> None:
    buyer = shop.buyer()
    order = delivered(buyer)
    order_id = order["order_id"]

    link = receipt(buyer, order_id).json()["url"]
    opened = shop.ask("GET", link)

    assert opened.status_code == 200
    assert opened.headers["Content-Type"] == "text/html; charset=utf-8"
    assert opened.headers["Content-Disposition"] == "inline"
    assert order_id in opened.text
    for line in order["lines"]:
        assert line["name"] in opened.text
    amount = order["total"]["amount"]
    assert f"EUR {amount // 100}.{amount % 100:02}" in opened.text
    assert messages(shop, order_id) == {}


def test_a_receipt_is_its_owners_alone_and_none_before_the_order_is_completed(shop: Shop) -> None:
    buyer = shop.buyer()
    shop.kitchen("hold")
    order_id = buyer.buys(WATERS)

    early = receipt(buyer, order_id)
    foreign = receipt(shop.buyer(), order_id)
    buyer.call("POST", f"/orders/{order_id}/cancel")
    assert buyer.ended(order_id) == ("CANCELLED", "cancelled-by-customer")

    assert (early.status_code, early.json()["type"]) == (409, "/api/problems/not-completed")
    assert foreign.status_code == 404


def receipt(buyer: Buyer, order_id: str) -> requests.Response:
    return buyer.call("GET", f"/orders/{order_id}/receipt")
