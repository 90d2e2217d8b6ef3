"""The checkout as a customer meets it."""

from concurrent.futures import ThreadPoolExecutor

from tests.e2e.charges import charges, taken_since
from tests.e2e.shop import PIZZA, WATER, Shop
from tests.e2e.slow_orders import SlowOrders


def test_a_paid_cart_becomes_a_confirmed_order_and_the_cart_is_empty(shop: Shop) -> None:
    buyer = shop.buyer()
    total = buyer.put(PIZZA)["total"]

    answer = buyer.pay_until_decided()

    assert answer.status_code == 201, answer.text
    order = buyer.order(answer.json()["order_id"])
    assert order["status"] in ("CONFIRMED", "COMPLETED")
    assert order["total"] == total == {"amount": 1330, "currency": "EUR"}
    assert [entry["type"] for entry in order["timeline"]][:2] == ["OrderPlaced", "OrderConfirmed"]
    assert buyer.cart()["lines"] == []
    assert buyer.cart()["checkout"] is None


def test_a_declined_card_cancels_the_order_and_gives_cart_and_stock_back(shop: Shop) -> None:
    buyer = shop.buyer()
    buyer.put(PIZZA)
    before = shop.audit()["stock"]["margherita"]

    answer = buyer.pay_until_decided("pm_card_visa_chargeDeclined")

    assert answer.status_code == 402
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "/api/problems/payment-declined"
    order = buyer.order(problem["order_id"])
    assert (order["status"], order["reason"]) == ("CANCELLED", "payment-declined")
    assert len(buyer.cart()["lines"]) == 1
    assert buyer.cart()["checkout"] is None
    assert shop.audit()["stock"]["margherita"] == before


def test_after_a_decline_the_same_cart_can_be_paid_with_another_card(shop: Shop) -> None:
    buyer = shop.buyer()
    assert buyer.tries(WATER, "pm_card_visa_chargeDeclinedInsufficientFunds").status_code == 402

    assert buyer.pay_until_decided("pm_card_visa").status_code == 201


def test_more_than_there_is_is_short_in_the_cart_and_refused_line_by_line_before_there_is_an_order(
    shop: Shop,
) -> None:
    shop.set_stock("tiramisu", 3)
    buyer = shop.buyer()
    for line_id in ("a", "b"):
        cart = buyer.put({"sku": "tiramisu", "options": {}, "quantity": 2}, line_id)
    assert [(line["stock"], line["available"]) for line in cart["lines"]] == [("short", 3)] * 2

    answer = buyer.pay_until_decided(key="short", total=cart["total"])

    assert answer.status_code == 409
    assert answer.json()["type"] == "/api/problems/out-of-stock"
    missing = [(line["line_id"], line["wanted"], line["available"]) for line in answer.json()["lines"]]
    assert missing == [("a", 2, 3), ("b", 2, 3)]
    assert buyer.call("GET", "/orders").json()["orders"] == []
    shop.set_stock("tiramisu", 4)
    assert buyer.pay_until_decided(key="short", total=cart["total"]).status_code == 201


def test_a_repeat_under_the_same_key_meets_the_same_order(shop: Shop) -> None:
    buyer = shop.buyer()
    total = buyer.put(WATER)["total"]

    first = buyer.pay(key="again", total=total)
    second = buyer.pay_until_decided(key="again", total=total)

    assert first.json()["order_id"] == second.json()["order_id"]
    assert second.status_code == 201
    told = [answer.headers.get("Idempotent-Replayed") for answer in (first, second)]
    assert told == [None, "true"]


def test_fifty_simultaneous_posts_with_one_key_are_one_order_and_one_charge(shop: Shop) -> None:
    buyer = shop.buyer()
    total = buyer.put(WATER)["total"]
    before = charges(shop)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: buyer.pay(key="double-click", total=total), range(50)))

    assert {answer.status_code for answer in answers} <= {201, 202}
    assert len({answer.json()["order_id"] for answer in answers}) == 1
    assert buyer.pay_until_decided(key="double-click", total=total).status_code == 201
    assert taken_since(shop, before) == total["amount"]


def test_twenty_tabs_with_twenty_keys_are_one_order(shop: Shop) -> None:
    buyer = shop.buyer()
    total = buyer.put(WATER)["total"]

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: buyer.pay(key=f"tab-{n}", total=total), range(20)))

    placed = [answer for answer in answers if answer.status_code in (201, 202)]
    refused = [answer.json()["type"] for answer in answers if answer.status_code == 409]
    assert len(placed) == 1
    assert len(refused) == 19
    assert set(refused) <= {"/api/problems/checkout-in-progress", "/api/problems/cart-empty"}


def test_the_bank_asks_the_customer_and_nobody_answers(shop: Shop, slow: SlowOrders) -> None:
    assert slow.unheard.answer.status_code == 202
    action = slow.unheard.order["next_action"]
    assert action["type"] == "authenticate"
    assert action["url"].startswith(shop.url + "/sandbox/")
    assert "_secret_" in action["client_secret"]
    decided = slow.unheard.decided()
    assert decided.status_code == 402
    assert decided.json()["type"] == "/api/problems/payment-declined"
