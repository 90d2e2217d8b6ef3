"""An operator finds what is stuck, sends it on, and sees it heal."""

import re

from playwright.sync_api import expect

from local.running import Running
from tests.browser.conftest import Visit
from tests.browser.operator import Operator
from tests.browser.provider_ledger import charges_of, fault_on, faults_off
from tests.browser.shopper import DECLINES, Shopper

STUCK_MS = 300_000.0
"""The shop tries for a minute or two before it asks an operator."""


def test_a_stuck_order_is_retried_and_heals_before_ones_eyes(
    visitor: Shopper, visit: Visit, shop: Running
) -> None:
    visitor.may_be_refused(402, 503)
    fault_on(shop, "cancel", "error_500")
    try:
        visitor.open("/")
        visitor.add("Mineral water")
        visitor.to_checkout()
        visitor.fill_in()
        visitor.pay(DECLINES)
        order = visitor.arrive_at_order()

        operator: Operator = visit(Operator).enter()
        operator.goes_to("Stuck")
        expect(operator.row(order)).to_be_visible(timeout=STUCK_MS)
    finally:
        faults_off(shop)
    operator.row(order).get_by_role("checkbox").check()
    operator.press("Retry 1")
    operator.answers("Retry 1", "the provider is well again")
    operator.sees("1 of 1")

    operator.open(f"/console/orders/{order}")
    operator.sees(re.compile("Cancelled: the payment was declined"))
    visitor.sees_status("Cancelled")
    assert charges_of(shop, order) == 0


def test_an_order_is_found_and_shown_as_of_an_earlier_version(visitor: Shopper, operator: Operator) -> None:
    order = visitor.buy("Mineral water")
    visitor.sees_status("Handed over")

    operator.page.get_by_role("searchbox").fill(order[-4:].upper())
    operator.press("Find")
    operator.row(order).get_by_role("link").first.click()
    expect(operator.page.get_by_role("heading", level=1)).to_be_visible()
    operator.sees(re.compile("Delivered, and charged"))

    slider = operator.page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    operator.press("Back to now")
    operator.sees(re.compile("Delivered, and charged"))


def test_the_console_is_walked_by_keyboard_alone(operator: Operator) -> None:
    operator.page.keyboard.press("g")
    operator.page.keyboard.press("s")
    expect(operator.page.get_by_role("heading", level=1, name="Stuck")).to_be_visible()
    operator.page.keyboard.press("?")
    expect(operator.page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_an_open_order_is_told_of_its_changes(visitor: Shopper, operator: Operator) -> None:
    order = visitor.buy("Mineral water")
    operator.open(f"/console/orders/{order}")
    operator.sees("Told of each change")
    operator.sees(re.compile("Handed over|COMPLETED|Completed"))


def test_with_the_consoles_socket_cut_an_order_is_read_and_followed_all_the_same(
    visitor: Shopper, operator: Operator
) -> None:
    operator.may_lose("WebSocket|/live")
    operator.context.route_web_socket(re.compile("/live"), lambda socket: socket.close())
    order = visitor.buy("Mineral water")

    operator.open(f"/console/orders/{order}")

    operator.sees("Reading every few seconds")
    visitor.sees_status("Handed over")
    expect(operator.page.locator("[data-version='4']")).to_be_visible()
