"""Lambda as far as a sale feels it: so many invocations at once, and processes that know what they know."""

from collections import Counter
from random import Random

from bench.flash_sale.limits import Limits
from functions.catalog.freshness import Copy, Duty, duty
from functions.inventory import known_levels

SCALING_SECONDS = 10


class Concurrency:
    """Of all functions together, and of each as far as it has grown."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = 0
        self._used: Counter[str] = Counter()

    def take(self, function: str, now: float) -> bool:
        grown = self._limits.scaling * (1 + int(now / SCALING_SECONDS))
        if self._all >= self._limits.concurrency or self._used[function] >= grown:
            return False
        self._all += 1
        self._used[function] += 1
        return True

    def give_back(self, function: str) -> None:
        self._all -= 1
        self._used[function] -= 1


class Process:
    """One process of the function that takes checkouts, with the level that it knows of the product."""

    def __init__(self) -> None:
        self.copy: Copy[int] | None = None

    def knows(self, now: float) -> int | None:
        """None where it has to read."""
        if self.copy is None or duty(self.copy, now, reading=False) is not Duty.SERVE:
            return None
        return self.copy.value

    def learn(self, level: int, now: float, chance: Random) -> None:
        self.copy = known_levels.copy_of(level, now, chance.random())


class Processes:
    """Whoever was at work last is asked first, as Lambda does; a new one is begun where all are busy."""

    def __init__(self) -> None:
        self._idle: list[Process] = []

    def take(self) -> Process:
        return self._idle.pop() if self._idle else Process()

    def give_back(self, process: Process) -> None:
        self._idle.append(process)
