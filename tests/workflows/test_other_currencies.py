"""A shop whose currency has no minor unit, and one with three digits that its provider moves by tens: what is
shown, charged and given back was reckoned by hand."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import boto3
import pytest

from functions.catalog import store as catalog
from functions.notification import message
from functions.order.order import Order
from functions.shared import ids
from functions.shared.money import Money
from functions.shared.table import scan
from harness.customers import ADDRESS
from harness.isolation import Environment
from harness.moto.world import SKU, World
from harness.template import REGION
from ops.audit import audit
from tests.workflows.operating import Capture, refused, told

pytestmark = pytest.mark.usefixtures("operator")


@dataclass(frozen=True)
class Case:
    """Three units with a code of 10 % off, by courier; two of them are packed, and come back one by one.
    `whole`: discount, tax and total of the cart; `packed`: what the receipt says of two;
    `delivery`: what comes back of it with the last one."""

    currency: str
    unit_price: int
    courier: int
    prices_include_tax: bool
    whole: tuple[int, int, int]
    packed: dict[str, str]
    charged: int
    back: tuple[int, int]
    delivery: int
    goodwill: tuple[str, int]


CASES = {
    # 3765 - 376.5; of 3388: 308, of the courier's 550: 50. Two: 2258.67, 205.33. One: 1129.33
    "yen": Case(
        "JPY",
        1255,
        550,
        True,
        (377, 308, 3938),
        {
            "Items": "JPY 2,510",
            "Discount": "JPY -251",
            "Courier": "JPY 550",
            "CT 10%, included": "JPY 255",
            "Total charged": "JPY 2,809",
        },
        2809,
        (1129, 1130),
        550,
        ("100", 100),
    ),
    # By tens: 3750 - 375; of 3370: 337, of the courier's 490: 49. Two: 2246.67, 226.67. One: 1123.33, 113.33
    "dinars": Case(
        "BHD",
        1250,
        490,
        False,
        (380, 340, 4250),
        {
            "Items": "BHD 2.500",
            "Discount": "BHD -0.250",
            "Courier": "BHD 0.490",
            "CT 10%": "BHD 0.280",
            "Total charged": "BHD 3.020",
        },
        3020,
        (1230, 1250),
        540,
        ("0.100", 100),
    ),
}


@pytest.fixture
def speaks(shop: World) -> Iterator[Callable[[str], None]]:
    """Deploys the shop with a currency."""
    environment = cast(Environment, os.environ)

    def speak(currency: str) -> None:
        environment.redeployed("CURRENCY", currency)
        catalog._cache.cache_clear()

    yield speak
    speak("EUR")


def file(folder: Path, content: dict[str, Any]) -> str:
    path = folder / "file.json"
    path.write_text(json.dumps(content))
    return str(path)


def menu(currency: str, unit_price: int = 1250) -> dict[str, Any]:
    product = {"sku": SKU, "name": "Margherita", "description": "", "unit_price": unit_price, "options": []}
    return {"currency": currency, "products": [product | {"stock": 10}]}


def prices(case: Case) -> dict[str, Any]:
    return {
        "currency": case.currency,
        "place": {"country": "IT"},
        "prices_include_tax": case.prices_include_tax,
        "tax_name": "CT",
        "taxes": [{"country": "IT", "rate": 1000}],
        "delivery": [{"method": "courier", "name": "Courier", "price": case.courier, "countries": ["IT"]}],
        "codes": [{"code": "TEN", "rate": 1000}],
    }


@pytest.fixture
def case(
    request: pytest.FixtureRequest, speaks: Callable[[str], None], capsys: Capture, tmp_path: Path
) -> Case:
    found = CASES[request.param]
    speaks(found.currency)
    told(capsys, "load-catalog", file(tmp_path, menu(found.currency, found.unit_price)))
    told(capsys, "load-shop", file(tmp_path, prices(found)))
    catalog._cache.cache_clear()
    return found


def packed_in_part(shop: World, case: Case) -> Order:
    owner = shop.fills_cart({SKU: 3})
    shop.api("PUT", "/cart/codes/TEN", owner=owner)
    order_id = shop.checkout(owner, total=case.whole[2]).json["order_id"]
    shop.run_to_rest()
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer(), lines=[{"line_id": SKU, "quantity": 2}])
    return shop.order(order_id)


def shown(shop: World, order: Order) -> dict[str, Any]:
    found: dict[str, Any] = shop.api("GET", f"/orders/{order.order_id}", owner=order.owner).json
    return found


def receipt(shop: World, order: Order) -> str:
    assert shop.api("GET", f"/orders/{order.order_id}/receipt", owner=order.owner).status == 200
    (found,) = shop.cloud.template.resources("AWS::S3::Bucket")
    bucket = boto3.resource("s3", region_name=REGION).Bucket(found.name)
    return bucket.Object(f"receipts/{order.order_id}.html").get()["Body"].read().decode()


in_each = pytest.mark.parametrize("case", CASES, indirect=True)


@in_each
def test_a_cart_is_shown_in_the_shops_currency(shop: World, case: Case) -> None:
    owner = shop.fills_cart({SKU: 3})
    cart = shop.api("PUT", "/cart/codes/TEN", owner=owner).json
    (line,) = cart["lines"]
    amounts = (line["discount"]["amount"], line["tax"]["amount"], cart["total"]["amount"])
    assert amounts == case.whole
    rows = [row["amount"] for row in cart["totals"]]
    assert {amount["currency"] for amount in (line["unit_price"], cart["to_pay"], *rows)} == {case.currency}


@in_each
def test_an_order_is_charged_and_given_back_in_it_to_the_last_unit(shop: World, case: Case) -> None:
    order = packed_in_part(shop, case)
    hold = shop.hold(order.order_id)
    assert (hold.amount, hold.captured) == (Money(case.whole[2], case.currency), case.charged)
    for back in (case.back[0], sum(case.back) + case.delivery):
        shop.takes_back(shop.requested(order, {SKU: 1}))
        assert shown(shop, order)["refunded"] == {"amount": back, "currency": case.currency}
    assert audit()["violations"] == []


@in_each
def test_receipt_and_mail_say_amounts_as_the_currency_has_them(shop: World, case: Case) -> None:
    order = packed_in_part(shop, case)
    page = receipt(shop, order)
    for label, amount in case.packed.items():
        assert f'{label}</th><td class="amount">{amount}</td>' in page
    mail = message.compose(message.Notice(order.order_id, message.Kind.SHIPPED), order)
    assert mail is not None
    assert case.packed["Total charged"] in mail.text


@in_each
def test_commands_take_amounts_as_the_currency_has_them(shop: World, case: Case, capsys: Capture) -> None:
    order = packed_in_part(shop, case)
    typed, minor = case.goodwill
    why = ("--why", "it came cold")
    told(capsys, "refund-order", order.order_id, typed, *why, "--yes")
    shop.run_to_rest()
    assert shown(shop, order)["refunded"] == {"amount": minor, "currency": case.currency}
    assert told(capsys, "grant-credit", order.owner, typed, *why)["granted"] == minor
    issued = told(capsys, "issue-gift-codes", "1", typed)
    assert issued["amount"] == {"amount": minor, "currency": case.currency}
    for wrong in ("1.00", "1.0000", "0.105", "-1"):
        assert "AMOUNT" in refused(capsys, "grant-credit", order.owner, wrong, *why)


def test_credit_may_be_as_much_as_the_provider_takes_at_once_whatever_the_currency(
    shop: World, speaks: Callable[[str], None], capsys: Capture
) -> None:
    """A cap of so many cents would be a few euros of forints."""
    speaks("HUF")
    owner = ids.new_owner()
    assert told(capsys, "issue-gift-codes", "1", "50000.00")["amount"]["amount"] == 5_000_000
    assert told(capsys, "grant-credit", owner, "999999.99", "--why", "x")["granted"] == 99_999_999
    said = refused(capsys, "grant-credit", owner, "1000000.00", "--why", "x")
    assert "HUF from 0.01 to 999999.99 by steps of 0.01" in said


def test_credit_that_the_provider_could_not_leave_to_be_paid_is_not_used(
    shop: World, speaks: Callable[[str], None]
) -> None:
    speaks("BHD")
    shop.sells(price=1250)
    owner = shop.fills_cart({SKU: 1})
    shop.uses_credit(owner, 100)
    assert shop.api("PUT", "/cart/credit", {"amount": 55}, owner=owner).status == 422
    cart = shop.api("PUT", "/cart/credit", {"all": True}, owner=owner).json
    assert cart["to_pay"] == {"amount": 1150, "currency": "BHD"}


def test_a_checkout_in_another_currency_is_told_the_shops(shop: World) -> None:
    shop.sells()
    owner = shop.fills_cart({SKU: 1})
    body = {"expected_total": {"amount": 1250, "currency": "USD"}, "shipping_address": ADDRESS}
    answer = shop.api("POST", "/checkouts", body, {"Idempotency-Key": "key-usd"}, owner=owner)
    assert answer.status == 422
    assert "expected_total.currency: the shop's is EUR" in answer.json["detail"]


@pytest.mark.parametrize(
    ("command", "content"), [("load-catalog", menu("JPY")), ("load-shop", prices(CASES["yen"]))]
)
def test_a_file_in_another_currency_is_refused(
    shop: World, capsys: Capture, tmp_path: Path, command: str, content: dict[str, Any]
) -> None:
    before = list(scan("CATALOG_TABLE"))
    said = refused(capsys, command, file(tmp_path, content))
    assert said == "ops: the file's currency is JPY, the shop's is EUR\n"
    assert list(scan("CATALOG_TABLE")) == before


@pytest.mark.parametrize("kept", ["orders", "credit"])
def test_a_currency_does_not_change_once_something_was_paid_or_owed_in_it(
    shop: World, speaks: Callable[[str], None], capsys: Capture, tmp_path: Path, kept: str
) -> None:
    shop.sells()
    if kept == "orders":
        shop.confirmed()
    else:
        told(capsys, "issue-gift-codes", "1", "1.00")
    speaks("JPY")
    said = refused(capsys, "load-catalog", file(tmp_path, menu("JPY")))
    assert f"there are {kept} in EUR" in said
    assert "currency=EUR" in said


def test_a_shop_that_was_deployed_with_another_currency_sells_nothing_at_its_old_prices(
    shop: World, speaks: Callable[[str], None], capsys: Capture, tmp_path: Path
) -> None:
    shop.sells()
    shop.has_prices()
    speaks("JPY")
    assert shop.api("GET", "/catalog").json["products"] == []
    told(capsys, "load-catalog", file(tmp_path, menu("JPY", 1255)))
    told(capsys, "load-shop", file(tmp_path, prices(CASES["yen"])))
    catalog._cache.cache_clear()
    (product,) = shop.api("GET", "/catalog").json["products"]
    assert product["unit_price"] == {"amount": 1255, "currency": "JPY"}
