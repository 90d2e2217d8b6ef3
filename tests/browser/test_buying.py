"""Buying, as people do it: declined, asked by the bank, twice, in two tabs, in the middle of a reload."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.provider_ledger import charges_of, orders_of
from tests.browser.shopper import ASKS, DECLINES, LOSES, Shopper


def test_a_pizza_is_bought_on_a_phone_in_italian(visit: Visit) -> None:
    visitor = visit(width=PHONE, language="it-IT")
    visitor.open("/")
    visitor.press(re.compile("Pizza Margherita, .*€"))
    visitor.page.get_by_role("complementary").get_by_role("link").click()
    visitor.page.get_by_role("main").get_by_role("link", name=re.compile("€")).click()
    visitor.way("Courier").check()

    for label, text in {"Nome": "Ada", "Via e numero": "Via Po 1", "CAP": "10121", "Città": "Torino"}.items():
        visitor.page.get_by_label(label, exact=True).fill(text)
    visitor.find("button", re.compile(r"^Paga ")).click()

    visitor.arrive_at_order()
    visitor.sees(re.compile("una volta"))


def test_after_a_declined_card_the_cart_is_as_it_was_and_a_second_card_pays(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add("Pizza Diavola")
    visitor.to_checkout()
    visitor.fill_in()
    visitor.pay(DECLINES)
    visitor.sees(re.compile("Your bank said no, and does not say why. Nothing was charged"))
    declined = orders_of(visitor)[0]

    visitor.find("link", "Try another card").click()
    expect(visitor.page.get_by_label("Name", exact=True)).to_have_value("Ada Lovelace")
    visitor.pay()
    order = visitor.arrive_at_order()

    visitor.sees_status("Handed over")
    assert (charges_of(visitor.shop, declined), charges_of(visitor.shop, order)) == (0, 1)


@pytest.mark.parametrize(("answer", "ends"), [("Approve", "Handed over"), ("Decline", "Cancelled")])
def test_the_bank_asks_and_its_answer_decides(visitor: Shopper, answer: str, ends: str) -> None:
    visitor.open("/")
    visitor.add()
    visitor.to_checkout()
    visitor.fill_in()
    visitor.pay(ASKS)

    expect(visitor.find("heading", "Sandbox bank")).to_be_visible()
    visitor.press(answer)
    order = visitor.arrive_at_order()

    visitor.sees_status(ends)
    assert charges_of(visitor.shop, order) == (1 if answer == "Approve" else 0)


def test_a_double_click_pays_once(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    visitor.to_checkout()
    visitor.fill_in()
    visitor.pay_button.dblclick()
    order = visitor.arrive_at_order()

    visitor.sees_status("Handed over")
    assert orders_of(visitor) == [order]
    assert charges_of(visitor.shop, order) == 1


def test_two_tabs_pay_the_same_cart_once(visitor: Shopper) -> None:
    visitor.may_be_refused(409)
    visitor.open("/")
    visitor.add()
    visitor.to_checkout()
    visitor.fill_in()
    first = visitor.page
    visitor.tab().open("/checkout")
    visitor.choose_card("4242")
    expect(visitor.pay_button).to_be_enabled()
    second = visitor.page

    for page in (first, second):
        page.get_by_role("button", name=re.compile(r"^Pay ")).click(no_wait_after=True)
    expect(first.locator("article.order").or_(first.get_by_role("alert")).first).to_be_visible()

    visitor.open("/orders")
    row = visitor.find("link", re.compile("^Order "))
    expect(row.get_by_text(re.compile("Handed over$"))).to_be_visible()
    row.click()
    visitor.sees_status("Handed over")
    (order,) = orders_of(visitor)
    assert charges_of(visitor.shop, order) == 1


def test_a_reload_in_the_middle_of_paying_pays_once_and_keeps_what_was_filled_in(visitor: Shopper) -> None:
    """The answer is lost: the reload repeats the same wish, with the same key."""
    visitor.may_lose("checkouts")
    visitor.may_be_refused(409, 503)
    visitor.open("/")
    visitor.add()
    visitor.to_checkout()
    visitor.has_it_brought()
    visitor.fill_in()
    visitor.page.reload()
    expect(visitor.page.get_by_label("Street and number")).to_have_value("1 Main St")

    with visitor.page.expect_request(re.compile("/api/checkouts")):
        visitor.pay(LOSES)
    visitor.page.reload()
    order = visitor.arrive_at_order()

    visitor.sees_status("Handed over")
    assert orders_of(visitor) == [order]
    assert charges_of(visitor.shop, order) == 1


def test_with_its_socket_cut_the_page_reads_and_the_order_is_followed_all_the_same(visitor: Shopper) -> None:
    visitor.may_lose("WebSocket|/live")
    visitor.context.route_web_socket(re.compile("/live"), lambda socket: socket.close())

    order = visitor.buy("Mineral water")

    visitor.sees("looking every few seconds")
    visitor.sees_status("Handed over")
    assert charges_of(visitor.shop, order) == 1


def test_actually_add_mushrooms_is_one_click_on_the_line(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    before = visitor.find("link", re.compile("Check out")).inner_text()

    visitor.press("mushrooms", within=visitor.cart)

    expect(visitor.find("button", re.compile("mushrooms"), within=visitor.cart)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(visitor.find("link", re.compile("Check out"))).not_to_have_text(before)


def test_the_menu_is_read_by_keyboard_alone(visitor: Shopper) -> None:
    visitor.open("/")
    expect(visitor.find("button", re.compile("Add Pizza Margherita"))).to_be_visible()
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(":focus")).to_have_text("Skip to the page")
    visitor.find("button", re.compile("Add Pizza Margherita")).focus()
    visitor.page.keyboard.press("Enter")

    expect(visitor.cart.get_by_text("Pizza Margherita").first).to_be_visible()


def test_a_checkout_filled_in_half_goes_on_on_another_device_of_the_same_session(
    visitor: Shopper, visit: Visit
) -> None:
    visitor.open("/")
    visitor.add()
    visitor.to_checkout()
    visitor.has_it_brought()
    visitor.fill_in(**{"City": "Turin", "Name": "Ada Byron"})
    with visitor.page.expect_response(lambda answer: answer.request.method == "PUT"):
        visitor.choose_card(ASKS)

    other: Shopper = visit(language="it-IT")
    other.context.add_cookies(visitor.context.cookies())
    other.open("/checkout")

    expect(other.page.get_by_label("Nome", exact=True)).to_have_value("Ada Byron")
    expect(other.page.get_by_label("Città", exact=True)).to_have_value("Turin")
    expect(other.page.get_by_role("radio", name=re.compile(ASKS))).to_be_checked()

    with other.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        other.press("Dimentica questo indirizzo")
    third: Shopper = visit()
    third.context.add_cookies(visitor.context.cookies())
    third.open("/checkout")
    expect(third.page.get_by_label("Name", exact=True)).to_have_value("")
