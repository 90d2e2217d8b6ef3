"""The part of docs/performance.md that is counted: the same in every run, on every machine."""

from collections.abc import Sequence
from dataclasses import fields

from bench.assumptions import Assumptions
from bench.bill import Bill
from bench.counting import Counts, Invocation
from bench.deployed import Deployed
from bench.markdown import dollars, number, table
from bench.prices import Prices
from bench.sagas import PUBLISHED
from bench.shared_costs import SharedWork

MILLION = 1_000_000
GIGA = 1e9
OFF_PATH = "Relay"


def counted_sections(
    bills: Sequence[Bill], shared: SharedWork, prices: Prices, assumed: Assumptions, deployed: Deployed
) -> list[str]:
    return [
        _counts([bill.counts for bill in bills]),
        _calls(bills[0].counts, shared),
        _dollars(bills),
        _monthly([bill.counts for bill in bills], prices, assumed, deployed),
        _beside(bills[0].counts, prices),
        _assumptions(assumed),
        _prices(prices),
    ]


def _counts(counts: Sequence[Counts]) -> str:
    rows: list[tuple[str, list[float]]] = [
        ("state transitions", [one.transitions for one in counts]),
        ("Lambda invocations on the way", [len(_on_path(one)) for one in counts]),
        ("Lambda invocations of the relay", [len(one.of(OFF_PATH)) for one in counts]),
        (
            "calls to the payment provider",
            [sum(len(run.provider) for run in one.invocations) for one in counts],
        ),
        ("calls to DynamoDB", [sum(run.to_dynamodb for run in one.invocations) for one in counts]),
        ("write request units", [one.writes for one in counts]),
        ("read request units", [one.reads for one in counts]),
        ("events on the bus", [one.events for one in counts]),
        ("log bytes that functions write", [one.log_bytes for one in counts]),
        ("bytes answered (body)", [one.answered for one in counts]),
        ("bytes kept in tables", [one.stored for one in counts]),
    ]
    cells = [[name, *map(number, values)] for name, values in rows]
    return "### What an order takes\n\n" + table(["", *(one.scenario.title for one in counts)], cells)


def _calls(counts: Counts, shared: SharedWork) -> str:
    """Where the units go, call by call."""
    cells = [
        [one.function, call.operation, _places(call.writes), _places(call.reads)]
        for one in counts.invocations
        for call in one.calls
        if call.to_dynamodb
    ]
    read_anew = ", ".join(f"{one.function} {call}" for one in shared.refresh for call in one.calls)
    return (
        f"### Where the units of a row go: {counts.scenario.title}\n\n"
        + table(["function", "call", "write units", "read units"], cells)
        + "\n\nAn index is named after its table. Read anew when a copy of ten seconds has grown old: "
        + f"{read_anew}."
    )


def _places(units: dict[str, float]) -> str:
    return ", ".join(f"{place} {number(amount)}" for place, amount in units.items())


def _dollars(bills: Sequence[Bill]) -> str:
    cells = []
    for position, line in enumerate(bills[0].lines):
        usd = [dollars(bill.lines[position].usd) for bill in bills]
        cells.append([line.service, line.what, number(MILLION * line.units), *usd])
    cells.append(["**counted**", "", "", *(f"**{dollars(bill.counted)}**" for bill in bills)])
    titles = [bill.counts.scenario.title for bill in bills]
    return (
        "### What a million of them cost, in US dollars, without the handlers' own CPU\n\n"
        + table(["service", "", f"units, {titles[0]}", *titles], cells)
        + "\n\nFree of charge: Lambda's reads of the stream, the schedule, the state machine's own events. "
        "Shares of what checkouts share are in: a fifth of an authorization, the sweep of every minute, "
        "copies read anew, cold starts."
    )


def _monthly(counts: Sequence[Counts], prices: Prices, assumed: Assumptions, deployed: Deployed) -> str:
    """What does not come with an order, or comes again every month that it is kept."""
    metrics = len(frozenset().union(*(one.metrics for one in counts)))
    stored = counts[0].stored * MILLION / GIGA
    logs = counts[0].log_bytes * MILLION / GIGA
    secrets = deployed.secrets
    rows = [
        ("a million confirmed orders in tables", f"{stored:.2f} GB", prices["table_gb_month"].of(stored)),
        ("their point-in-time recovery", f"{stored:.2f} GB", prices["backup_gb_month"].of(stored)),
        ("their logs, kept for a month", f"{logs:.2f} GB", prices["log_gb_month"].of(logs)),
        ("custom metrics of these rows", str(metrics), prices["metric_month"].of(metrics)),
        ("secrets", str(secrets), prices["secret_month"].of(secrets)),
        ("a web ACL, if one stands before the API", "1,000,000", prices["firewall_request"].of(MILLION)),
    ]
    cells = [[what, amount, dollars(usd)] for what, amount, usd in rows]
    return "### Beside the bill, each month\n\n" + table(["", "", "US dollars"], cells)


def _beside(counts: Counts, prices: Prices) -> str:
    price = prices["state_transition"]
    listed = [("PaidOnce", counts.transitions), *((one.name, one.transitions) for one in PUBLISHED)]
    cells = [[name, str(passed), dollars(MILLION * price.of(passed))] for name, passed in listed]
    return (
        "### The state machine alone, beside published AWS sagas\n\n"
        + table(["saga", "transitions of a success", "state transitions per million, US dollars"], cells)
        + "\n\nThe price of state transitions only, ours included: not the whole bill of any of them. They "
        "do other things, and their functions, tables and queues are not counted here."
    )


def _assumptions(assumed: Assumptions) -> str:
    cells = [[f"`{one.name}`", _stated(getattr(assumed, one.name))] for one in fields(assumed)]
    return (
        "### Stated, not counted\n\n"
        + table(["assumption (`bench/assumptions.py` says more)", ""], cells)
        + "\n\nNo free tier is taken, no discount, no tax. A transaction that is refused is charged as if it "
        "had gone through; an index is charged beside its table and never doubled; a condition check is "
        "charged as a write."
    )


def _stated(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {amount}" for name, amount in value.items())
    return str(value)


def _prices(prices: Prices) -> str:
    cells = [
        [price.unit, f"{price.usd:.10g} / {price.per:,}", price.source, price.verified]
        for price in prices.by_name.values()
    ]
    return f"### Prices: {prices.region}, written down on {prices.written_on}\n\n" + table(
        ["unit", "US dollars", "source", "held against"], cells
    )


def _on_path(counts: Counts) -> list[Invocation]:
    return [one for one in counts.invocations if one.function != OFF_PATH]
