"""Customers who log in and out, in real browsers: what they chose comes along, and nothing stays behind."""

import re

from playwright.sync_api import expect

from local.accounts import ADA
from tests.browser.conftest import Visit
from tests.browser.shopper import ASKS, Shopper

ACCOUNT = "Account"


def logs_in(visitor: Shopper) -> None:
    """Until the page is loaded anew: the one before shows who is logged in, too, and is about to leave."""
    visitor.find("link", "Log in").click()
    visitor.press("Log in")
    visitor.types_in(ADA)
    visitor.page.wait_for_url(re.compile("^" + re.escape(visitor.shop.url) + r"/(?!signed-in)"))
    expect(visitor.find("link", ACCOUNT)).to_be_visible()


def test_what_a_guest_chose_comes_along_stays_after_a_reload_and_goes_with_the_session(
    visitor: Shopper,
) -> None:
    visitor.may_be_refused(401)
    visitor.may_lose("WebSocket|/live")  # who comes up as a session ends has a ticket for nothing
    visitor.open("/")
    visitor.add("Mineral water")
    visitor.find("link", "Log in").click()
    visitor.press("Log in")
    visitor.page.wait_for_url("**/oauth2/authorize?*")
    visitor.types_in(ADA)
    visitor.sees("You are logged in as ada@example.com.")
    assert "code=" not in visitor.page.url

    visitor.open("/cart")
    visitor.page.reload()
    visitor.sees("Mineral water")
    cookies = {one["name"]: one for one in visitor.context.cookies()}
    assert cookies["__Host-session"]["httpOnly"]
    assert cookies["__Host-session"]["secure"]
    assert visitor.page.evaluate("document.cookie") == ""

    first = visitor.page
    visitor.tab()
    visitor.open("/account")
    visitor.press(re.compile("^Sign out$"))
    expect(visitor.find("link", "Log in")).to_be_visible()
    expect(first.get_by_role("link", name="Log in")).to_be_visible()
    expect(first.get_by_text("Mineral water")).to_have_count(0)

    logs_in(visitor)
    visitor.open("/cart")
    visitor.sees("Mineral water")
    visitor.find("link", ACCOUNT).click()
    visitor.press("Sign out on all devices")
    expect(visitor.find("link", "Log in")).to_be_visible()


def test_a_checkout_filled_in_half_goes_on_after_a_login(visitor: Shopper) -> None:
    """The session's data bring it: this browser has forgotten its own."""
    visitor.may_be_refused(401)
    visitor.may_lose("WebSocket|/live")
    visitor.open("/")
    visitor.add("Mineral water")
    visitor.to_checkout()
    visitor.has_it_brought()
    visitor.fill_in(**{"City": "Turin", "Name": "Ada Byron"})
    with visitor.page.expect_response(lambda answer: answer.request.method == "PUT"):
        visitor.choose_card(ASKS)
    visitor.page.evaluate("localStorage.removeItem('delivery')")

    logs_in(visitor)
    visitor.open("/checkout")

    expect(visitor.page.get_by_label("Name", exact=True)).to_have_value("Ada Byron")
    expect(visitor.page.get_by_label("City", exact=True)).to_have_value("Turin")


def test_an_order_of_a_guest_is_the_customers_on_another_device_until_all_are_signed_out(
    visitor: Shopper, visit: Visit
) -> None:
    visitor.may_be_refused(401)
    order = visitor.buy("Mineral water")
    logs_in(visitor)

    other: Shopper = visit()
    other.may_be_refused(401, 404)
    other.open("/")
    logs_in(other)
    other.open(f"/orders/{order}")
    other.sees("Mineral water")

    visitor.open("/account")
    visitor.press("Sign out on all devices")
    expect(visitor.find("link", "Log in")).to_be_visible()
    other.page.wait_for_timeout(31_000)
    other.page.reload()
    expect(other.find("link", "Log in")).to_be_visible()


def test_an_account_that_is_no_operators_does_not_open_the_console(visitor: Shopper) -> None:
    visitor.may_be_refused(403)
    visitor.open("/console")
    visitor.press("Log in")
    visitor.types_in(ADA)
    visitor.sees("This account is not in the group operators.")
    visitor.press("Log in")


def test_a_code_that_somebody_else_slips_in_is_not_traded(visitor: Shopper) -> None:
    visitor.open("/signed-in?code=stolen&state=guessed")
    visitor.sees("This login was not begun here")
    assert "stolen" not in visitor.page.url
