"""Credit in the pages: a code that is redeemed, and what an operator gives."""

import json
import re

from playwright.sync_api import expect

from tests.browser.operator import Operator
from tests.browser.shopper import Shopper


def a_code(visitor: Shopper) -> str:
    issued = visitor.shop.ops("issue-gift-codes", "1", "25.00")
    assert issued.returncode == 0, issued.stderr
    (code,) = json.loads(issued.stdout)["codes"]
    return str(code)


def test_a_code_is_redeemed_a_typo_is_told_and_an_operator_adds_to_it(
    visitor: Shopper, operator: Operator
) -> None:
    visitor.may_be_refused(422)
    order = visitor.buy("Mineral water")
    code = a_code(visitor)
    visitor.open("/account")
    field = visitor.page.get_by_label("Gift code")

    field.fill(code[:-1] + ("0" if code[-1] != "0" else "1"))
    visitor.press("Redeem")
    visitor.sees(re.compile("mistyped"))
    field.fill(code.lower())
    visitor.press("Redeem")
    expect(visitor.page.get_by_text("€25.00").first).to_be_visible()
    expect(field).to_have_value("")

    operator.open(f"/console/orders/{order}")
    operator.find("link", "Credit").click()
    expect(operator.page.get_by_text("€25.00").first).to_be_visible()
    operator.press("Give credit")
    operator.page.get_by_label("Amount").fill("5.50")
    operator.answers("Give credit", "Your water came warm")
    expect(operator.page.get_by_text("€5.50").first).to_be_visible()

    visitor.page.reload()
    expect(visitor.page.get_by_text("€30.50")).to_be_visible()
    visitor.sees("Your water came warm")
