"""Carts that are filled beforehand, and clients that check them out one after the other."""

import asyncio
import time
import uuid
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.local_run.door import Answer, Door

ADDRESS = {"name": "Ada L.", "line1": "1 Main St", "city": "Turin", "postal_code": "10121", "country": "IT"}
LINES: tuple[dict[str, Any], ...] = (
    {"sku": "margherita", "options": {"size": "large", "toppings": ["olives"]}, "quantity": 1},
    {"sku": "diavola", "options": {"size": "small", "toppings": []}, "quantity": 1},
    {"sku": "water", "options": {}, "quantity": 2},
)
PAYS, DECLINES = "pm_card_visa", "pm_card_chargeDeclined"
FILLED_AT_ONCE = 8
WAIT_SECONDS = 10


class CartNotFilled(RuntimeError):
    """The shop did not take a line; the text has its answer."""


@dataclass(frozen=True)
class Cart:
    """Ready to be checked out. `total` is what the shop said that it costs."""

    token: str
    total: dict[str, Any]
    card: str = PAYS


@dataclass
class Took:
    """What the checkouts of one round took. `seconds` are a checkout's, in order of its end; `answers`
    counts what was said: `201 CONFIRMED`, `402 payment-declined`, or what went wrong."""

    seconds: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    elapsed: float = 0.0


async def fill_carts(port: int, count: int, *, declined_every: int = 0) -> list[Cart]:
    """So many guests with three lines each; every n-th has a card that is declined."""
    numbers = deque(range(count))
    carts: list[Cart] = []

    async def fill() -> None:
        door = Door(port)
        while numbers:
            number = numbers.popleft()
            declined = declined_every and number % declined_every == declined_every - 1
            carts.append(await _fill_cart(door, DECLINES if declined else PAYS))
        door.close()

    await asyncio.gather(*(fill() for _ in range(FILLED_AT_ONCE)))
    return carts


async def check_out(port: int, carts: Sequence[Cart], clients: int) -> Took:
    """Check all carts out by so many clients, each with one request under way."""
    waiting, took = deque(carts), Took()

    async def client() -> None:
        door = Door(port)
        while waiting:
            cart = waiting.popleft()
            began = time.perf_counter()
            took.answers[await _check_out_one(door, cart)] += 1
            took.seconds.append(time.perf_counter() - began)
        door.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    took.elapsed = time.perf_counter() - began
    return took


async def _fill_cart(door: Door, card: str) -> Cart:
    session = await door.call("POST", "/api/sessions")
    if session.status != 201:
        raise CartNotFilled(f"POST /api/sessions: {session}")
    token = session.json["token"]
    for number, line in enumerate(LINES):
        answer = await door.call("PUT", f"/api/cart/lines/l{number}", token, line)
        if answer.status != 200:
            raise CartNotFilled(f"PUT /api/cart/lines/l{number}: {answer}")
    return Cart(token, answer.json["total"], card)


async def _check_out_one(door: Door, cart: Cart) -> str:
    body = {"payment_method": cart.card, "expected_total": cart.total, "shipping_address": ADDRESS}
    headers = {"Idempotency-Key": str(uuid.uuid4()), "Prefer": f"wait={WAIT_SECONDS}"}
    try:
        return _said(await door.call("POST", "/api/checkouts", cart.token, body, headers))
    except (OSError, TimeoutError, ValueError) as broken:
        return f"no answer: {type(broken).__name__}"


def _said(answer: Answer) -> str:
    known = answer.json if isinstance(answer.json, dict) else {}
    said = known.get("status") if answer.status < 300 else known.get("type", "").rpartition("/")[2]
    return f"{answer.status} {said}"
