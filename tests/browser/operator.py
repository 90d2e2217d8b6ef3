"""An operator in front of the console."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from local.accounts import OLGA
from tests.browser.visitor import Visitor


@dataclass
class Operator(Visitor):
    def enter(self) -> "Operator":
        """By the hosted login, with an account of the group."""
        self.open("/console")
        self.press("Log in")
        self.types_in(OLGA)
        expect(self.find("heading", "Orders")).to_be_visible()
        return self

    def goes_to(self, page: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{page}")).click()
        expect(self.page.get_by_role("heading", level=1, name=page)).to_be_visible()

    def row(self, order_id: str) -> Locator:
        return self.page.get_by_role("row").filter(has=self.page.locator(f"a[href*='{order_id}']"))

    def answers(self, verb: str, why: str) -> None:
        """In the dialog that asks why."""
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Why?").fill(why)
        dialog.get_by_role("button", name=verb).click()
        expect(dialog).to_have_count(0)
