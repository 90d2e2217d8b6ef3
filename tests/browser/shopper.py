"""A visitor of the storefront, and what they do there."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

ADDRESS = {
    "Name": "Ada Lovelace",
    "Street and number": "1 Main St",
    "Postal code": "10121",
    "City": "Turin",
}
APPROVES, DECLINES, ASKS, LOSES = "4242", "0002", "3184", "0404"
"""The sandbox's cards by their last digits (docs/simulators.md)."""


@dataclass
class Shopper(Visitor):
    def add(self, product: str = "Pizza Margherita") -> None:
        """As it was chosen last, until the cart says so."""
        self.press(re.compile(f"Add {product}"))
        expect(self.cart.get_by_text(product).first).to_be_attached()

    @property
    def cart(self) -> Locator:
        return self.page.get_by_role("region", name="Cart")

    def to_checkout(self) -> None:
        self.find("link", re.compile("Check out")).click()
        expect(self.find("heading", "Checkout")).to_be_visible()

    def has_it_brought(self) -> None:
        """By the courier, who has to find a street."""
        self.way("Courier").check()
        expect(self.page.get_by_label("Street and number")).to_be_visible()

    def way(self, name: str) -> Locator:
        return self.page.get_by_role("radio", name=re.compile(f"^{name}"))

    def fill_in(self, **more: str) -> None:
        """What the form asks for, and what the story says it does."""
        expect(self.page.get_by_label("Name", exact=True)).to_be_visible()
        for label, text in (ADDRESS | more).items():
            field = self.page.get_by_label(label, exact=True)
            if label in more or field.count() > 0:
                field.fill(text)

    def enter(self, code: str) -> None:
        """A code, with the button."""
        field = self.page.get_by_label("Discount code", exact=True)
        if not field.is_visible():
            self.page.get_by_text("Enter a discount code").click()
        field.fill(code)
        self.press("Apply")

    def sees_sums(self, *sums: tuple[str, str], within: Locator | None = None) -> None:
        """How the total comes about, row by row."""
        rows = (within or self.page).locator("dl.sums").first.locator(".sum")
        expect(rows).to_have_text(
            [re.compile(f"^{re.escape(what)}{re.escape(amount)}$") for what, amount in sums]
        )

    def choose_card(self, digits: str) -> None:
        self.page.get_by_role("radio", name=re.compile(digits)).check()

    @property
    def pay_button(self) -> Locator:
        return self.find("button", re.compile(r"^Pay "))

    def pay(self, digits: str = APPROVES) -> None:
        self.choose_card(digits)
        self.pay_button.click()

    def buy(self, product: str = "Pizza Margherita", digits: str = APPROVES) -> str:
        """From the menu to the order's page; the order's id."""
        self.open("/")
        self.add(product)
        self.to_checkout()
        self.fill_in()
        self.pay(digits)
        return self.arrive_at_order()

    def arrive_at_order(self) -> str:
        self.page.wait_for_url(re.compile(r"/orders/ord_"))
        return self.page.url.rpartition("/orders/")[2].partition("?")[0]

    def sees_status(self, word: str) -> None:
        """Beside the order's heading: what stands at one look."""
        head = self.page.locator("header", has=self.page.get_by_role("heading", level=1))
        expect(head.get_by_text(re.compile(f"{word}$"))).to_be_visible()
