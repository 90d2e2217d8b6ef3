"""What a shop's own function quotes, to the cent, from the cart to what comes back, and what it is asked."""

from typing import Any

import boto3

from harness.moto.world import SKU, World
from harness.template import REGION
from tests.own_prices.conftest import Makes

# A tenth less than 1250 is 1125; 20 of them are 22500, the code takes 2250 off, the tax on the rest is 4455.
# The courier's 490, and 50 for each of ten units; the tax on 990 is 217.8.
GOODS, TAX, DELIVERY = 20250, 4455, 990 + 218
TOTAL = GOODS + TAX + DELIVERY
ONE = 1013 + 223  # a twentieth of each: 1012.5 and 222.75


def cart(shop: World, owner: str) -> dict[str, Any]:
    answer = shop.api("GET", "/cart", owner=owner)
    assert answer.status == 200
    return answer.json


def receipt(shop: World, order_id: str) -> str:
    owner = shop.order(order_id).owner
    assert shop.api("GET", f"/orders/{order_id}/receipt", owner=owner).status == 200
    (found,) = shop.cloud.template.resources("AWS::S3::Bucket")
    bucket = boto3.resource("s3", region_name=REGION).Bucket(found.name)
    return bucket.Object(f"receipts/{order_id}.html").get()["Body"].read().decode()


def test_a_cart_shows_the_functions_prices(shop: World, owner: str) -> None:
    shown = cart(shop, owner)
    assert shown["priced"] is True
    assert [(row["type"], row["amount"]["amount"]) for row in shown["totals"]] == [
        ("items", 22500),
        ("discount", -2250),
        ("delivery", 990),
        ("tax", TAX + 218),
        ("total", TOTAL),
        ("to_pay", TOTAL),
    ]
    (line,) = shown["lines"]
    amounts = [line[name]["amount"] for name in ("unit_price", "line_total", "discount", "tax")]
    assert amounts == [1125, 22500, 2250, TAX]
    assert shown["codes"] == [{"code": "PARTY", "applied": True, "takes_off": None, "why": None}]


def test_a_method_that_was_not_asked_about_has_no_price_yet(shop: World, owner: str) -> None:
    assert [(one["method"], one["price"]) for one in cart(shop, owner)["delivery_options"]] == [
        ("courier", {"amount": 990, "currency": "EUR"}),
        ("pickup", None),
    ]
    chosen = {"method": "pickup", "country": "IT"}
    shown = shop.api("PUT", "/cart/delivery", chosen, owner=owner).json
    assert [one["price"] for one in shown["delivery_options"]] == [None, {"amount": 0, "currency": "EUR"}]
    assert shown["total"]["amount"] == GOODS + TAX


def test_a_code_that_the_function_does_not_know_is_refused_with_its_reason(shop: World, owner: str) -> None:
    refused = shop.api("PUT", "/cart/codes/TEN", owner=owner)
    assert (refused.status, refused.problem, refused.json["why"]) == (422, "code-not-applicable", "unknown")
    assert [one["code"] for one in cart(shop, owner)["codes"]] == ["PARTY"]


def test_what_was_quoted_is_held_charged_on_the_receipt_and_comes_back(
    shop: World, owner: str, makes: Makes
) -> None:
    order_id = shop.checkout(owner, total=TOTAL).json["order_id"]
    shop.run_to_rest()
    assert shop.hold(order_id).holds == TOTAL
    asked = len(makes.asked)
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer())
    order = shop.order(order_id)
    assert (order.status, order.charged) == ("COMPLETED", TOTAL)
    page = receipt(shop, order_id)
    rows = {"Items": "225.00", "Discount": "-22.50", "Courier": "9.90", "VAT 22%": "46.73"}
    for label, amount in (rows | {"Total charged": "259.13"}).items():
        assert f'{label}</th><td class="amount">EUR {amount}</td>' in page
    shop.takes_back(shop.requested(order, {SKU: 1}))
    assert shop.order(order_id).refunded == ONE
    assert shop.violations() == []
    assert len(makes.asked) == asked


def test_a_total_that_is_not_the_functions_is_refused_with_the_one_that_is(shop: World, owner: str) -> None:
    refused = shop.checkout(owner, total=TOTAL - 1)
    assert (refused.problem, refused.json["total"]["amount"]) == ("price-changed", TOTAL)


def test_the_function_is_asked_once_a_request_whatever_that_does(
    shop: World, owner: str, makes: Makes
) -> None:
    shop.uses_credit(owner, 5000)
    line = {"sku": SKU, "options": {}, "quantity": 21}
    guest = shop.api("POST", "/sessions").json
    requests = {
        "GET /cart": None,
        f"PUT /cart/lines/{SKU}": line,
        "PUT /cart/codes/PARTY": None,
        "PUT /cart/codes/NOBODYS": None,
        "DELETE /cart/codes/NOBODYS": None,
        "PUT /cart/delivery": {"method": "courier", "country": "IT"},
        "PUT /cart/credit": {"all": True},
        "DELETE /cart/credit": None,
        "POST /cart/merge": {"token": guest["token"]},
        "DELETE /cart/lines/none": None,
    }
    for request, body in requests.items():
        makes.asked.clear()
        method, path = request.split()
        shop.api(method, path, body, owner=owner)
        assert len(makes.asked) == 1, request
    makes.asked.clear()
    shown = cart(shop, owner)
    assert shop.checkout(owner, total=shown["total"]["amount"]).status == 202
    assert len(makes.asked) == 2
    shop.run_to_rest()


def test_nothing_is_asked_of_an_empty_cart(shop: World, makes: Makes) -> None:
    assert cart(shop, shop.new_owner())["total"]["amount"] == 0
    assert makes.asked == []


def test_it_is_asked_for_goods_at_the_catalogs_price_the_file_and_what_is_taken_if_nothing_was_chosen(
    shop: World, owner: str, makes: Makes
) -> None:
    makes.asked.clear()
    cart(shop, owner)
    (asked,) = makes.asked
    assert set(asked) == {"goods", "shop", "wishes", "now", "currency", "step"}
    assert asked["goods"] == [
        {
            "line_id": SKU,
            "sku": SKU,
            "quantity": 20,
            "unit_price": 1250,
            "tax_class": "standard",
            "needs_delivery": True,
        }
    ]
    to = {"country": "IT", "region": None}
    assert asked["wishes"] == {"codes": ["PARTY"], "method": "courier", "destination": to}
    assert (asked["currency"], asked["step"]) == ("EUR", 1)
    assert asked["shop"]["taxes"] == [{"rate": 2200, "country": "IT", "tax_class": "standard"}]
    assert [one["method"] for one in asked["shop"]["delivery"]] == ["courier", "pickup"]
