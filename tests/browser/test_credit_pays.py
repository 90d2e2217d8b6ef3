"""Credit pays for an order in the pages: all of it, without a card."""

import re

from playwright.sync_api import expect

from tests.browser.shopper import Shopper
from tests.browser.test_credit import a_code


def test_credit_pays_for_all_of_it_and_no_card_is_asked_for(visitor: Shopper) -> None:
    code = a_code(visitor)
    visitor.open("/account")
    visitor.page.get_by_label("Gift code").fill(code)
    visitor.press("Redeem")
    expect(visitor.page.get_by_text("€25.00").first).to_be_visible()
    visitor.open("/")
    visitor.add("Mineral water")
    visitor.to_checkout()
    visitor.fill_in()

    visitor.page.get_by_role("checkbox", name=re.compile("Use my credit")).check()
    visitor.sees("Your credit pays for all of it. No card is needed.")
    expect(visitor.find("button", re.compile(r"^Pay €0"))).to_be_enabled()
    visitor.pay_button.click()

    visitor.arrive_at_order()
    visitor.sees_status("(Being placed|Confirmed|Handed over)")
