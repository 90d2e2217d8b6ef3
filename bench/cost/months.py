"""A month of a shop: what stands there, what runs by the clock, what orders bring, and what they leave."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bench.cost import counted
from bench.cost.counted import CountedPage
from bench.deployed import read_deployed
from bench.exact import Exact
from bench.prices import Price
from bench.standing import HOURS, standing, standing_prices
from harness.template import Template, function_named

MILLION, GIGA = 1_000_000, 10**9
LOOKS: Mapping[str, int] = {"GET /catalog": 12, "GET /cart": 4, "PUT /cart/lines/{line_id}": 4}
"""Stated: for each order, those of everybody who looks, most of whom buy nothing."""
MONTHS = 12
"""After so many, what is kept is looked at."""
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
MEASURED_APART = "MeasureOrders"
"""A row of its own on the page has all of what it does in an hour."""


@dataclass(frozen=True)
class Run:
    """A function that a schedule invokes so often a month."""

    function: str
    times: int


class Months:
    """Dollars, by the templates' resources and the page of the bench."""

    def __init__(self, template: Template, page: CountedPage) -> None:
        self._template = template
        self._page = page
        self._prices = standing_prices()
        self._access_log = read_deployed(template).access_log_bytes

    def lines(self, orders: int) -> dict[str, Fraction]:
        """Of a month of a shop with so many orders each month, in its thirteenth."""
        page, millions = self._page, Fraction(orders, MILLION)
        checkouts = page.per_million(counted.WITH_RETURNS) + page.per_million(counted.UNSEEN)
        asked = page.of_completed(counted.REQUESTS) * self._of("firewall_request", 1) * MILLION
        kept = MONTHS * orders * page.of_completed(counted.STORED) / GIGA
        return {
            "standing still": self.standing(),
            "what runs by the clock": self.clockwork(),
            "orders": millions * (checkouts + asked),
            "people who look": millions * self.looks(),
            "what the year's orders left": kept * sum(self.kept().values()),
        }

    def standing(self) -> Fraction:
        items = sum(one.usd for one in standing(self._template.stacks))
        provider = self._of("secret_month", 1)  # made by a person, in no template
        return items + provider + self._of("metric_month", self._page.metrics())

    def looks(self) -> Fraction:
        """What comes with a million orders."""
        return sum((times * self.look(call) for call, times in LOOKS.items()), Fraction(0))

    def look(self, call: str) -> Fraction:
        """A million of these."""
        asked = self._page.asked(call)
        each = {
            "api_request": 1,
            "firewall_request": 1,
            "lambda_request": 1,
            "write_unit": asked.writes,
            "read_unit": asked.reads,
            "transfer_gb": Fraction(asked.answered, GIGA),
            "log_gb": Fraction(self._access_log, GIGA),
        }
        seconds = self._page.per_million_seconds(asked.function)
        return MILLION * sum(self._of(name, units) for name, units in each.items()) + seconds

    def clockwork(self) -> Fraction:
        """Of a month in which it finds nothing to do."""
        return sum((self._run(one) for one in self.schedules()), Fraction(0))

    def schedules(self) -> list[Run]:
        """Those that invoke a function."""
        rules = [one.properties for one in self._template.resources("AWS::Events::Rule")]
        return sorted(
            (
                Run(function_named(target["Arn"]), _times(rule["ScheduleExpression"]))
                for rule in rules
                if "ScheduleExpression" in rule
                for target in rule["Targets"]
            ),
            key=lambda one: (-one.times, one.function),
        )

    def kept(self) -> dict[str, Fraction]:
        """Dollars a month of one GB of orders that took a year to come together: in tables, to any second of
        35 days, and in the vault's copies."""
        nightly, monthly = self.copies()
        return {
            "in tables": self._of("table_gb_month", 1),
            "restorable to the second": self._of("backup_gb_month", 1),
            f"{nightly} nightly copies": self._of("vault_gb_month", nightly),
            f"{monthly} monthly copies, each as large as it was then": self._of(
                "vault_gb_month", Fraction(monthly + 1, 2)
            ),
        }

    def copies(self) -> tuple[int, int]:
        """How many of each kind stand in the vault: the nights' and the months'."""
        (plan,) = self._template.resources("AWS::Backup::BackupPlan")
        rules = plan.properties["BackupPlan"]["BackupPlanRule"]
        nightly, monthly = (_days(rules, name) for name in ("daily", "monthly"))
        return nightly, monthly // 30

    def price(self, name: str) -> Price:
        return self._prices[name]

    def _run(self, one: Run) -> Fraction:
        if one.function == MEASURED_APART:
            return HOURS * self._page.per_million(counted.MEASURES) / MILLION
        reads = self._page.asked("the sweep, nothing overdue").reads if one.function == "Sweep" else 0
        seconds = self._page.per_million_seconds(one.function) / MILLION
        return one.times * (self._of("lambda_request", 1) + self._of("read_unit", reads) + seconds)

    def _of(self, name: str, units: Exact) -> Fraction:
        return self._prices[name].of(units)


def _times(expression: str) -> int:
    """Of a month; all of ours are rates."""
    number, unit = _parts(expression)
    return HOURS * 60 // (number * MINUTES[unit.removesuffix("s")])


def _parts(expression: str) -> tuple[int, str]:
    found = re.fullmatch(r"rate\((\d+) (\w+)\)", expression)
    if found is None:
        raise ValueError(f"{expression}: say in {__name__} how often that is")
    return int(found[1]), found[2]


def _days(rules: list[dict[str, Any]], name: str) -> int:
    (found,) = [int(one["Lifecycle"]["DeleteAfterDays"]) for one in rules if one["RuleName"] == name]
    return found


def per_order(lines: Mapping[str, Fraction], orders: int) -> Fraction:
    return sum(lines.values(), Fraction(0)) / orders


def each(lines: Mapping[str, Fraction]) -> Iterator[tuple[str, Fraction]]:
    yield from lines.items()
    yield "together", sum(lines.values(), Fraction(0))
