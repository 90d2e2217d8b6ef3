"""One buyer's way into the shop, as the product goes it: the door, the order, the start of its machine.

The rules are the product's own (shards, splitting, the door, back-off, tries); what is simulated is what
stands between them: DynamoDB, Lambda, Step Functions, API Gateway.
"""

from collections.abc import Callable, Generator
from random import Random

from bench.flash_sale.agenda import Agenda, Bucket
from bench.flash_sale.asking import Doing, look
from bench.flash_sale.lambdas import Concurrency, Process, Processes
from bench.flash_sale.limits import Limits, call_seconds
from bench.flash_sale.machine import Machine
from bench.flash_sale.partitions import SKU, Outcome, Shelf, Table
from bench.flash_sale.seen import Seen
from functions.inventory import stock
from local.repeating import pause_before_repeat

AGAIN = {"Retry-After": "1"}
KEY_UNITS, PLACED_UNITS = 2, 4
"""Write units of an idempotency record, and of an order's first event and head (its cart takes no more)."""


class Shop:
    """`turn_away` takes a buyer back who was told to come again and has no order yet."""

    def __init__(
        self,
        agenda: Agenda,
        limits: Limits,
        shelf: Shelf,
        chance: Random,
        turn_away: Callable[[float, int], None],
    ) -> None:
        self.agenda, self.limits, self.shelf, self.chance = agenda, limits, shelf, chance
        self.seen = Seen()
        self.gateway = Bucket(limits.requests, limits.requests_at_once)
        self.open = 0
        """Buyers with an order that is not decided."""
        self.level_known_until = 0.0
        """Until then some process lets buyers through by a level that it knows."""
        self._turn_away = turn_away
        self._starts = Bucket(limits.starts, limits.starts_at_once)
        self._lambdas, self._processes = Concurrency(limits), Processes()
        self._orders, self._carts, self._keys = Table(limits), Table(limits), Table(limits)
        self._asked = 0
        self._machine = Machine(agenda, limits, shelf, self._orders, self._lambdas, chance, self.seen)

    def visit(self, came: float, times: int) -> Generator[float, None, None]:
        """A request that API Gateway let through, by a buyer who came at `came` and was turned away so many
        times; and whatever follows until the buyer knows."""
        number = 0
        while True:
            if self._lambdas.take("Checkouts", self.agenda.now):
                process = self._processes.take()
                number, started = yield from self._check_out(process, came, number)
                self._processes.give_back(process)
                self._lambdas.give_back("Checkouts")
                if started:
                    break
            if not number:
                self._turn_away(came, times)
                return
            times += 1
            yield pause_before_repeat(AGAIN, times)
            while not self.gateway.take(1, self.agenda.now):
                times += 1
                yield pause_before_repeat(AGAIN, times)
        if number > 0:
            yield from self._machine.run(number, came)
            self.open -= 1

    def _check_out(
        self, process: Process, came: float, number: int
    ) -> Generator[float, None, tuple[int, bool]]:
        """The order's number (0: none was written, -1: refused), and whether the buyer is through."""
        self._asked += 1
        yield self.limits.own_ms / 1000 + call_seconds("PutItem") + call_seconds("GetItem")
        if not self._keys.write(self._asked, KEY_UNITS, self.agenda.now):
            return number, False
        if not number:
            passed = yield from self._door(process)
            if passed is Outcome.REFUSED:
                self.seen.refused_at_the_door.append(self.agenda.now - came)
                return -1, True
            if passed is Outcome.THROTTLED:
                return 0, False
            yield call_seconds("TransactWriteItems")
            if not self._writes(self._asked, PLACED_UNITS, self._orders, self._carts):
                return 0, False
            self.seen.orders = number = self.seen.orders + 1
            self.open += 1
        yield call_seconds("StartExecution")
        if not self._starts.take(1, self.agenda.now):
            yield self.chance.random()  # the client of AWS tries twice
            if not self._starts.take(1, self.agenda.now):
                self.seen.refused_starts += 1
                return number, False
        yield call_seconds("UpdateItem")
        return number, True

    def _door(self, process: Process) -> Doing:
        """As functions/checkout/look_at_stock.py."""
        level = process.knows(self.agenda.now)
        if level is None:
            level = self.shelf.available
            yield call_seconds("BatchGetItem")
            process.learn(level, self.agenda.now, self.chance)
        if not stock.near(level, 1):
            assert process.copy is not None  # noqa: S101 - it was known or learned
            self.level_known_until = max(self.level_known_until, process.copy.good_until)
            return Outcome.DONE
        there: list[int] = []
        looked = yield from look(self.agenda, self.shelf, lambda: there.append(self.shelf.available))
        if looked is Outcome.CONFLICT:
            self.seen.not_looked_at += 1
            return Outcome.DONE
        if looked is Outcome.DONE and stock.short({SKU: 1}, {SKU: there[0]}):
            self.seen.falsely += there[0] > 0
            return Outcome.REFUSED
        return looked

    def _writes(self, key: int, units: int, *tables: Table) -> bool:
        return all([one.write(key, units, self.agenda.now) for one in tables])
