"""Somebody in front of a browser: what they can do, and what their browser complained of."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from local.accounts import Account
from local.running import Running

PATIENCE_MS = 60_000.0
"""A busy machine takes its time; what is broken says so at once or never."""
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
Role = Literal[
    "button", "link", "textbox", "radio", "switch", "heading", "status", "alert", "combobox", "region"
]
Name = str | re.Pattern[str]

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Visitor:
    """One browser with cookies of its own, and its page that is in front. `hosts` are the only places that
    its pages may ask anything of."""

    shop: Running
    context: BrowserContext
    hosts: tuple[str, ...]
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    _forgiven: list[re.Pattern[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", self._asked)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", self._said)
        self.page = self.context.new_page()

    def may_be_refused(self, *statuses: int) -> None:
        """The story has calls answered so: Chromium writes an error of its own for each."""
        self._forgiven += [re.compile(rf"status of {status}\b") for status in statuses]

    def may_lose(self, what: str) -> None:
        """The story cuts this: whatever the browser says of it is no fault."""
        self._forgiven.append(re.compile(what))

    @property
    def faults(self) -> list[str]:
        """What a page must never do."""
        return [
            *(f"console: {one}" for one in self.complaints if not any(x.search(one) for x in self._forgiven)),
            *(f"asked a stranger: {one}" for one in self.strangers),
        ]

    def open(self, path: str) -> "Visitor":
        self.page.goto(self.shop.url + path)
        return self

    def tab(self) -> "Visitor":
        """Another tab of the same browser, in front from now on."""
        self.page = self.context.new_page()
        return self

    def find(self, role: Role, name: Name, *, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role(role, name=name)

    def press(self, name: Name, *, within: Locator | None = None) -> None:
        self.find("button", name, within=within).click()

    def types_in(self, account: Account) -> None:
        """In the hosted login, which sends the browser back."""
        self.page.get_by_label("Username").fill(account.name)
        self.page.get_by_label("Password").fill(account.password)
        self.press("Sign in")

    def sees(self, text: Name) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def picture(self, path: Path, *, whole: bool = True) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=whole)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((*self.hosts, "blob:", "data:")):
            self.strangers.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where: Any = message.location
            self.complaints.append(f"{message.text} ({where.get('url', '')})")
