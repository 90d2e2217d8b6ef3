"""What the address changes: told with both amounts, and agreed to with one press. Tax is added to the shop's
prices here."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from functions.catalog.freshness import FRESH_SECONDS
from local.running import Running
from local.settings import ROOT
from tests.browser.axe import STILL, serious_as_it_is
from tests.browser.shopper import Shopper

SHOP = ROOT / "local" / "shop.json"
MOVES = """() => {
    const kept = JSON.parse(localStorage.delivery)
    localStorage.delivery = JSON.stringify({...kept, country: "GB", at: Date.now()})
}"""
"""What is kept of the address is from a time when the shop went there."""


@pytest.fixture(scope="module", autouse=True)
def taxes_are_added(shop: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    added = tmp_path_factory.mktemp("shop") / "shop.json"
    added.write_text(json.dumps(json.loads(SHOP.read_text()) | {"prices_include_tax": False}))
    loaded(shop, added)
    yield
    loaded(shop, SHOP)


def loaded(shop: Running, file: Path) -> None:
    """And no process goes by what it read before."""
    done = shop.ops("load-shop", str(file))
    assert done.returncode == 0, done.stderr
    time.sleep(FRESH_SECONDS)


def filled_in(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    visitor.to_checkout()
    visitor.has_it_brought()
    visitor.fill_in()
    # 8.50 and its tax of 10 %, 4.90 and its tax of 22 %
    expect(visitor.pay_button).to_have_text("Pay €15.33")


def test_an_address_in_another_country_has_another_tax_and_is_agreed_to_with_one_press(
    visitor: Shopper,
) -> None:
    filled_in(visitor)
    visitor.page.get_by_label("Country").select_option("FR")

    visitor.sees("To France it costs €14.85, not €15.33.")
    visitor.sees_sums(("Items", "€8.50"), ("Courier", "€4.90"), ("VAT 20%", "€0.98"), ("VAT 5.5%", "€0.47"))
    expect(visitor.pay_button).to_have_text("Pay €14.85")
    visitor.pay()

    visitor.arrive_at_order()
    visitor.sees("€14.85")


def test_where_only_the_checkout_finds_out_nothing_is_ordered_until_the_customer_agrees(
    visitor: Shopper,
) -> None:
    """The cart does not hear of the country: what is said of it is lost."""
    visitor.may_be_refused(409)
    visitor.may_lose("cart/delivery")
    filled_in(visitor)
    visitor.context.route("**/api/cart/delivery", lambda route: route.abort())
    visitor.page.get_by_label("Country").select_option("FR")
    visitor.sees("The shop cannot be reached.")
    visitor.pay()

    alert = visitor.page.get_by_role("alert").filter(has_text="It costs €14.85 now, not €15.33.")
    expect(alert).to_contain_text("Nothing was ordered")
    visitor.sees_sums(("Items", "€8.50"), ("Courier", "€4.90"), ("VAT 20%", "€0.98"), ("VAT 5.5%", "€0.47"))
    visitor.page.emulate_media(**STILL)
    assert list(serious_as_it_is(visitor, "/checkout")) == []
    visitor.press("Agree and pay €14.85")

    visitor.arrive_at_order()
    visitor.sees("€14.85")


def test_an_address_kept_from_before_in_another_country_is_told_of_at_once(visitor: Shopper) -> None:
    filled_in(visitor)
    visitor.page.get_by_label("Country").select_option("AT")
    visitor.sees("To Austria it costs €15.23, not €15.33.")
    visitor.open("/cart")
    visitor.page.get_by_label("Deliver to").select_option("IT")
    visitor.sees("Check out · €15.33")

    visitor.to_checkout()

    expect(visitor.page.get_by_label("Country")).to_have_value("AT")
    visitor.sees("To Austria it costs €15.23, not €15.33.")
    expect(visitor.pay_button).to_have_text("Pay €15.23")


def test_where_nothing_goes_the_customer_is_told_so_and_what_does_and_can_say_another_country(
    visitor: Shopper,
) -> None:
    visitor.may_be_refused(422)
    filled_in(visitor)
    visitor.page.evaluate(MOVES)
    visitor.page.reload()

    visitor.sees("Nothing goes there that way: United Kingdom.")
    visitor.press("Take Pickup instead")
    expect(visitor.page.get_by_label("Street and number")).to_have_count(0)
    expect(visitor.pay_button).to_have_text("Pay €9.35")
    expect(visitor.way("Courier")).to_have_count(0)

    visitor.page.get_by_label("Deliver to").select_option("IT")
    visitor.has_it_brought()
    visitor.sees("Nothing goes there that way: United Kingdom.")
    visitor.page.get_by_label("Country").select_option("IT")
    expect(visitor.page.get_by_text("Nothing goes there that way")).to_have_count(0)
    expect(visitor.pay_button).to_have_text("Pay €15.33")
