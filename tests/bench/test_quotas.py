"""docs/quotas.md: its arithmetic is right, in order, and rests on what is counted and simulated."""

import re

from bench.flash_sale.limits import SHIPPED
from infra.parts.firewall import RATES
from infra.parts.gateway import STAGE_THROTTLE
from local.settings import ROOT

PAGE = (ROOT / "docs" / "quotas.md").read_text()
COUNTED = (ROOT / "docs" / "performance.md").read_text()
ROW = re.compile(r"^\| ([^|]+) \| ([\d,]+) \| ([\d,]+)[^|]* \| ([\d,]+) \|", re.MULTILINE)


def number(text: str) -> int:
    return int(text.replace(",", ""))


def rows() -> dict[str, tuple[int, int, int]]:
    return {
        name: (number(quota), number(each), number(rate)) for name, quota, each, rate in ROW.findall(PAGE)
    }


def row(beginning: str) -> tuple[int, int, int]:
    (found,) = [numbers for name, numbers in rows().items() if name.startswith(beginning)]
    return found


def counted(what: str) -> int:
    """Of an order to COMPLETED: the second column of figures."""
    found = re.search(rf"^\| {re.escape(what)} \| [^|]+ \| ([\d,]+) \|", COUNTED, re.MULTILINE)
    assert found, what
    return number(found[1])


def test_each_row_divides_its_quota_by_what_an_order_takes() -> None:
    assert len(rows()) == 11
    for name, (quota, each, rate) in rows().items():
        assert rate == quota // each, name


def test_what_is_met_first_stands_first() -> None:
    rates = [rate for _, _, rate in rows().values()]
    assert rates == sorted(rates)


def test_what_an_order_takes_is_what_is_counted() -> None:
    assert row("state transitions")[1] == counted("state transitions")
    assert row("requests a second of the stage")[1] == counted("requests to the API")
    assert row("calls a second of the provider")[1] == counted("calls to the payment provider")
    assert row("events a second")[1] == counted("events on the bus")


def test_the_units_of_orders_are_those_of_the_page_of_the_bench() -> None:
    section = COUNTED.split("### Where the units of a row go: to COMPLETED")[1].split("###")[0]
    written = "\n".join(line.split("|")[3] for line in section.splitlines() if line.count("|") == 5)

    def units(table: str) -> int:
        return sum(int(found) for found in re.findall(rf"(?<![\w/]){table} (\d+)", written))

    assert row("write units of a new table Orders")[1] == units("Orders")
    assert row("write units of a new table's index")[1] == units("Orders/due")


def test_the_quotas_are_those_that_sales_are_simulated_with() -> None:
    assert row("executions started")[0] == SHIPPED.starts
    assert row("invocations at once")[0] == SHIPPED.concurrency
    assert row("requests a second of the stage")[0] == SHIPPED.requests == STAGE_THROTTLE[0]
    for table in ("write units of a new table Orders", "write units of a new table's index"):
        assert row(table)[0] == SHIPPED.partitions * SHIPPED.partition_writes


def test_the_numbers_of_one_address_are_the_firewalls() -> None:
    limits = {rate.name: rate.limit for rate in RATES}
    said = PAGE.split("**One address.**")[1].split(".")[0]

    assert [number(one) for one in re.findall(r"\d[\d,]*", said)][:3] == [
        limits["TooManyCheckouts"],
        limits["TooManySessions"],
        limits["TooManyFromOneAddress"],
    ]
