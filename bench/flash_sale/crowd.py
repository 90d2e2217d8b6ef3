"""A crowd of buyers of one product, over HTTP: all check out at the same moment, and each does what clients
do by the contract (contract/openapi.py, DESCRIPTION)."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp

from local.open_files import allow_many
from local.repeating import COME_AGAIN, growing_pause, pause_before_repeat

ADDRESS = {"name": "Ada L.", "line1": "1 Main St", "city": "Turin", "postal_code": "10121", "country": "IT"}
CARD, DECLINED_CARD = "pm_card_visa", "pm_card_visa_chargeDeclined"
WAIT = {"Prefer": "wait=10"}
ARRIVE_AT_ONCE = 24
"""So many sign in and fill their carts at a time, before the sale."""
ANSWER_SECONDS = 300

T = TypeVar("T")


@dataclass(frozen=True)
class Told:
    """What one buyer was told at last. Times are seconds since 1970: `began` with the first request, `asked`
    with the last, `answered` with its answer. `repeats` counts requests before the last, of which `busy` were
    answered 429 or 5xx."""

    status: int
    body: Any
    began: float
    asked: float
    answered: float
    repeats: int
    busy: int

    @property
    def seconds(self) -> float:
        return self.answered - self.began

    @property
    def confirmed(self) -> bool:
        return self.status == 201

    @property
    def sold_out(self) -> bool:
        return self.status == 409 and str(self.body.get("type", "")).endswith("out-of-stock")

    @property
    def at_the_door(self) -> bool:
        """Refused, and no order was written."""
        return self.sold_out and "order_id" not in self.body

    @property
    def decided_since(self) -> float:
        """Since when whatever refused this buyer can have looked: an order may be refused from its first
        request on, the door looks anew for each."""
        return self.asked if self.at_the_door else self.began


def rush(url: str, line: dict[str, Any], cards: list[str]) -> list[Told]:
    """What each buyer was told: one for each card, all at once, once all carts are full."""
    allow_many()
    return asyncio.run(_rush(url, line, cards))


async def _rush(url: str, line: dict[str, Any], cards: list[str]) -> list[Told]:
    patient = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    async with aiohttp.ClientSession(
        url, connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar(), timeout=patient
    ) as web:
        places = asyncio.Semaphore(ARRIVE_AT_ONCE)
        arrivals = (_one_at_a_place(places, lambda: _arrive(web, line)) for _ in cards)
        carts = await asyncio.gather(*arrivals)
        checkouts = (
            _check_out(web, token, total, card) for (token, total), card in zip(carts, cards, strict=True)
        )
        return list(await asyncio.gather(*checkouts))


async def _one_at_a_place(places: asyncio.Semaphore, work: Callable[[], Awaitable[T]]) -> T:
    async with places:
        return await work()


async def _arrive(web: aiohttp.ClientSession, line: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The token of a new guest with the line in the cart, and the cart's total."""
    session = await _call(web, "POST", "/api/sessions", None, {})
    token: str = session.body["token"]
    cart = await _call(web, "PUT", "/api/cart/lines/l1", line, _bearer(token))
    total: dict[str, Any] = cart.body["total"]
    return token, total


async def _check_out(web: aiohttp.ClientSession, token: str, total: dict[str, Any], card: str) -> Told:
    """The same request under the same key until it is decided."""
    body = {"payment_method": card, "expected_total": total, "shipping_address": ADDRESS}
    headers = _bearer(token) | WAIT | {"Idempotency-Key": str(uuid.uuid4())}
    began, repeats, busy = time.time(), 0, 0
    while True:
        told = await _call(web, "POST", "/api/checkouts", body, headers)
        repeats, busy = repeats + told.repeats, busy + told.busy
        if told.status != 202:
            return Told(told.status, told.body, began, told.asked, told.answered, repeats, busy)
        repeats += 1
        await asyncio.sleep(growing_pause(repeats - busy))


async def _call(
    web: aiohttp.ClientSession, method: str, path: str, body: Any, headers: dict[str, str]
) -> Told:
    """The first answer that does not ask to come again."""
    began, busy = time.time(), 0
    while True:
        asked = time.time()
        async with web.request(method, path, json=body, headers=headers) as answer:
            said = await answer.json(content_type=None)
        if answer.status not in COME_AGAIN:
            return Told(answer.status, said, began, asked, time.time(), busy, busy)
        busy += 1
        await asyncio.sleep(pause_before_repeat(answer.headers, busy))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
