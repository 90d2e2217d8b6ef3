"""Open pages of a running shop, some of whose customers buy; what each was told, and when."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp

from chaos.plan import Kill, Trouble
from chaos.trouble import Troublemaker
from local.running import Running

OPENED_AT_ONCE = 16
SETTLE_SECONDS = 20
PING_SECONDS = 240.0
KILL_SECONDS = 2.0
WARM_ORDERS = 4
WARM_SECONDS = 60.0
"""So long the first orders may take, for which every function starts its first process."""
NAP_SECONDS = 0.02
ENDED = ("COMPLETED", "CANCELLED")
AGAIN_SECONDS = 2.0
"""Clients of a busy shop come again so much later, or up to twice that."""
LINE = {"sku": "water", "options": {}, "quantity": 1}
ADDRESS = {"name": "Ada L.", "line1": "1 Main St", "city": "Turin", "postal_code": "10121", "country": "IT"}


@dataclass(frozen=True)
class Plan:
    windows: int
    sockets: int
    shoppers: int
    rate: int
    seconds: int
    kills: bool


@dataclass
class Page:
    """A customer's page. `shown` are the orders as it was told of them last."""

    token: str
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    greeted: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True)
class Arrival:
    """An event and the milliseconds from its commit to the page."""

    event: str
    milliseconds: float


class Crowd:
    """`foreign`: orders that a page was told of and that are another's; `behind`: those that a page does not
    show as they are in the end. `late`: by how many milliseconds this process, which only wanted to wake up,
    was kept waiting by the machine."""

    def __init__(self, run: Running, plan: Plan) -> None:
        self._run = run
        self._plan = plan
        self._troubles = Troublemaker()
        self.arrivals: list[Arrival] = []
        self.foreign: list[str] = []
        self.behind: list[str] = []
        self.late: list[float] = []
        self.opened_in = 0.0
        self.reconnects = 0

    @property
    def killed(self) -> int:
        return sum(self._troubles.made.values())

    async def plays(self, beside: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        """`beside` is entered while they buy."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as self._web:
            began = time.monotonic()
            pages, tasks = await self._opens()
            self.opened_in = time.monotonic() - began
            await self._warms(pages[: self._plan.shoppers])
            beside_it = [asyncio.create_task(self._kills()), asyncio.create_task(self._naps())]
            async with beside():
                await self._buys(pages[: self._plan.shoppers])
            for task in beside_it:
                task.cancel()
            await asyncio.sleep(SETTLE_SECONDS)
            for page in pages[: self._plan.shoppers]:
                await self._compares(page)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, *beside_it, return_exceptions=True)

    async def _opens(self) -> tuple[list[Page], list["asyncio.Task[None]"]]:
        places = asyncio.Semaphore(OPENED_AT_ONCE)

        async def opens() -> tuple[Page, "asyncio.Task[None]"]:
            async with places:
                page = Page((await self._asks("POST", "/sessions", ""))["token"])
                task = asyncio.create_task(self._stays(page))
                await page.greeted.wait()
            return page, task

        opened = await asyncio.gather(*(opens() for _ in range(self._plan.sockets)))
        return [page for page, _ in opened], [task for _, task in opened]

    async def _stays(self, page: Page) -> None:
        """Connected, and connected again whenever that ends."""
        while True:
            with suppress(aiohttp.ClientError, ConnectionError):
                await self._is_connected(page)
            page.greeted.clear()
            self.reconnects += 1
            await asyncio.sleep(random.uniform(0.1, AGAIN_SECONDS))  # noqa: S311 - jitter

    async def _is_connected(self, page: Page) -> None:
        ticket = (await self._asks("POST", "/live/tickets", page.token))["ticket"]
        address = f"{self._run.url}/live?ticket={ticket}"
        async with self._web.ws_connect(address, compress=0, max_msg_size=0) as socket:
            since = {order_id: order["version"] for order_id, order in page.shown.items()}
            since |= dict.fromkeys(page.own - since.keys(), 0)
            await socket.send_str(json.dumps({"type": "hello", "since": since}))
            pinging = asyncio.create_task(_pings(socket))
            try:
                async for message in socket:
                    self._hears(page, json.loads(message.data))
            finally:
                pinging.cancel()

    def _hears(self, page: Page, message: dict[str, Any]) -> None:
        now = time.time()
        if message["type"] == "hello":
            page.greeted.set()
        if message["type"] != "order":
            return
        known = page.shown.get(message["order_id"])
        if known is None or known["version"] < message["version"]:
            page.shown[message["order_id"]] = message
            last = message["timeline"][-1]
            committed = datetime.fromisoformat(last["at"]).timestamp()
            self.arrivals.append(Arrival(last["type"], 1000 * (now - committed)))

    async def _warms(self, shoppers: list[Page]) -> None:
        """The first orders, to their end, which do not count: functions start with them."""
        await asyncio.gather(*(self._buys_once(page) for page in shoppers[:WARM_ORDERS]))
        deadline = time.monotonic() + WARM_SECONDS
        while time.monotonic() < deadline:
            shown = [order for page in shoppers[:WARM_ORDERS] for order in page.shown.values()]
            if shown and all(order["status"] in ENDED for order in shown):
                break
            await asyncio.sleep(NAP_SECONDS)
        self.arrivals.clear()

    async def _naps(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(NAP_SECONDS)
            self.late.append(1000 * (time.monotonic() - began - NAP_SECONDS))

    async def _buys(self, shoppers: list[Page]) -> None:
        """At the plan's rate, however long each takes."""
        began, buying = time.monotonic(), []
        for number in range(self._plan.rate * self._plan.seconds):
            await asyncio.sleep(max(0.0, began + number / self._plan.rate - time.monotonic()))
            buying.append(asyncio.create_task(self._buys_once(shoppers[number % len(shoppers)])))
        await asyncio.gather(*buying)

    async def _buys_once(self, page: Page) -> None:
        cart = await self._asks("PUT", "/cart/lines/w", page.token, LINE)
        body = {
            "payment_method": "pm_card_visa",
            "expected_total": cart.get("total"),
            "shipping_address": ADDRESS,
        }
        placed = await self._asks("POST", "/checkouts", page.token, body, key=uuid.uuid4().hex)
        if "order_id" in placed:
            page.own.add(placed["order_id"])

    async def _compares(self, page: Page) -> None:
        for order_id in page.own:
            order = await self._asks("GET", f"/orders/{order_id}", page.token)
            shown = page.shown.get(order_id, {})
            if {name: shown.get(name) for name in order} != order:
                self.behind.append(order_id)
        self.foreign += [order_id for order_id in page.shown if order_id not in page.own]

    async def _kills(self) -> None:
        while self._plan.kills:
            await asyncio.sleep(KILL_SECONDS)
            trouble = Trouble(0, kill=Kill.WORKER, which=random.random())  # noqa: S311 - whichever
            await asyncio.to_thread(self._troubles.make, self._run, trouble)

    async def _asks(self, method: str, path: str, token: str, body: Any = None, *, key: str = "") -> Any:
        """Repeated, key and all, while the shop asks for that."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        while True:
            async with self._web.request(
                method, f"{self._run.url}/api{path}", json=body, headers=headers
            ) as answer:
                if answer.status not in (429, 502, 503, 504):
                    return await answer.json(content_type=None)
            await asyncio.sleep(AGAIN_SECONDS * random.uniform(1, 2))  # noqa: S311 - jitter


async def _pings(socket: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        await asyncio.sleep(PING_SECONDS)
        await socket.send_str('{"type": "ping"}')
