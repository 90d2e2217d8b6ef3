"""A quoted order, to the cent, from the cart to what comes back: code, delivery, added tax, and credit that
pays first."""

from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest

from functions.catalog import store as catalog
from functions.credit import store as credit_store
from functions.order import store as orders
from functions.order.order import Order
from functions.pricing import store
from harness.moto.world import SKU, World
from harness.prices import COURIER, PRICES
from harness.template import REGION

# 3 x 1250, 375 off; of 3375: 742.5. The courier's 490, its tax 107.8.
GOODS, TAX, DELIVERY = 3375, 743, 490 + 108
TOTAL = GOODS + TAX + DELIVERY
TWO = 2250 + 495  # two thirds of 3375, and of 743: 495.33
ONE = 1125 + 248  # a third of each: 247.67
CREDIT = 1000


@pytest.fixture
def prices(shop: World) -> Iterator[None]:
    shop.has_prices()
    yield
    catalog._cache.cache_clear()


@pytest.fixture
def order(shop: World, prices: None) -> Order:
    return packed_in_part(shop)


@pytest.fixture
def split(shop: World, prices: None) -> Order:
    return packed_in_part(shop, CREDIT)


def packed_in_part(shop: World, credit: int = 0) -> Order:
    """Of three pizzas, two of which were packed. `credit` pays first."""
    owner = shop.fills_cart({SKU: 3})
    assert shop.api("PUT", "/cart/codes/TEN", owner=owner).status == 200
    if credit:
        shop.uses_credit(owner, credit)
    cart = shop.api("GET", "/cart", owner=owner).json
    assert (cart["total"]["amount"], cart["to_pay"]["amount"]) == (TOTAL, TOTAL - credit)
    order_id = shop.checkout(owner, total=TOTAL, to_pay=TOTAL - credit).json["order_id"]
    shop.run_to_rest()
    assert shop.hold(order_id).holds == TOTAL - credit
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}])
    return shop.order(order_id)


def receipt(shop: World, order: Order) -> str:
    assert shop.api("GET", f"/orders/{order.order_id}/receipt", owner=order.owner).status == 200
    (found,) = shop.cloud.template.resources("AWS::S3::Bucket")
    bucket = boto3.resource("s3", region_name=REGION).Bucket(found.name)
    return bucket.Object(f"receipts/{order.order_id}.html").get()["Body"].read().decode()


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
    assert money(shop, order) == (TWO + DELIVERY, TWO + DELIVERY)


def test_a_line_shows_what_of_it_was_charged_and_given_back(shop: World, order: Order) -> None:
    shop.takes_back(shop.requested(order, {SKU: 1}))
    (line,) = shop.api("GET", f"/orders/{order.order_id}", owner=order.owner).json["lines"]
    amounts = [line[name]["amount"] for name in ("discount", "tax", "paid", "charged", "refunded")]
    assert amounts == [375, TAX, GOODS + TAX, TWO, ONE]


def test_the_receipt_says_how_what_was_charged_comes_about(shop: World, order: Order) -> None:
    page = receipt(shop, order)
    rows = {"Items": "25.00", "Discount": "-2.50", "Courier": "4.90", "VAT 22%": "6.03"}
    for label, amount in (rows | {"Total charged": "33.43"}).items():
        assert f'{label}</th><td class="amount">EUR {amount}</td>' in page
    assert "credit" not in page


def test_credit_pays_first_for_what_was_packed_and_the_receipt_says_so(shop: World, split: Order) -> None:
    assert split.credited == CREDIT
    assert money(shop, split) == (TWO + DELIVERY - CREDIT, 0)
    assert shop.hold(split.order_id).captured == TWO + DELIVERY - CREDIT
    page = receipt(shop, split)
    for label, amount in {"VAT 22%": "6.03", "Paid by credit": "10.00", "Total charged": "23.43"}.items():
        assert f'{label}</th><td class="amount">EUR {amount}</td>' in page
    assert "Not charged" not in page


def test_what_comes_back_gives_the_card_what_it_paid_and_then_becomes_credit(
    shop: World, split: Order
) -> None:
    charged = TWO + DELIVERY - CREDIT
    shop.takes_back(shop.requested(split, {SKU: 1}))
    assert money(shop, split) == (charged, ONE)
    assert credit_store.load(split.owner).balance == 0

    shop.takes_back(shop.requested(split, {SKU: 1}))
    assert shop.hold(split.order_id).refunded == charged
    assert credit_store.load(split.owner).balance == CREDIT


def test_credit_above_what_was_packed_is_free_again(shop: World, prices: None) -> None:
    order = packed_in_part(shop, TWO + DELIVERY + 1)
    assert (order.charged, order.credited) == (0, TWO + DELIVERY)
    account = credit_store.load(order.owner)
    assert (account.balance, account.held) == (1, 0)


def test_totals_end_with_what_credit_leaves_to_pay(shop: World, split: Order) -> None:
    totals = shop.api("GET", f"/orders/{split.order_id}", owner=split.owner).json["totals"]
    assert [(row["type"], row["amount"]["amount"]) for row in totals[-2:]] == [
        ("total", TOTAL),
        ("to_pay", TOTAL - CREDIT),
    ]


def test_all_credit_is_reckoned_with_what_the_quote_comes_to(shop: World, prices: None) -> None:
    owner = shop.fills_cart({SKU: 3})
    shop.api("PUT", "/cart/codes/TEN", owner=owner)
    shop.uses_credit(owner, TOTAL - 20)
    cart = shop.api("PUT", "/cart/credit", {"all": True}, owner=owner).json
    assert (cart["total"]["amount"], cart["to_pay"]["amount"]) == (TOTAL, 50)


def test_an_address_that_changes_the_total_is_told_of_with_what_credit_leaves_of_it(
    shop: World, prices: None
) -> None:
    abroad = replace(COURIER, countries=frozenset({"IT", "DE"}))
    store.replace(replace(PRICES, delivery=(abroad,)), store.revision())
    catalog._cache.cache_clear()
    owner = shop.fills_cart({SKU: 3})
    shop.uses_credit(owner, CREDIT)
    shop.api("PUT", "/cart/delivery", {"method": "courier", "country": "DE"}, owner=owner)
    shop.api("PUT", "/cart/codes/TEN", owner=owner)
    untaxed = GOODS + 490

    told = shop.checkout(owner, total=untaxed, to_pay=untaxed - CREDIT)

    assert (told.status, told.problem) == (409, "price-changed")
    assert (told.json["total"]["amount"], told.json["to_pay"]["amount"]) == (TOTAL, TOTAL - CREDIT)
    assert [row["amount"]["amount"] for row in told.json["totals"][-2:]] == [TOTAL, TOTAL - CREDIT]
    assert shop.checkout(owner, total=TOTAL, to_pay=TOTAL - CREDIT).status == 202
    shop.run_to_rest()


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


def test_operators_are_shown_how_the_total_comes_about(shop: World, order: Order) -> None:
    path = f"/ops/orders/{order.order_id}"
    found = shop.api("GET", path, owner="op_ada", groups="operators").json
    assert [(row["type"], row["amount"]["amount"]) for row in found["totals"]] == [
        ("items", 3750),
        ("discount", -375),
        ("delivery", 490),
        ("tax", TAX + 108),
        ("total", TOTAL),
        ("to_pay", TOTAL),
    ]
    assert found["codes"] == ["TEN"]


def test_its_events_say_what_was_quoted_and_what_of_it_was_packed(shop: World, order: Order) -> None:
    _, events = orders.load_with_events(order.order_id)
    told = {
        event.type: [event.data[name]["amount"] for name in ("discount", "delivery", "tax")]
        for event in events
        if event.type in ("OrderPlaced", "OrderCompleted")
    }
    assert told == {"OrderPlaced": [375, 490, TAX + 108], "OrderCompleted": [250, 490, 495 + 108]}
