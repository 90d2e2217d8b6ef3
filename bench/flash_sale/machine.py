"""The checkout's machine as the product runs it: units held, a hold on the card, the order confirmed; or the
way back."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from random import Random

from bench.flash_sale.agenda import Agenda
from bench.flash_sale.asking import Doing, in_spite_of_conflicts, look
from bench.flash_sale.lambdas import Concurrency
from bench.flash_sale.limits import Limits
from bench.flash_sale.partitions import SKU, Outcome, Shelf, Table
from bench.flash_sale.policies import ANY, THROTTLED, Policy, read_policies
from bench.flash_sale.seen import Seen
from functions.checkout import confirm_order, reserve_stock
from functions.inventory import stock

NO_UNITS, ADVANCED_UNITS = 0, 4
"""Write units of the order's own table: holding units leaves it alone, confirming writes its next event and
head."""
STEPS_BACK = 3
"""AbandonOrder, VoidPayment, CloseOrder."""


def _policies() -> dict[str, dict[str, Policy]]:
    return {state: read_policies(state) for state in ("ReserveStock", "ConfirmOrder")}


@dataclass
class Machine:
    agenda: Agenda
    limits: Limits
    shelf: Shelf
    orders: Table
    lambdas: Concurrency
    chance: Random
    seen: Seen
    _policies: dict[str, dict[str, Policy]] = field(default_factory=_policies)

    def run(self, number: int, came: float) -> Generator[float, None, None]:
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
            if self.lambdas.take(state, self.agenda.now):
                yield self.limits.own_ms / 1000
                outcome = yield from work()
                self.lambdas.give_back(state)
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
        for _ in range(reserve_stock.TRIES):
            held = yield from self._transact(NO_UNITS, number, shard, self.shelf.hold)
            if held is Outcome.DONE:
                found[0] = shard
                return held
            if held is Outcome.THROTTLED:
                return held
            if held is Outcome.CONFLICT:
                continue
            there: list[stock.Shelves] = []
            looked = yield from look(self.agenda, self.shelf, lambda: there.append(self.shelf.shelves()))  # noqa: B023
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
            if units and not self.orders.write(number, units, now):
                return Outcome.THROTTLED
            return change(number, shard, now)

        return (yield from in_spite_of_conflicts(self.agenda, once, "TransactWriteItems"))
