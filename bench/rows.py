"""The bills on the page: a row for each kind of order, and what comes beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bench.afterwards import WEBHOOK
from bench.bill import Bill, OwnCpu, Tariff
from bench.counting import Counts
from bench.open_page import LOOKED_AT, UNSEEN
from bench.operating import LOOKS
from bench.scenarios import COMPLETED, ORDERS, RECEIPT, RETURNED
from bench.shared_costs import SharedWork
from bench.talking import TALKS


@dataclass(frozen=True)
class Rows:
    """By themselves: `news`, one event of the provider's, that of a hold; `returned`, one return; `receipt`,
    one that is asked for the first time; `page`, an hour of an open one; `unseen`, what an order's
    changes cost where nobody looks, which every order has; `talks`, a message by either side, each way;
    `looks`, an operator's, and an hour of keeping their measures."""

    orders: tuple[Bill, ...]
    news: Bill
    returned: Bill
    receipt: Bill
    page: Bill
    unseen: Bill
    talks: tuple[Bill, ...]
    looks: tuple[Bill, ...]

    @property
    def beside(self) -> tuple[Bill, ...]:
        """Those of no order."""
        return self.news, self.returned, self.receipt, self.page, self.unseen, *self.talks, *self.looks


def read_rows(tariff: Tariff, counts: Mapping[str, Counts], shared: SharedWork, own_cpu: OwnCpu) -> Rows:
    """`counts` by the titles of their scenarios."""
    orders = [tariff.bill(counts[one.title], shared, own_cpu) for one in ORDERS]
    completed, returned = counts[COMPLETED.title], counts[RETURNED.title]
    orders.insert(ORDERS.index(COMPLETED) + 1, tariff.with_returns(completed, returned, shared, own_cpu))
    return Rows(
        orders=tuple(orders),
        news=tariff.alone("news of a hold", _news(completed), shared, own_cpu),
        returned=tariff.alone(RETURNED.title, returned, shared, own_cpu),
        receipt=tariff.alone(RECEIPT.title, counts[RECEIPT.title], shared, own_cpu),
        page=tariff.alone(LOOKED_AT.title, counts[LOOKED_AT.title], shared, own_cpu),
        unseen=tariff.alone(UNSEEN.title, counts[UNSEEN.title], shared, own_cpu),
        talks=tuple(tariff.alone(one.title, counts[one.title], shared, own_cpu) for one in TALKS),
        looks=tuple(tariff.alone(one.title, counts[one.title], shared, own_cpu) for one in LOOKS),
    )


def _news(completed: Counts) -> Counts:
    """The one of its events that an order brings: it tells of the hold."""
    return replace(
        completed,
        executions=(),
        path=(),
        transitions=0,
        logged_failures=0,
        invocations=tuple(completed.of(WEBHOOK)),
        requests=1,
        authorized=0,
        answered=HEARD_BYTES,
        messages=(),
        stored=0,
        metrics=frozenset(),
    )


HEARD_BYTES = len('{"received": true}')
