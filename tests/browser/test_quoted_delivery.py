"""How goods come to their buyer: chosen with its price, free from a sum on, without a street where none is
needed."""

import re

import requests
from playwright.sync_api import Locator, expect

from tests.browser.axe import STILL, serious_as_it_is
from tests.browser.operator import Operator
from tests.browser.shopper import Shopper


def test_the_courier_is_chosen_and_costs_something_and_the_pickup_costs_nothing_again(
    visitor: Shopper,
) -> None:
    visitor.open("/")
    visitor.add()
    expect(visitor.way("Pickup")).to_be_checked()
    visitor.sees_sums(("Items", "€8.50"), ("Pickup", "Free"), ("VAT 10%, included", "€0.77"))

    visitor.way("Courier").check()
    visitor.sees("Check out · €13.40")
    visitor.sees("Free from €30.00: €21.50 more.")
    expect(visitor.page.get_by_label("Deliver to")).to_have_value("IT")

    visitor.to_checkout()
    expect(visitor.way("Courier")).to_be_checked()
    expect(visitor.pay_button).to_have_text("Pay €13.40")
    visitor.way("Pickup").check()
    expect(visitor.pay_button).to_have_text("Pay €8.50")


def test_the_courier_is_free_from_thirty_euros_on(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    visitor.way("Courier").check()
    for _ in range(3):
        visitor.press(re.compile("One more Pizza Margherita"))

    visitor.sees("Check out · €34.00")
    expect(visitor.way("Courier")).to_have_accessible_name("Courier Free")
    visitor.sees_sums(("Items", "€34.00"), ("Courier", "Free"), ("VAT 10%, included", "€3.09"))


def test_who_picks_up_is_asked_for_no_street_and_buys_with_a_name_alone(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add("Mineral water")
    visitor.to_checkout()
    expect(visitor.page.get_by_label("Name", exact=True)).to_be_visible()
    for asked in ("Street and number", "Postal code", "City", "Country"):
        expect(visitor.page.get_by_label(asked)).to_have_count(0)

    visitor.page.get_by_label("Name", exact=True).fill("Ada Lovelace")
    visitor.pay()

    visitor.arrive_at_order()
    visitor.sees_status("Handed over")


def test_who_has_it_brought_is_told_what_is_missing_before_anything_is_sent(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add("Mineral water")
    visitor.to_checkout()
    visitor.has_it_brought()
    visitor.page.get_by_label("Name", exact=True).fill("Ada Lovelace")
    expect(visitor.pay_button).to_have_text("Pay €7.30")
    visitor.pay()

    street = visitor.page.get_by_label("Street and number")
    expect(street).to_be_focused()
    expect(street).to_have_accessible_description("Please fill this in.")


def test_another_tab_follows_and_presses_that_come_twice_do_no_harm(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    first = visitor.page
    visitor.tab().open("/cart")
    visitor.way("Courier").dblclick()
    visitor.sees("Check out · €13.40")
    visitor.page.get_by_text("Enter a discount code").click()
    visitor.page.get_by_label("Discount code", exact=True).fill("BENVENUTO")
    visitor.find("button", "Apply").dblclick()
    visitor.sees("Check out · €12.55")

    expect(first.get_by_role("radio", name=re.compile("^Courier"))).to_be_checked()
    expect(first.get_by_text("Check out · €12.55")).to_be_visible()
    expect(first.get_by_role("list", name="Codes").get_by_role("listitem")).to_have_count(1)


def test_by_keyboard_alone_the_courier_is_chosen_and_a_code_is_entered_and_removed(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    keyboard = visitor.page.keyboard
    visitor.way("Pickup").focus()
    keyboard.press("ArrowDown")
    visitor.sees("Check out · €13.40")
    expect(visitor.way("Courier")).to_be_focused()

    visitor.page.get_by_text("Enter a discount code").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("consegna")
    keyboard.press("Enter")
    visitor.sees("Check out · €8.50")
    expect(visitor.page.get_by_role("status").filter(has_text="CONSEGNA takes €4.90 off.")).to_have_count(1)

    visitor.find("button", "Remove code CONSEGNA").focus()
    keyboard.press("Enter")
    visitor.sees("Check out · €13.40")
    expect(visitor.page.get_by_text("Enter a discount code")).to_be_focused()


def test_cart_order_receipt_and_console_tell_the_same_sums(visitor: Shopper, operator: Operator) -> None:
    visitor.open("/")
    visitor.add()
    visitor.enter("BENVENUTO")
    visitor.to_checkout()
    visitor.has_it_brought()
    visitor.fill_in()
    expect(visitor.pay_button).to_have_text("Pay €12.55")
    agreed = [
        ("Items", "€8.50"),
        ("Discount", "-€0.85"),
        ("Courier", "€4.90"),
        ("VAT 22%, included", "€0.88"),
        ("VAT 10%, included", "€0.70"),
    ]
    visitor.sees_sums(*agreed)
    visitor.pay()
    order = visitor.arrive_at_order()
    visitor.sees_status("Handed over")

    visitor.sees_sums(*agreed)
    visitor.sees(re.compile("Your card paid €12.55, once"))
    operator.open(f"/console/orders/{order}")
    operator.press("Goods")
    assert texts(operator.page.locator("dl.sums .sum")) == ["".join(row) for row in agreed]
    operator.sees("Codes: BENVENUTO")
    receipt = the_receipt(visitor)
    for what, amount in agreed:
        assert f"{what}</th>" in receipt
        assert amount.replace("€", "EUR ").replace("-EUR ", "EUR -") in receipt


def test_nothing_keeps_anybody_out_of_choosing_and_of_codes(visitor: Shopper) -> None:
    visitor.may_be_refused(422)
    visitor.page.emulate_media(**STILL)
    visitor.open("/")
    visitor.add()
    visitor.way("Courier").check()
    visitor.enter("BENVENUTO")
    visitor.sees("Check out · €12.55")
    visitor.enter("NOBODYS")
    visitor.sees("There is no such code.")
    found = list(serious_as_it_is(visitor, "/"))
    visitor.open("/cart")
    visitor.enter("NOBODYS")
    visitor.sees("There is no such code.")
    found += serious_as_it_is(visitor, "/cart")
    visitor.open("/checkout")
    visitor.pay_button.click()
    expect(visitor.page.get_by_label("Name", exact=True)).to_be_focused()
    found += serious_as_it_is(visitor, "/checkout")
    assert found == []


def texts(rows: Locator) -> list[str]:
    expect(rows.first).to_be_visible()
    return [text.replace("\n", "") for text in rows.all_inner_texts()]


def the_receipt(visitor: Shopper) -> str:
    """As it is kept: whoever has its link may read it."""
    with visitor.page.expect_response(re.compile("/receipt$")) as answered:
        visitor.press("Receipt")
    return requests.get(answered.value.json()["url"], timeout=60).text
