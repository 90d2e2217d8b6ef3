"""One simulated sale: so many buyers, so many units, in so many shards, within what AWS allows."""

from collections import Counter
from dataclasses import dataclass
from random import Random
from unittest.mock import patch

from bench.flash_sale.agenda import Agenda
from bench.flash_sale.checkouts import KEY_UNITS, Shop
from bench.flash_sale.limits import Limits, call_seconds
from bench.flash_sale.partitions import Shelf
from bench.flash_sale.street import Group, Street
from functions.shared import table

TICK, LONG_TICK = 0.05, 0.5
"""Seconds in which those who come are counted together; the long one once all is sold."""
MOST_SECONDS = 900.0
SEED = 10
MOST_PERCENT = 90


@dataclass(frozen=True)
class Case:
    limits: Limits
    shards: int
    buyers: int
    units: int


@dataclass(frozen=True)
class Result:
    """Times in seconds, None where there were none; `per_second` is from the opening until nine in ten of
    those confirmed were. Those `failed` were told that their checkout failed, while units were available or
    after; `beyond` are orders that were written for nobody; `coming` had no answer yet when the simulation
    ended; `conflicts` are transactions that met another one."""

    confirmed: int
    per_second: float
    last_confirmed: float
    held_p50: float | None
    held_p99: float | None
    confirmed_p50: float | None
    confirmed_p99: float | None
    refused_at_the_door: int
    refused_with_order: int
    refused_p50: float | None
    refused_p99: float | None
    falsely_refused: int
    failed_early: int
    failed_late: int
    beyond: int
    not_looked_at: int
    coming: int
    conflicts: int


class Simulation:
    def __init__(self, case: Case) -> None:
        self.case, self.chance = case, Random(SEED)  # noqa: S311 - repeatable, not secret
        self.agenda = Agenda()
        self.shelf = Shelf(case.limits, case.shards, case.units)
        self.street = Street(case.buyers, TICK, self.chance)
        self.shop = Shop(self.agenda, case.limits, self.shelf, self.chance, self._turned_away)
        self.refused: Counter[float] = Counter()
        """Refused at the door once all was sold: buyers by how long they tried."""

    def run(self) -> Result:
        with patch.object(table, "random", self.chance):
            while (self.street.left or not self.agenda.idle) and self.agenda.now < MOST_SECONDS:
                if self._all_is_sold():
                    self._refuse(LONG_TICK)
                else:
                    self._let_in(TICK)
        return _result(self)

    def _turned_away(self, came: float, times: int) -> None:
        self.street.come_again((came, times), self.agenda.now)

    def _let_in(self, seconds: float) -> None:
        """Who comes in this tick, each for himself."""
        now = self.agenda.now
        groups, through = self._through_the_gateway(seconds)
        for group, buyers in through.items():
            for _ in range(buyers):
                self.agenda.begin(self.shop.visit(*group), after=self.chance.random() * seconds)
        self._send_away(groups, through, now + seconds)
        self.agenda.run_until(now + seconds)

    def _all_is_sold(self) -> bool:
        """Nothing can come back, and every process looks closely: the rest are refused at the door."""
        sold = self.shelf.available == 0 and self.shelf.held == 0 and self.shop.open == 0
        return sold and self.shop.level_known_until < self.agenda.now

    def _refuse(self, seconds: float) -> None:
        """Who comes in this tick is refused, as many as can be looked for; the others come again."""
        now = self.agenda.now
        groups, through = self._through_the_gateway(seconds)
        refused = self.street.some(through, int(self._refusals_per_second() * seconds))
        for (came, _), buyers in refused.items():
            self.refused[now + seconds / 2 - came] += buyers
        self._send_away(groups, refused, now + seconds)
        self.agenda.run_until(now + seconds)

    def _through_the_gateway(self, seconds: float) -> tuple[Counter[Group], Counter[Group]]:
        groups = self.street.at_the_door(self.agenda.now, self.agenda.now + seconds)
        room = int(min(self.shop.gateway.left(self.agenda.now + seconds), groups.total()))
        self.shop.gateway.take(room, self.agenda.now + seconds)
        return groups, self.street.some(groups, room)

    def _send_away(self, groups: Counter[Group], through: Counter[Group], now: float) -> None:
        for group, buyers in groups.items():
            if buyers > through[group]:
                self.street.come_again(group, now, buyers - through[group])

    def _refusals_per_second(self) -> float:
        limits = self.case.limits
        busy = limits.own_ms / 1000 + sum(map(call_seconds, ("PutItem", "GetItem", "TransactGetItems")))
        keys = limits.partitions * limits.partition_writes / KEY_UNITS
        return min(self.shelf.looks_per_second, limits.concurrency / busy, keys)


def _result(done: Simulation) -> Result:
    seen = done.shop.seen
    singly = Counter(round(one, 3) for one in seen.refused_at_the_door + seen.refused_with_order)
    refused = done.refused + singly
    confirmed = len(seen.confirmed)
    most = _percentile(Counter(seen.confirmed_at), MOST_PERCENT)
    return Result(
        confirmed=confirmed,
        per_second=round(confirmed * MOST_PERCENT / 100 / most, 1) if most else 0.0,
        last_confirmed=round(max(seen.confirmed_at, default=0.0), 1),
        held_p50=_percentile(Counter(seen.held), 50),
        held_p99=_percentile(Counter(seen.held), 99),
        confirmed_p50=_percentile(Counter(seen.confirmed), 50),
        confirmed_p99=_percentile(Counter(seen.confirmed), 99),
        refused_at_the_door=len(seen.refused_at_the_door) + done.refused.total(),
        refused_with_order=len(seen.refused_with_order),
        refused_p50=_percentile(refused, 50),
        refused_p99=_percentile(refused, 99),
        falsely_refused=seen.falsely,
        failed_early=seen.failed_early,
        failed_late=seen.failed_late,
        beyond=seen.orders - confirmed,
        not_looked_at=seen.not_looked_at,
        coming=done.street.left + done.shop.open,
        conflicts=done.shelf.conflicts,
    )


def _percentile(values: Counter[float], percent: int) -> float | None:
    """The least value that so many percent do not exceed."""
    missing = -(-values.total() * percent // 100)
    for value in sorted(values):
        missing -= values[value]
        if missing <= 0:
            return round(value, 3)
    return None
