"""Real pages of a running shop, in a Chromium: when each step of an order was seen on them.

A window is a customer's page of an order and an operator's page of the same. The customer buys there, both
pages show the order at once, and each writes down the moment at which a version of it stands in the page. A
step counts where the page showed the order before the step's handler stamped it, which is just before its
write: from that stamp until it is seen, by the clock of this machine. A window's first order does not count,
with which the pages load what they need.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from bench.live import scripts
from bench.live.crowd import ENDED
from harness.chromium import find_chromium
from local.accounts import OLGA
from local.running import Running

STOREFRONT, CONSOLE = "storefront", "console"
LOOK_SECONDS = 0.5
ORDER_SECONDS = 60.0
"""So long an order is watched that does not end."""
LATE_SECONDS = 10.0
"""So long its last version may take to a page before it is called missing."""


class NoBrowser(Exception):
    """There is no Chromium on this machine."""


@dataclass(frozen=True)
class Seen:
    """A step of an order on a page, and the milliseconds from its handler's stamp to the page."""

    page: str
    event: str
    milliseconds: float


@dataclass(frozen=True)
class Window:
    storefront: Page
    console: Page


class Windows:
    """`behind`: pages that do not show an order as it is in the end."""

    def __init__(self, run: Running, count: int) -> None:
        self._run = run
        self._count = count
        self._windows: list[Window] = []
        self._over = False
        self.seen: list[Seen] = []
        self.behind: list[str] = []
        self.orders = 0

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Windows"]:
        """With a Chromium, if any window is wanted. Raises NoBrowser."""
        if self._count == 0:
            yield self
            return
        program = find_chromium()
        if program is None:
            raise NoBrowser
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            self._windows = [await self._opens(browser) for _ in range(self._count)]
            yield self
            await browser.close()

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """In every window one order after the other is bought and watched, for as long as this is entered."""
        tasks = [asyncio.create_task(self._watches(window)) for window in self._windows]
        try:
            yield
        finally:
            self._over = True
            await asyncio.gather(*tasks)

    async def _opens(self, browser: Browser) -> Window:
        storefront, console = [await (await browser.new_context()).new_page() for _ in range(2)]
        for page in (storefront, console):
            await page.add_init_script(scripts.OBSERVE)
        await storefront.goto(self._run.url)
        await storefront.get_by_role("heading").first.wait_for()
        await console.goto(f"{self._run.url}/console")
        await console.get_by_role("button", name="Log in").click()
        await console.get_by_label("Username").fill(OLGA.name)
        await console.get_by_label("Password").fill(OLGA.password)
        await console.get_by_role("button", name="Sign in").click()
        await console.get_by_role("heading", name="Orders").wait_for()
        return Window(storefront, console)

    async def _watches(self, window: Window) -> None:
        warm = False
        while not self._over:
            order_id = await window.storefront.evaluate(scripts.BUY)
            if order_id is None:
                await asyncio.sleep(LOOK_SECONDS)
                continue
            await window.console.evaluate(scripts.SHOW, f"/console/orders/{order_id}")
            order = await self._ends(window.storefront, order_id)
            for name, page in ((STOREFRONT, window.storefront), (CONSOLE, window.console)):
                shown = await _shown(page, order_id, len(order["timeline"]))
                if warm:
                    self._counts(name, order, shown)
            self.orders += warm
            warm = True

    async def _ends(self, page: Page, order_id: str) -> dict[str, Any]:
        """The order once it has ended, or as it stands when it was given up."""
        deadline = time.monotonic() + ORDER_SECONDS
        while True:
            order: dict[str, Any] = await page.evaluate(scripts.READ, order_id)
            if order["status"] in ENDED or time.monotonic() > deadline:
                return order
            await asyncio.sleep(LOOK_SECONDS)

    def _counts(self, page: str, order: dict[str, Any], shown: dict[int, float]) -> None:
        opened = min(shown.values(), default=float("inf"))
        for version, event in enumerate(order["timeline"], start=1):
            stamped = 1000 * datetime.fromisoformat(event["at"]).timestamp()
            times = [at for known, at in shown.items() if known >= version]
            if not times:
                self.behind.append(f"{page} {order['order_id']} {event['type']}")
            elif opened < stamped:
                self.seen.append(Seen(page, event["type"], min(times) - stamped))


async def _shown(page: Page, order_id: str, latest: int) -> dict[int, float]:
    """The versions of the order that the page showed, with the moment of each (Unix milliseconds), as soon as
    it shows the latest."""
    deadline = time.monotonic() + LATE_SECONDS
    while True:
        found: dict[str, float] = await page.evaluate(scripts.SHOWN, order_id)
        shown = {int(version): at for version, at in found.items()}
        if latest in shown or time.monotonic() > deadline:
            return shown
        await asyncio.sleep(LOOK_SECONDS)
