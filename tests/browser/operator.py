"""An operator in front of the console."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

LINK = re.compile(r"(/console#code=[\w-]+)")


@dataclass
class Operator(Visitor):
    def enter(self) -> "Operator":
        """By a link, which opens the console once."""
        said = self.shop.ops("operator-session", "ada", "--why", "stories in a browser")
        found = LINK.search(said.stdout)
        assert found, said.stderr
        self.open(found.group(1))
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
