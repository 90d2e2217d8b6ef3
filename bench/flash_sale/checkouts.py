"""One buyer's way through the shop, as the product goes it: the door, the order, the machine's steps.

The rules are the product's own (shards, splitting, the door, back-off, tries); what is simulated is what
stands between them: DynamoDB, Lambda, Step Functions, API Gateway.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from random import Random

from bench.flash_sale.agenda import Agenda, Bucket
from bench.flash_sale.lambdas import Concurrency, Process, Processes
from bench.flash_sale.limits import Limits, call_seconds
from bench.flash_sale.partitions import SKU, Outcome, Shelf, Table
from bench.flash_sale.policies import ANY, THROTTLED, Policy, read_policies
from functions.checkout import confirm_order, reserve_stock
from functions.inventory import stock
from functions.shared import table
from local.repeating import pause_before_repeat

AGAIN = {"Retry-After": "1"}
KEY_UNITS, PLACED_UNITS, CHECKED_UNITS, ADVANCED_UNITS = 2, 4, 2, 4
"""Write units of the order's own items: its idempotency record, its first event and head (its cart takes no
more), the check of its head, the next event and head. tests/bench holds them against those counted."""
STEPS_BACK = 3
"""AbandonOrder, VoidPayment, CloseOrder."""

Doing = Generator[float, None, Outcome]


@dataclass
class Seen:
    """What became of the buyers. Times in seconds: of those confirmed and refused since they came, of the
    hold since its execution began. `failed_early` were told that their checkout failed while units were
    available, `failed_late` when there were none; `falsely` were told "sold out" by a look that showed
    some."""

    confirmed: list[float]
    confirmed_at: list[float]
    held: list[float]
    refused_at_the_door: list[float]
    refused_with_order: list[float]
    failed_early: int = 0
    failed_late: int = 0
    orders: int = 0
    falsely: int = 0
    not_looked_at: int = 0
    refused_starts: int = 0


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
        self.seen = Seen([], [], [], [], [])
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
        self._policies = {state: read_policies(state) for state in ("ReserveStock", "ConfirmOrder")}

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
            yield from self._run(number, came)

    def _check_out(
        self, process: Process, came: float, number: int
    ) -> Generator[float, None, tuple[int, bool]]:
        """The order's number (0: none was written, -1: refused), and whether the buyer need not come again."""
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
        looked = yield from self._look(lambda: there.append(self.shelf.available))
        if looked is Outcome.CONFLICT:
            self.seen.not_looked_at += 1
            return Outcome.DONE
        if looked is Outcome.DONE and stock.short({SKU: 1}, {SKU: there[0]}):
            self.seen.falsely += there[0] > 0
            return Outcome.REFUSED
        return looked

    def _run(self, number: int, came: float) -> Generator[float, None, None]:
        """The machine, from its start to the buyer's answer."""
        began, shards = self.agenda.now, [0]
        held = yield from self._step("ReserveStock", lambda: self._reserve(number, shards))
        if held is Outcome.DONE:
            self.seen.held.append(self.agenda.now - began)
            yield (self.limits.between_steps_ms + self.limits.own_ms + self.limits.provider_ms) / 1000
            sold = yield from self._step("ConfirmOrder", lambda: self._confirm(number, shards[0]))
            if sold is Outcome.DONE:
                self.seen.confirmed.append(self.agenda.now - came)
                self.seen.confirmed_at.append(self.agenda.now)
            else:
                self.shelf.release(shards[0])
                self._fail()
        else:
            yield STEPS_BACK * (self.limits.between_steps_ms + self.limits.own_ms) / 1000
            if held is Outcome.REFUSED:
                self.seen.refused_with_order.append(self.agenda.now - came)
            else:
                self._fail()
        self.open -= 1

    def _fail(self) -> None:
        """The buyer is told that the checkout failed: while units were available, or after."""
        early = self.shelf.available > 0
        self.seen.failed_early += early
        self.seen.failed_late += not early

    def _step(self, state: str, work: Callable[[], Doing]) -> Doing:
        """A task with its retries; REFUSED is an answer, CONFLICT and THROTTLED are failures."""
        failures = {THROTTLED: 0, ANY: 0}
        while True:
            yield self.limits.between_steps_ms / 1000
            error = THROTTLED
            if self._lambdas.take(state, self.agenda.now):
                yield self.limits.own_ms / 1000
                outcome = yield from work()
                self._lambdas.give_back(state)
                if outcome in (Outcome.DONE, Outcome.REFUSED):
                    return outcome
                error = ANY
            failures[error] += 1
            policy: Policy = self._policies[state][error]
            if failures[error] > policy.tries:
                return Outcome.THROTTLED
            yield self.chance.uniform(0, policy.longest_pause(failures[error]))

    def _reserve(self, number: int, found: list[int]) -> Doing:
        """As functions/checkout/reserve_stock.py; leaves in `found` the shard that it holds of."""
        order_id, shard = str(number), stock.first_choice(str(number), SKU, self.shelf.shards)
        yield call_seconds("GetItem")
        for _ in range(reserve_stock.TRIES):
            held = yield from self._transact(CHECKED_UNITS, number, shard, self.shelf.hold)
            if held is Outcome.DONE:
                found[0] = shard
                return held
            if held is Outcome.THROTTLED:
                return held
            if held is Outcome.CONFLICT:
                continue
            there: list[stock.Shelves] = []
            looked = yield from self._look(lambda: there.append(self.shelf.shelves()))  # noqa: B023
            if looked is not Outcome.DONE:
                return looked
            try:
                (piece,) = stock.split(order_id, 1, there[0])
            except stock.OutOfStock:
                self.seen.falsely += there[0].available > 0
                return Outcome.REFUSED
            shard = piece.shard
        return Outcome.CONFLICT

    def _confirm(self, number: int, shard: int) -> Doing:
        """As functions/checkout/confirm_order.py."""
        for _ in range(confirm_order.TRIES):
            sold = yield from self._transact(ADVANCED_UNITS, number, shard, self.shelf.sell)
            if sold is not Outcome.CONFLICT:
                return sold
        return Outcome.CONFLICT

    def _transact(
        self, units: int, number: int, shard: int, change: Callable[[int, int, float], Outcome]
    ) -> Doing:
        def once(now: float) -> Outcome:
            if not self._orders.write(number, units, now):
                return Outcome.THROTTLED
            return change(number, shard, now)

        return (yield from self._in_spite_of_conflicts(once, "TransactWriteItems"))

    def _look(self, remember: Callable[[], None]) -> Doing:
        """`remember` is called at the moment of the look."""

        def once(now: float) -> Outcome:
            outcome = self.shelf.look(now)
            if outcome is Outcome.DONE:
                remember()
            return outcome

        return (yield from self._in_spite_of_conflicts(once))

    def _writes(self, key: int, units: int, *tables: Table) -> bool:
        return all([one.write(key, units, self.agenda.now) for one in tables])

    def _in_spite_of_conflicts(
        self, call: Callable[[float], Outcome], operation: str = "TransactGetItems"
    ) -> Doing:
        """As functions/shared/table.py, with its own tries and pauses."""
        for attempt in range(table.CONFLICT_TRIES):
            outcome = call(self.agenda.now)
            yield call_seconds(operation)
            if outcome is not Outcome.CONFLICT:
                return outcome
            yield table._backoff(attempt)
        return Outcome.CONFLICT
