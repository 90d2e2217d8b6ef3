"""The part of docs/performance.md that is counted: the same in every run, on every machine."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from bench.afterwards import OPERATOR, WEBHOOK
from bench.assumptions import Assumptions
from bench.bill import Bill
from bench.bill_growth import Growth
from bench.bill_growth import sections as growth_sections
from bench.counting import Counts, Invocation
from bench.critical_path import critical_path_section
from bench.deployed import Deployed
from bench.exact import Exact, rounded
from bench.markdown import dollars, number, table
from bench.prices import Price, Prices
from bench.relaying import RELAY
from bench.rows import Rows
from bench.sagas import section as saga_section
from bench.scenarios import COMPLETED, CONFIRMED, Scenario
from bench.shared_costs import SharedWork

MILLION = 1_000_000
GIGA = 10**9


def counted_sections(
    rows: Rows,
    growth: Growth,
    shared: SharedWork,
    prices: Prices,
    assumed: Assumptions,
    deployed: Deployed,
) -> list[str]:
    confirmed, completed = _titled(rows, CONFIRMED), _titled(rows, COMPLETED)
    return [
        _counts(rows.orders),
        critical_path_section(confirmed.counts),
        _calls(confirmed.counts) + _read_anew(shared),
        _calls(completed.counts),
        _calls(rows.returned.counts) + _PERSON,
        _dollars(rows.orders),
        _news(rows),
        _monthly(rows, prices, assumed, deployed),
        *growth_sections(growth),
        saga_section(confirmed.counts, completed.counts, prices),
    ]


def _titled(rows: Rows, scenario: Scenario) -> Bill:
    return next(one for one in rows.orders if one.title == scenario.title)


def _counts(bills: Sequence[Bill]) -> str:
    rows: list[tuple[str, Callable[[Counts], Exact]]] = [
        ("state transitions", lambda one: one.transitions),
        ("requests to the API", lambda one: one.requests),
        ("Lambda invocations on the way", lambda one: len(_on_path(one))),
        ("Lambda invocations of the relay", lambda one: len(one.of(RELAY))),
        ("Lambda invocations of the webhook", lambda one: len(one.of(WEBHOOK))),
        ("calls to the payment provider", lambda one: sum(len(run.provider) for run in one.invocations)),
        ("calls to DynamoDB", lambda one: sum(run.to_dynamodb for run in one.invocations)),
        ("write request units", lambda one: one.writes),
        ("read request units", lambda one: one.reads),
        ("events on the bus", lambda one: one.events),
        ("messages through queues, three requests each", lambda one: len(one.messages)),
        ("files put into the bucket", lambda one: len(one.files)),
        ("log bytes that functions write", lambda one: one.log_bytes),
        ("bytes answered (body)", lambda one: one.answered),
        ("bytes kept in tables", lambda one: one.stored),
    ]
    cells = [[name, *(number(bill.each(of)) for bill in bills)] for name, of in rows]
    return "### What an order takes\n\n" + table(["", *(bill.title for bill in bills)], cells)


def _calls(counts: Counts) -> str:
    """Where the units go, call by call."""
    cells = [
        [one.function, call.operation, _places(call.writes), _places(call.reads)]
        for one in counts.invocations
        for call in one.calls
        if call.to_dynamodb
    ]
    return f"### Where the units of a row go: {counts.scenario.title}\n\n" + table(
        ["function", "call", "write units", "read units"], cells
    )


def _read_anew(shared: SharedWork) -> str:
    read_anew = ", ".join(f"{one.function} {call}" for one in shared.refresh for call in one.calls)
    return (
        "\n\nAn index is named after its table. Read anew when a copy of ten seconds has grown old: "
        f"{read_anew}."
    )


_PERSON = (
    f"\n\n{OPERATOR} is a person with the operator's command: no invocation, its units are charged like any. "
    "Two of two units come back, in one return without photos."
)


def _places(units: dict[str, Exact]) -> str:
    return ", ".join(f"{place} {number(amount)}" for place, amount in units.items())


def _dollars(bills: Sequence[Bill]) -> str:
    cells = []
    for position, line in enumerate(bills[0].lines):
        usd = [dollars(bill.lines[position].usd) for bill in bills]
        cells.append([line.service, line.what, number(MILLION * line.units), *usd])
    cells.append(["**counted**", "", "", *(f"**{dollars(bill.counted)}**" for bill in bills)])
    titles = [bill.title for bill in bills]
    return (
        "### What a million of them cost, in US dollars, without the handlers' own CPU\n\n"
        + table(["service", "", f"units, {titles[0]}", *titles], cells)
        + "\n\nFree of charge: Lambda's reads of the stream, the schedule, the state machine's own events. "
        "Shares of what checkouts share are in: a fifth of an authorization, the sweep of every minute, "
        "copies read anew, cold starts."
    )


def _news(rows: Rows) -> str:
    """What the provider's events add, and to which rows."""
    news, webhook = rows.news, rows.news.counts.invocations[0]
    cells = [
        [line.service, line.what, number(MILLION * line.units), dollars(line.usd)]
        for line in news.lines
        if line.units
    ]
    cells.append(["**counted**", "", "", f"**{dollars(news.counted)}**"])
    calls = ", ".join(str(call) for call in webhook.calls)
    return (
        "### The provider's news of a hold, beside the rows\n\n"
        "Every hold makes the provider send an event to `POST /payments/webhook`: no authorizer, one "
        f"invocation ({calls}), which finds by our own record that nothing follows from it. It comes after "
        "CONFIRMED and no customer waits for it, so it is not in the rows to CONFIRMED; but a shop pays it: "
        "add it to them. The rows to COMPLETED have it. Of captures it need not tell "
        "([0044](decisions/0044-what-need-not-be-told.md)).\n\n"
        + table(["service", "", "units", "US dollars per million"], cells)
    )


def _monthly(rows: Rows, prices: Prices, assumed: Assumptions, deployed: Deployed) -> str:
    """What does not come with an order, or comes again every month that it is kept."""
    counts = [bill.counts for bill in (*rows.orders, rows.returned, rows.receipt)]
    metrics = len(frozenset().union(*(one.metrics for one in counts)))
    completed = _titled(rows, COMPLETED).counts
    receipt, secrets, polls = rows.receipt.counts, deployed.secrets, assumed.idle_polls
    table_rows = [
        _kept("a million completed orders in tables", completed.stored, prices["table_gb_month"]),
        _kept("their point-in-time recovery", completed.stored, prices["backup_gb_month"]),
        _kept("their receipts, if all are asked for", sum(receipt.files), prices["file_gb_month"]),
        _kept("their logs, kept for a month", completed.log_bytes, prices["log_gb_month"]),
        ("custom metrics of these rows", str(metrics), prices["metric_month"].of(metrics)),
        ("secrets", str(secrets), prices["secret_month"].of(secrets)),
        ("a web ACL, if one stands before the API", "1,000,000", prices["firewall_request"].of(MILLION)),
    ]
    for queue in deployed.polled:
        price = prices["fifo_request" if queue in deployed.fifo else "queue_request"]
        table_rows.append((f"Lambda's polling of {queue}, idle", f"{polls:,}", price.of(polls)))
    cells = [[what, amount, dollars(usd)] for what, amount, usd in table_rows]
    return "### Beside the bill, each month\n\n" + table(["", "", "US dollars"], cells) + _mail(prices)


def _kept(what: str, size: int, price: Price) -> tuple[str, str, Fraction]:
    """A million times so many bytes, and the dollars of a month."""
    gigabytes = Fraction(size * MILLION, GIGA)
    return what, f"{rounded(gigabytes, 2)} GB", price.of(gigabytes)


def _mail(prices: Prices) -> str:
    return (
        "\n\nNo mail is in any row: it is sent only where a sender is configured, to customers who left an "
        f"address. A million messages are {dollars(prices['mail'].of(MILLION))} dollars of SES; the function "
        "that sends them, its ledger and its reads come to a twentieth of that."
    )


def _on_path(counts: Counts) -> list[Invocation]:
    return [one for one in counts.invocations if one.function not in (RELAY, WEBHOOK, OPERATOR)]
