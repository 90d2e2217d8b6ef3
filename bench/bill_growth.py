"""How a bill grows: orders of more lines, SKUs in more shards, counted like the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bench.assumptions import Assumptions
from bench.bill import Bill, Tariff
from bench.counting import Counts, count_order
from bench.markdown import dollars, number, table
from bench.scenarios import AT_THE_DOOR, CONFIRMED, Scenario, dishes
from bench.shared_costs import SharedWork
from harness.moto.world import World

LINES = (1, 3, 10, 30)
SHARDS = (1, 4, 16, 64)


@dataclass(frozen=True)
class Growth:
    """Bills of an order to CONFIRMED by its lines, and by the shards of its SKU; of one that is refused at
    the door by the shards."""

    by_lines: dict[int, Bill]
    by_shards: dict[int, Bill]
    refused: dict[int, Bill]


def scenarios() -> list[Scenario]:
    """Beyond those of the rows, which begin each table."""
    return [
        *map(_of_lines, LINES[1:]),
        *(_of_shards(CONFIRMED, count) for count in SHARDS[1:]),
        *(_of_shards(AT_THE_DOOR, count) for count in SHARDS[1:]),
    ]


def count_growth(world: World, assumed: Assumptions) -> dict[str, Counts]:
    """By title."""
    return {one.title: count_order(world, one, assumed) for one in scenarios()}


def read_growth(tariff: Tariff, counts: Mapping[str, Counts], shared: SharedWork) -> Growth:
    """`counts` by the titles of their scenarios. Own CPU is in none of them."""

    def bill(scenario: Scenario) -> Bill:
        return tariff.bill(counts[scenario.title], shared, {})

    return Growth(
        by_lines={count: bill(_of_lines(count)) for count in LINES},
        by_shards={count: bill(_of_shards(CONFIRMED, count)) for count in SHARDS},
        refused={count: bill(_of_shards(AT_THE_DOOR, count)) for count in SHARDS},
    )


def sections(growth: Growth) -> list[str]:
    lines = _table("lines, each of a SKU of its own", {CONFIRMED.title: growth.by_lines})
    shards = _table(
        "shards of the SKU", {CONFIRMED.title: growth.by_shards, AT_THE_DOOR.title: growth.refused}
    )
    return [
        "### How the bill grows: lines\n\n"
        + lines
        + "\n\nA line takes its units in one write and sells them in another, two units each. What else "
        "grows are sizes: of the order's head and first event, its cart and its row, by the kilobyte. State "
        "transitions, invocations and events stay as they are.",
        "### How the bill grows: shards\n\n"
        + shards
        + "\n\nAn order takes from one shard, however many there are. Who is refused at the door was looked "
        "for in all of them, at one moment: two read units each. Copies of levels that are read anew are "
        "those of one shard here; more shards add half a read unit each to a look that checkouts share.",
    ]


def _table(what: str, columns: Mapping[str, Mapping[int, Bill]]) -> str:
    head = [what]
    for title in columns:
        head += [f"{title}: write units", "read units", "US dollars per million"]
    counts: Sequence[int] = list(next(iter(columns.values())))
    rows = []
    for count in counts:
        row = [str(count)]
        for bills in columns.values():
            bill = bills[count]
            row += [number(bill.counts.writes), number(bill.counts.reads), dollars(bill.counted)]
        rows.append(row)
    return table(head, rows)


def _of_lines(count: int) -> Scenario:
    if count == 1:
        return CONFIRMED
    return replace(CONFIRMED, title=f"{CONFIRMED.title}, {count} dishes", lines=dishes(count))


def _of_shards(scenario: Scenario, count: int) -> Scenario:
    if count == 1:
        return scenario
    return replace(scenario, title=f"{scenario.title}, {count} shards", shards=count)
