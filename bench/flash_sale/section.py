"""The section of docs/performance.md about flash sales, from what bench/flash_sale/simulate.py kept."""

from collections.abc import Callable
from fractions import Fraction

from bench.exact import plain
from bench.flash_sale.limits import SHIPPED
from bench.flash_sale.measure import LIMITS, SALES, SHARDS, Played, read_kept
from bench.flash_sale.partitions import TRANSACTIONAL
from bench.flash_sale.street import ARRIVE_SECONDS
from bench.markdown import dollars, table
from bench.plots import PLOTS, Panel, Series, panels
from bench.prices import read_prices

PLOT = PLOTS / "flash-sale.svg"
SHOWN = {"shipped": (10_000, 100_000), "raised": (10_000,)}
"""Whose sales have a table by shards."""
CHOSEN = 8
"""Shards of the table by buyers: what a SKU of 800 units or more starts with."""
MILLION = 1_000_000

SHORTLY = {"shipped": "as shipped", "raised": "every bound raised"}
Value = Callable[[Played], float | None]

HEAD = """## Flash sale

Repeat: `make bench-flash` plays a sale on this machine (2,000 buyers, 500 units; BUYERS, UNITS, DECLINED),
holds each refusal against what was available at that moment, audits, and fails unless the counts are right.
`make bench-flash-simulated` plays what follows, with the same numbers on every machine.

### Simulated

The rules are the product's own: which shard an order tries and how it splits, what the door goes by and for
how long, how often what conflicts is tried again and after which pause, the machine's retries, and what a
client does that is told to come again. Simulated is what lies between them: DynamoDB's partitions and
transactions, the quotas of Lambda, Step Functions and API Gateway. Everybody wants one unit; within {arrive}
seconds of the opening all have come, most at its beginning; nobody gives up, and every card is good.

Not simulated: what comes after CONFIRMED, who looks at pages meanwhile, partitions that split (minutes
later), quotas of state transitions. Keys lie evenly in the partitions; those of the shards are hashed."""

WHAT = """Per second: until nine in ten of those confirmed were. Held: from the execution's start until the
units are held; all other times are from the buyer's first request. Falsely: told "sold out" by a look that
showed a unit. Failed: told `checkout-failed`, while there were units, and after. Beyond: orders that were
written and not confirmed. Coming: without an answer after fifteen minutes."""


def section() -> str:
    """Raises FileNotFoundError before anything was kept."""
    played = read_kept()
    return "\n\n".join(
        [
            HEAD.format(arrive=plain(int(ARRIVE_SECONDS))),
            f"![Confirmed a second, waiting and failing, by shards](plots/{PLOT.name})",
            _bounds(),
            WHAT,
            *(_by_shards(played, limits, buyers) for limits in LIMITS for buyers in SHOWN[limits]),
            _by_buyers(played),
            _prices(),
            FOLLOWS,
        ]
    )


FOLLOWS = """### What follows

- A SKU begins with a shard for each 250 of its first units, eight at most
  ([why](decisions/0049-shards-to-begin-with.md)): as many as the shipped bounds can fill.
- More shards pay once those bounds are raised, and the tables' partitions with them. Before, they make every
  look dearer and slower, and who comes too late is told so late.
- A million buyers wait for the stage's bound, and once that is raised for the look of the door, which reads
  the SKU's item: 1,500 a second of one SKU. Pages that show `sold_out` keep most from asking."""


def draw() -> None:
    """The plot that the section links."""
    played = read_kept()
    each: list[tuple[str, str, str, Value]] = [
        ("Confirmed", "a second", "shipped", lambda one: one.result.per_second),
        ("Confirmed", "a second", "raised", lambda one: one.result.per_second),
        ("Units held after", "p99, seconds", "shipped", lambda one: one.result.held_p99),
        ("Told that all is sold after", "p50, seconds", "shipped", lambda one: one.result.refused_p50),
        ("Failed while there were units", "buyers", "shipped", lambda one: one.result.failed_early),
        ("Orders beyond those confirmed", "orders", "shipped", lambda one: one.result.beyond),
    ]
    panels(PLOT, [_panel(*one, played) for one in each])


def _panel(what: str, y_label: str, limits: str, value: Value, played: list[Played]) -> Panel:
    lines = []
    for buyers, units in SALES[limits].items():
        chosen = [one for one in played if (one.limits, one.buyers) == (limits, buyers)]
        points = [(one.shards, found) for one in chosen if (found := value(one)) is not None]
        mark = next((point for point in points if point[0] == CHOSEN), None)
        lines.append(Series(f"{buyers:,} buyers, {units:,} units", points, mark=mark))
    return Panel(f"{what}, {SHORTLY[limits]}", "shards", y_label, lines, log_x=True, x_ticks=SHARDS)


def _bounds() -> str:
    rows = [
        ("write and read units of a partition, a second", "partition_writes", "partition_reads"),
        ("partitions of a table", "partitions"),
        ("an item is its transaction's for so many ms", "locked_ms"),
        ("executions started at once, and a second", "starts_at_once", "starts"),
        ("invocations at once", "concurrency"),
        ("more of a function in ten seconds", "scaling"),
        ("requests at once, and a second", "requests_at_once", "requests"),
    ]
    cells = [
        [what, *(", ".join(f"{getattr(limits, name):,.0f}" for name in names) for limits in LIMITS.values())]
        for what, *names in rows
    ]
    head = ["bound (`bench/flash_sale/limits.py` says whose)", *(limits.title for limits in LIMITS.values())]
    return table(head, cells)


def _by_shards(played: list[Played], limits: str, buyers: int) -> str:
    rows = [one for one in played if (one.limits, one.buyers) == (limits, buyers)]
    title = f"**{buyers:,} buyers, {rows[0].units:,} units, {LIMITS[limits].title}**"
    return f"{title}\n\n" + _results([(str(one.shards), one) for one in rows], "shards")


def _by_buyers(played: list[Played]) -> str:
    rows = [one for one in played if (one.limits, one.shards) == (SHIPPED_NAME, CHOSEN)]
    return f"**{CHOSEN} shards, {SHIPPED.title}**\n\n" + _results(
        [(f"{one.buyers:,} of {one.units:,} units", one) for one in rows], "buyers"
    )


def _results(rows: list[tuple[str, Played]], first: str) -> str:
    head = [
        *(first, "confirmed", "per second", "hold p50, p99 s", "CONFIRMED p50, p99 s"),
        *("sold out, at the door", "with an order", "falsely", "p50, p99 s", "failed", "beyond", "coming"),
    ]
    return table(head, [[name, *_result(one)] for name, one in rows])


def _result(one: Played) -> list[str]:
    found = one.result
    return [
        f"{found.confirmed:,}",
        f"{found.per_second:,.0f}",
        _pair(found.held_p50, found.held_p99),
        _pair(found.confirmed_p50, found.confirmed_p99),
        f"{found.refused_at_the_door:,}",
        f"{found.refused_with_order:,}",
        str(found.falsely_refused),
        _pair(found.refused_p50, found.refused_p99),
        f"{found.failed_early:,}, {found.failed_late:,}",
        f"{found.beyond:,}",
        f"{found.coming:,}",
    ]


def _pair(half: float | None, most: float | None) -> str:
    return "" if half is None or most is None else f"{half:.1f}, {most:.1f}"


def _prices() -> str:
    """A look at the door reads the SKU item and all shards; a level costs a quarter of that."""
    price, cells = read_prices()["read_unit"], []
    for shards in SHARDS:
        look = TRANSACTIONAL * (shards + 1)
        level = Fraction(shards + 1, 2)
        cells.append(
            [str(shards), str(look), dollars(price.of(MILLION * look)), dollars(price.of(MILLION * level))]
        )
    head = ["shards", "read units of a look", "a million looks, US dollars", "a million levels, US dollars"]
    return (
        "### What more shards cost\n\n"
        + table(head, cells)
        + "\n\nAn order whose first shard has its units costs the same in any number of them. A look is made "
        + "for each checkout at the door of a SKU that is nearly or quite sold out, and for each order whose "
        + "shard is empty. A level is read by each process once in ten seconds, and more often where there "
        + "are only hundreds. Shards are never taken away again: whoever looks reads all that ever were."
    )


SHIPPED_NAME = next(name for name, limits in LIMITS.items() if limits is SHIPPED)
