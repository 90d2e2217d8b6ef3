"""A hundred orders at once on one balance: never less than nothing, and every cent accounted for."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.shop import ADDRESS, WATER, Buyer, Shop
from tests.e2e.test_credit import codes, redeem

AT_ONCE = 100
TABS = 8
MAY_HEAR = {201, 202, 409, 422}
"""Ordered; or the cart was claimed, changed, empty or short of credit by then."""


def orders(tab: Buyer) -> int:
    """One tab: a line, as much credit as helps, and its order. What the checkout was answered."""
    tab.call("PUT", f"/cart/lines/{uuid.uuid4()}", WATER)
    cart = tab.call("PUT", "/cart/credit", {"all": True}).json()
    if "total" not in cart:
        cart = tab.cart()
    body = {
        "payment_method": "pm_card_visa",
        "expected_total": cart["total"],
        "expected_to_pay": cart["to_pay"],
        "shipping_address": ADDRESS,
    }
    return tab.call("POST", "/checkouts", body, Idempotency_Key=str(uuid.uuid4())).status_code


def test_a_hundred_orders_at_once_on_one_balance_add_up_to_the_cent(shop: Shop) -> None:
    buyer = shop.buyer()
    for code in codes(shop, 4):
        assert redeem(buyer, code) == 200
    tabs = [Buyer(buyer.url, buyer.token, buyer.patience) for _ in range(TABS)]

    with ThreadPoolExecutor(TABS) as pool:
        heard = list(pool.map(orders, [tabs[number % TABS] for number in range(AT_ONCE)]))

    assert set(heard) <= MAY_HEAR
    assert {201, 202} & set(heard)
    account = buyer.call("GET", "/credit").json()
    assert account["balance"]["amount"] >= 0
    assert account["held"]["amount"] or any(one["type"] == "order" for one in account["entries"])
    assert shop.audit()["violations"] == []
