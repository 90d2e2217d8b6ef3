"""docs/cost.md, written from the templates, docs/performance.md and the list prices."""

from fractions import Fraction
from itertools import groupby
from pathlib import Path

from bench.cost import counted
from bench.cost.counted import CountedPage
from bench.cost.free_tier import FREE_TIER
from bench.cost.months import LOOKS, MONTHS, Months, each, per_order
from bench.exact import plain, rounded
from bench.markdown import dollars, number, prose, table
from bench.page import PAGE as COUNTED
from bench.prices import read_prices
from bench.standing import FILE, Item, standing
from harness.template import Template

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cost.md"
SIZES = (1_000, 100_000, 10_000_000)
ROWS = (
    counted.CONFIRMED,
    counted.COMPLETED,
    counted.WITH_RETURNS,
    counted.DECLINED,
    counted.AT_THE_DOOR,
    counted.UNSEEN,
)

HEAD = """# What a shop pays

To AWS, each month, in US dollars. Written by `python -m bench.cost` (`make bench` does it, too) from the
synthesized templates, from what is counted in [performance](performance.md), and from list prices; not
edited by hand, and `make test` fails when the page is not what that writes. Not in it: the payment
provider's fees, mails, tax, support plans, discounts."""

STANDING = """## Standing still

Where nobody buys anything. Everything else is charged by what is asked of it: tables, functions, machines
and queues cost nothing while nobody comes. `make test` fails when a kind of resource is deployed of which
nobody has said what it costs (`bench/standing.py`)."""

MILLION = """## A million checkouts

Counted, with own CPU ([how, and what is in each row](performance.md#the-bill)). A checkout is the row
that it ends in."""

GROWS = """## What grows

Orders, their payments and their messages are kept for ever. What a GB of orders costs each month, once a
year is over which brought it:"""

LESS = """The nightly copies are the most of it, and the first to be lowered: fewer days in
`infra/stacks/backup.py` (what is lost is told by [surviving](surviving.md)). Logs are $0.50 a GB
taken in and go after 30 days. Each month AWS restores the last copy and audits it: $0.15 a GB, and
some minutes of a build."""


def write_cost(template: Template) -> None:
    """From docs/performance.md as it stands."""
    PAGE.write_text(render(template, COUNTED.read_text()))


def render(template: Template, performance: str) -> str:
    """`performance` is the text of docs/performance.md."""
    page = CountedPage(performance)
    months = Months(template, page)
    sections = [HEAD, _sizes(months), _standing(template, months), _million(page), _looks(months)]
    sections += [_grows(months, page), _free(), _prices()]
    return "\n\n".join(sections) + "\n"


def _sizes(months: Months) -> str:
    """A column a size."""
    found = {orders: dict(each(months.lines(orders))) for orders in SIZES}
    cells = [[what, *(dollars(lines[what]) for lines in found.values())] for what in found[SIZES[0]]]
    cells[-1] = [f"**{cell}**" for cell in cells[-1]]
    cost = [rounded(100 * per_order(months.lines(orders), orders), 2) for orders in SIZES]
    cells.append(["cents an order", *cost])
    head = ["", *(f"{orders:,} orders a month" for orders in SIZES)]
    when = f"In the month after its first {MONTHS}, at an even pace; three orders in a hundred come back."
    return "\n\n".join(["## By size", when, table(head, cells)])


def _standing(template: Template, months: Months) -> str:
    items = standing(template.stacks)
    cells = [
        [stack, ", ".join(_told(one) for one in listed), dollars(sum(one.usd for one in listed))]
        for stack, group in groupby(items, key=lambda one: one.stack)
        for listed in [list(group)]
    ]
    secret, metrics = months.price("secret_month"), months.price("metric_month")
    cells.append(["no stack", "the provider's secret, made by a person", dollars(secret.of(1))])
    rest = months.standing() - sum(one.usd for one in items) - secret.of(1)
    cells.append(
        ["no stack", f"{number(rest / metrics.usd)} metrics of our own, once they are counted", dollars(rest)]
    )
    cells.append(["**together**", "", f"**{dollars(months.standing())}**"])
    runs = ", ".join(f"{one.function} {one.times:,} times" for one in months.schedules())
    return (
        STANDING
        + "\n\n"
        + table(["stack", "what stands there", "a month"], cells)
        + "\n\n"
        + prose(
            f"By the clock run {runs} a month: ${dollars(months.clockwork())} where there is nothing to do.",
            "Stacks that are not named cost nothing standing still. With `edge=cloudfront` the web ACL",
            "stands in PaidOnceEdge, and PaidOnceWeb has a secret more.",
        )
    )


def _told(one: Item) -> str:
    return f"{one.what}: {number(one.count)} ({dollars(one.usd)})"


def _million(page: CountedPage) -> str:
    cells = [[row, dollars(page.per_million(row))] for row in ROWS]
    return MILLION + "\n\n" + table(["a million of", "US dollars"], cells)


def _looks(months: Months) -> str:
    cells = [[f"`{call}`", str(times), dollars(months.look(call))] for call, times in LOOKS.items()]
    return "\n\n".join(
        [
            "## People who look",
            prose(
                "Stated, not counted: an order comes with so many looks, of all who come, most of whom buy",
                "nothing. Yours are in the dashboards; a shop of which each hundredth visitor buys has",
                "several times as many. The firewall's look at each is in.",
            ),
            table(["call", "an order", "a million of them"], cells),
            prose(
                f"A million orders bring ${dollars(months.looks())} of these. An open page that is told of",
                "its order as it changes costs [by the",
                "hour](performance.md#per-million-orders-in-us-dollars).",
            ),
        ]
    )


def _grows(months: Months, page: CountedPage) -> str:
    kept = months.kept()
    cells = [[what, dollars(usd)] for what, usd in each(kept)]
    stored = page.of_completed(counted.STORED)
    return (
        GROWS
        + "\n\n"
        + table(["a GB", "a month"], cells)
        + "\n\n"
        + prose(
            f"A completed order leaves {number(stored)} bytes in tables, so a million of them some",
            f"{rounded(stored / 1000, 0)} GB.",
            LESS,
        )
    )


def _free() -> str:
    cells = [[one.what, one.free, dollars(one.worth())] for one in FREE_TIER]
    total = sum((one.worth() for one in FREE_TIER), Fraction(0))
    return "\n\n".join(
        [
            "## The free tier's part",
            prose(
                "What AWS gives every account each month, for ever, is taken off none of the numbers",
                "above. It is the account's, not the shop's: who shares the account shares it.",
            ),
            table(["", "free each month", "worth at most"], cells),
            prose(
                f"At most ${dollars(total)}; a shop of {SIZES[0]:,} orders uses all of the alarms and",
                "dashboards and little of the rest. Free for a new account's first months alone, and not",
                "in the table: API Gateway's first million requests. DynamoDB's free read and write units",
                "are for provisioned tables; ours are on demand.",
            ),
        ]
    )


def _prices() -> str:
    prices = read_prices(FILE)
    cells = [
        [price.unit, f"{plain(price.usd)} / {price.per:,}", price.source, price.verified]
        for price in prices.by_name.values()
    ]
    return "\n\n".join(
        [
            "## Prices",
            prose(
                f"{prices.region}, written down on {prices.written_on} (`bench/{FILE.name}`); those of what",
                "is used stand [beside the bill](performance.md#stated), with their dates. Other regions",
                "differ: DynamoDB and logs are some 13 % dearer in eu-west-1, Step Functions and the",
                "firewall cost the same.",
            ),
            table(["unit", "US dollars", "source", "held against"], cells),
        ]
    )
