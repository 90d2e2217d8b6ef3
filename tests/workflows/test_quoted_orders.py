"""A quoted order, to the cent, from the cart to what comes back: code, delivery and added tax."""

from collections.abc import Iterator

import boto3
import pytest

from functions.catalog import store as catalog
from functions.order.order import Order
from functions.pricing import store
from functions.pricing.shop import Code, Method, Place, TaxRate
from functions.pricing.shop import Shop as Prices
from harness.moto.world import SKU, World
from harness.template import REGION

COURIER = Method("courier", "Courier", 490, frozenset({"IT"}))
TEN = Code("TEN", rate=1000)
PRICES = Prices(Place("IT"), False, "VAT", (TaxRate(2200, "IT"),), (COURIER,), (TEN,))

# 3 x 1250, 375 off; of 3375: 742.5. The courier's 490, its tax 107.8.
GOODS, TAX, DELIVERY = 3375, 743, 490 + 108
TOTAL = GOODS + TAX + DELIVERY
TWO = 2250 + 495  # two thirds of 3375, and of 743: 495.33
ONE = 1125 + 248  # a third of each: 247.67


@pytest.fixture
def prices(shop: World) -> Iterator[None]:
    store.replace(PRICES)
    catalog._cache.cache_clear()
    yield
    catalog._cache.cache_clear()


@pytest.fixture
def order(shop: World, prices: None) -> Order:
    """Of three pizzas, two of which were packed."""
    owner = shop.fills_cart({SKU: 3})
    assert shop.api("PUT", "/cart/codes/TEN", owner=owner).status == 200
    assert shop.api("GET", "/cart", owner=owner).json["total"]["amount"] == TOTAL
    order_id = shop.checkout(owner, total=TOTAL).json["order_id"]
    shop.run_to_rest()
    assert shop.hold(order_id).holds == TOTAL
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}])
    return shop.order(order_id)


def money(shop: World, order: Order) -> tuple[int, int]:
    shown = shop.api("GET", f"/orders/{order.order_id}", owner=order.owner).json
    return shown["charged"]["amount"], shown["refunded"]["amount"]


def test_what_is_packed_is_charged_at_its_share_and_its_delivery_whole(shop: World, order: Order) -> None:
    assert money(shop, order) == (TWO + DELIVERY, 0)
    assert shop.hold(order.order_id).captured == TWO + DELIVERY


def test_what_comes_back_in_parts_comes_back_whole(shop: World, order: Order) -> None:
    shop.takes_back(shop.requested(order, {SKU: 1}))
    assert money(shop, order) == (TWO + DELIVERY, ONE)
    shop.takes_back(shop.requested(order, {SKU: 1}))
    assert money(shop, order) == (TWO + DELIVERY, TWO)


def test_a_line_shows_what_of_it_was_charged_and_given_back(shop: World, order: Order) -> None:
    shop.takes_back(shop.requested(order, {SKU: 1}))
    (line,) = shop.api("GET", f"/orders/{order.order_id}", owner=order.owner).json["lines"]
    amounts = [line[name]["amount"] for name in ("discount", "tax", "paid", "charged", "refunded")]
    assert amounts == [375, TAX, GOODS + TAX, TWO, ONE]


def test_the_receipt_says_how_what_was_charged_comes_about(shop: World, order: Order) -> None:
    assert shop.api("GET", f"/orders/{order.order_id}/receipt", owner=order.owner).status == 200
    (found,) = shop.cloud.template.resources("AWS::S3::Bucket")
    bucket = boto3.resource("s3", region_name=REGION).Bucket(found.name)
    page = bucket.Object(f"receipts/{order.order_id}.html").get()["Body"].read().decode()
    rows = {"Items": "25.00", "Discount": "-2.50", "Courier": "4.90", "VAT 22%": "6.03"}
    for label, amount in (rows | {"Total charged": "33.43"}).items():
        assert f'{label}</th><td class="amount">EUR {amount}</td>' in page


def test_a_confirmed_order_takes_codes_and_delivery_out_of_its_cart(shop: World, prices: None) -> None:
    owner = shop.fills_cart({SKU: 3})
    shop.api("PUT", "/cart/codes/TEN", owner=owner)
    shop.api("PUT", "/cart/delivery", {"method": "courier", "country": "IT"}, owner=owner)
    shop.checkout(owner, total=TOTAL)
    shop.run_to_rest()
    cart = shop.api("GET", "/cart", owner=owner).json
    assert (cart["lines"], cart["codes"], cart["delivery"]) == ([], [], None)


def test_a_cancelled_order_leaves_them_in_its_cart(shop: World, prices: None) -> None:
    owner = shop.fills_cart({SKU: 3})
    shop.api("PUT", "/cart/codes/TEN", owner=owner)
    shop.sells_out()
    order_id = shop.checkout(owner, total=TOTAL).json["order_id"]
    shop.run_to_end()
    assert shop.order(order_id).status == "CANCELLED"
    assert [code["code"] for code in shop.api("GET", "/cart", owner=owner).json["codes"]] == ["TEN"]
