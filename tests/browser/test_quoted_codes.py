"""Codes: what each takes off, why one does not apply, and that it can be taken out again."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.shopper import Shopper


def test_a_code_says_what_it_takes_off_and_is_taken_out_again(visitor: Shopper) -> None:
    visitor.open("/")
    visitor.add()
    visitor.enter("benvenuto")
    expect(codes(visitor)).to_have_text(re.compile("BENVENUTO.*-€0.85"))
    visitor.sees_sums(
        ("Items", "€8.50"), ("Discount", "-€0.85"), ("Pickup", "Free"), ("VAT 10%, included", "€0.70")
    )

    visitor.to_checkout()
    expect(visitor.pay_button).to_have_text("Pay €7.65")
    visitor.press("Remove code BENVENUTO")
    expect(visitor.pay_button).to_have_text("Pay €8.50")
    expect(codes(visitor)).to_have_count(0)


def test_a_code_that_does_not_apply_says_why_where_it_was_typed_and_stays_to_be_looked_over(
    visitor: Shopper,
) -> None:
    visitor.may_be_refused(422)
    visitor.open("/")
    visitor.add()
    field = visitor.page.get_by_label("Discount code", exact=True)
    for typed, says in {
        "NOBODYS": "There is no such code.",
        "no code": "There is no such code.",
        "CINQUE": "does not cost enough yet",
        "CONSEGNA": "Nothing in your cart gets cheaper by it.",
    }.items():
        visitor.enter(typed)
        expect(field).to_have_accessible_description(re.compile(says))
        expect(field).to_have_value(typed)
    visitor.sees("Check out · €8.50")


def test_a_code_that_goes_with_no_other_is_refused_beside_one(visitor: Shopper) -> None:
    visitor.may_be_refused(422)
    visitor.open("/")
    for _ in range(3):
        visitor.add()
    visitor.sees("Check out · €25.50")
    visitor.enter("CINQUE")
    visitor.sees("Check out · €20.50")
    visitor.enter("BENVENUTO")
    expect(visitor.page.get_by_label("Discount code", exact=True)).to_have_accessible_description(
        re.compile("does not go with another code")
    )


def test_a_code_that_stops_applying_stays_and_says_why_and_applies_again(visitor: Shopper) -> None:
    visitor.open("/")
    for _ in range(3):
        visitor.add()
    visitor.enter("CINQUE")
    expect(codes(visitor)).to_have_text(re.compile("-€5.00"))
    visitor.press(re.compile("One Pizza Margherita fewer"))
    expect(codes(visitor)).to_have_text(re.compile("does not cost enough yet"))
    visitor.sees("Check out · €17.00")
    visitor.press(re.compile("One more Pizza Margherita"))
    visitor.sees("Check out · €20.50")


def test_a_code_for_the_courier_is_entered_on_a_phone_in_italian(visit: Visit) -> None:
    visitor = visit(width=PHONE, dark=True, language="it-IT")
    visitor.open("/")
    visitor.press(re.compile("Pizza Margherita, .*€"))
    visitor.page.get_by_role("complementary").get_by_role("link").click()
    visitor.way("Courier").check()
    visitor.sees(re.compile("Alla cassa · 13,40"))
    visitor.page.get_by_text("Inserisci un codice sconto").click()
    visitor.page.get_by_label("Codice sconto", exact=True).fill("consegna")
    visitor.press("Applica")

    expect(visitor.page.get_by_role("list", name="Codici").get_by_role("listitem")).to_have_text(
        re.compile("CONSEGNA.*-4,90")
    )
    visitor.sees(re.compile("Alla cassa · 8,50"))


def codes(visitor: Shopper) -> Locator:
    return visitor.page.get_by_role("list", name="Codes").get_by_role("listitem")
