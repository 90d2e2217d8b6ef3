"""What a run of chaos will do and when: decided beforehand by its seed, so that the same seed does it again.

What comes of it is not decided: threads, processes and the clock have a say in that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TypeVar

T = TypeVar("T")

SCARCE = "tiramisu"
MENU: dict[str, dict[str, object]] = {
    "margherita": {"size": "large", "toppings": ["olives"]},
    "diavola": {"size": "small"},
    SCARCE: {},
    "water": {},
}
"""SKUs of the demo shop, each with the options that are asked for here."""
CARDS = {
    "pm_card_visa": 14,
    "pm_card_visa_chargeDeclined": 2,
    "pm_card_visa_chargeDeclinedInsufficientFunds": 1,
    "pm_card_authenticationRequired": 4,
}
BANK = {"success": 5, "failure": 2, "": 2}
"""What the customer makes of a bank's question; nothing at all, too."""
DELIVERY = ("pickup", "courier")
CODES = {"": 4, "BENVENUTO": 2, "CINQUE": 1, "CONSEGNA": 1}
"""Of the demo shop's file; not every cart is worth what they ask for."""
GIFTED = 0.3
"""The part of customers who have a gift code."""
GIFT = 1500
"""What each gift code is worth: some orders cost less, most more."""
FAULTS = {
    (operation, fault): 1
    for operation in ("create", "confirm", "capture", "cancel", "refund")
    for fault in ("error_500", "timeout_before", "timeout_after")
} | {("webhook", "drop"): 3, ("webhook", "duplicate"): 3, ("webhook", "delay"): 3}
KITCHEN = ("reject", "partial", "late")
TROUBLE_SECONDS = 0.8
CALM_SECONDS = 2.0
"""At the beginning, so that there is something to be troubled."""
RESTART_AT = 0.55
"""The part of the time after which the whole run is stopped and started again."""


class Habit(StrEnum):
    """What customers do beside paying once."""

    PLAIN = "plain"
    TWICE = "twice"
    """Sends the same request twice at once, under one key."""
    TWO_KEYS = "two keys"
    """Pays from two tabs: another key for the same cart."""
    CANCELS = "cancels"
    RETURNS = "returns"


HABITS = {Habit.PLAIN: 8, Habit.TWICE: 3, Habit.TWO_KEYS: 2, Habit.CANCELS: 3, Habit.RETURNS: 2}


class Kill(StrEnum):
    WORKER = "worker"
    FORK_SERVER = "fork server"
    SANDBOX = "payment sandbox"


KILLS = {Kill.WORKER: 6, Kill.FORK_SERVER: 1, Kill.SANDBOX: 1}


@dataclass(frozen=True)
class Visit:
    """One customer's visit, `at` seconds after the beginning. `gift`: they have a gift code, and pay with
    what it is worth before the card."""

    at: float
    number: int
    basket: dict[str, int]
    card: str
    bank: str
    habit: Habit
    delivery: str = DELIVERY[0]
    code: str = ""
    gift: bool = False


@dataclass(frozen=True)
class Trouble:
    """At its time a process is killed, or the provider or the kitchen is told to misbehave."""

    at: float
    kill: Kill | None = None
    which: float = 0.0
    """Of the processes there are then, as a part of their number."""
    fault: tuple[str, str] | None = None
    times: int = 1
    kitchen: str | None = None


@dataclass(frozen=True)
class Plan:
    seed: int
    seconds: float
    scarce_units: int
    visits: tuple[Visit, ...]
    troubles: tuple[Trouble, ...]

    @property
    def restart_at(self) -> float:
        return self.seconds * RESTART_AT


def make_plan(seed: int, *, seconds: float, rate: float) -> Plan:
    """`rate` is checkouts a second."""
    random = Random(seed)  # noqa: S311 - to be repeated, not to be secret
    visits = tuple(_visits(random, seconds, rate))
    troubles = tuple(_troubles(random, seconds))
    return Plan(seed, seconds, random.randint(2, 12), visits, troubles)


def _visits(random: Random, seconds: float, rate: float) -> Iterator[Visit]:
    at = 0.0
    for number in range(int(seconds * rate)):
        at += random.uniform(0, 2 / rate)
        yield Visit(
            at=min(at, seconds),
            number=number,
            basket=_basket(random),
            card=_pick(random, CARDS),
            bank=_pick(random, BANK),
            habit=_pick(random, HABITS),
            delivery=random.choice(DELIVERY),
            code=_pick(random, CODES),
            gift=random.random() < GIFTED,
        )


def _basket(random: Random) -> dict[str, int]:
    skus = random.sample(sorted(MENU), random.choice((1, 1, 2)))
    return {sku: random.randint(1, 3) for sku in skus}


def _troubles(random: Random, seconds: float) -> Iterator[Trouble]:
    at = CALM_SECONDS
    while at < seconds:
        yield _trouble(random, at)
        at += random.uniform(0, 2 * TROUBLE_SECONDS)


def _trouble(random: Random, at: float) -> Trouble:
    match random.choice(("kill", "kill", "fault", "fault", "fault", "kitchen")):
        case "kill":
            return Trouble(at, kill=_pick(random, KILLS), which=random.random())
        case "fault":
            return Trouble(at, fault=_pick(random, FAULTS), times=random.randint(1, 3))
        case _:
            return Trouble(at, kitchen=random.choice(KITCHEN))


def _pick(random: Random, weighed: dict[T, int]) -> T:
    return random.choices(list(weighed), weights=list(weighed.values()))[0]
