"""From counts to dollars per million orders, line by line."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from bench.afterwards import OPERATOR
from bench.assumptions import Assumptions
from bench.counting import Counts, Invocation
from bench.deployed import Deployed
from bench.exact import Exact, rounded
from bench.prices import Prices
from bench.shared_costs import SharedWork

MILLION = 1_000_000
GIGA = 10**9
BEGUN_BY_EVENTS = ("Relay", "Sweep", "ReportPacking", "Updates")
"""By nobody who decided whether to trace; OfferPacking goes on with what its machine decided."""
PER_MESSAGE = 3
"""Requests to a queue: send, receive, delete."""
MACHINE_BY_EVENT = "Fulfilment"
"""The relay starts it; the others are started by a request, whose trace they go on with."""
Parts = tuple[tuple[Exact, Counts], ...]
Runs = list[tuple[Exact, Invocation]]
OwnCpu = Mapping[str, float]
"""Milliseconds of CPU by function, on a whole vCPU."""


@dataclass(frozen=True)
class Line:
    """`units` of one order; dollars for a million of them."""

    service: str
    what: str
    units: Exact
    usd: Fraction


@dataclass(frozen=True)
class Bill:
    """`lines` rest on counts, stated assumptions and list prices alone, so they are exact; `measured` is what
    own CPU adds. `parts` are what it is for, each with how often it falls to one order."""

    title: str
    parts: Parts
    lines: tuple[Line, ...]
    measured: float

    @property
    def counts(self) -> Counts:
        """Of what it is for in the first place."""
        return self.parts[0][1]

    def each(self, of: Callable[[Counts], Exact]) -> Exact:
        return _each(self.parts, of)

    @property
    def counted(self) -> Exact:
        return sum(line.usd for line in self.lines)

    @property
    def total(self) -> float:
        return float(self.counted) + self.measured


class Tariff:
    def __init__(self, prices: Prices, assumed: Assumptions, deployed: Deployed) -> None:
        self._prices = prices
        self._assumed = assumed
        self._deployed = deployed

    def bill(self, counts: Counts, shared: SharedWork, own_cpu: OwnCpu) -> Bill:
        """With the order's part of what checkouts share."""
        return self._bill(counts.scenario.title, ((1, counts),), shared, own_cpu)

    def with_returns(self, order: Counts, returned: Counts, shared: SharedWork, own_cpu: OwnCpu) -> Bill:
        share = self._assumed.returned_share
        title = f"{order.scenario.title}, with a return in {rounded(100 * share, 0)} % of orders"
        return self._bill(title, ((1, order), (share, returned)), shared, own_cpu)

    def alone(self, title: str, counts: Counts, shared: SharedWork, own_cpu: OwnCpu) -> Bill:
        """What this adds to a bill; the sweep and copies read anew are an order's."""
        return self._bill(title, ((1, counts),), replace(shared, sweep=None, refresh=()), own_cpu)

    def _bill(self, title: str, parts: Parts, shared: SharedWork, own_cpu: OwnCpu) -> Bill:
        lines = tuple(self._lines(parts, shared))
        return Bill(title, parts, lines, self._measured(parts, shared, own_cpu))

    def wait_ms(self, invocation: Invocation) -> int:
        """What an invocation waits for others, by the stated times."""
        operations = [call.operation for call in invocation.calls]
        return self._assumed.wait_ms(operations, len(invocation.provider))

    def cpu_ms(self, invocation: Invocation, own_cpu: OwnCpu) -> float:
        """Its CPU as it takes on the share of a vCPU that its memory buys."""
        calls = len(invocation.calls) + len(invocation.provider)
        whole = own_cpu.get(invocation.function, 0.0) + calls * self._assumed.tls_ms
        return whole * self._assumed.vcpu_mb / self._deployed.memory_mb[invocation.function]

    def _lines(self, parts: Parts, shared: SharedWork) -> Iterator[Line]:
        assumed, deployed = self._assumed, self._deployed
        runs = self._runs(parts, shared)
        often = sum(share for share, _ in runs)
        yield self._line(
            "Step Functions",
            "state transitions",
            "state_transition",
            _each(parts, lambda one: one.transitions),
        )
        requests = _each(parts, lambda one: one.requests)
        yield self._line("API Gateway", "requests", "api_request", requests)
        said = _each(parts, lambda one: one.socket_messages)
        yield self._line("API Gateway", "messages on the socket", "socket_message", said)
        connected = _each(parts, lambda one: one.connection_minutes)
        yield self._line("API Gateway", "minutes connected", "connection_minute", connected)
        yield self._line("Lambda", "invocations", "lambda_request", often)
        work = runs + shared.reads(assumed)
        waits = sum(share * self._gb_seconds(one, self.wait_ms(one)) for share, one in work)
        yield self._line("Lambda", "GB-seconds, waiting for others", "lambda_gb_second", waits)
        cold = assumed.cold_share * sum(share * self._gb_seconds(one, assumed.cold_ms) for share, one in runs)
        yield self._line("Lambda", "GB-seconds, cold starts", "lambda_gb_second", cold)
        work += [(share, one) for share, counts in parts for one in counts.of(OPERATOR)]
        writes = sum(share * one.writes for share, one in work)
        yield self._line("DynamoDB", "write request units", "write_unit", writes)
        reads = sum(share * one.reads for share, one in work)
        yield self._line("DynamoDB", "read request units", "read_unit", reads)
        yield self._line(
            "EventBridge", "events on the bus", "bus_event", _each(parts, lambda one: one.events)
        )
        standard = PER_MESSAGE * _each(
            parts, lambda one: sum(name not in deployed.fifo for name in one.messages)
        )
        yield self._line("SQS", "requests, standard queues", "queue_request", standard)
        in_order = PER_MESSAGE * _each(parts, lambda one: sum(name in deployed.fifo for name in one.messages))
        yield self._line("SQS", "requests, FIFO queue", "fifo_request", in_order)
        yield self._line("S3", "files put", "file_put", _each(parts, lambda one: len(one.files)))
        logged = sum(share * (one.log_bytes + self._platform_lines(one)) for share, one in runs)
        logged += _each(parts, lambda one: one.logged_failures) * assumed.machine_log_bytes
        logged += requests * deployed.access_log_bytes
        yield self._line("CloudWatch Logs", "GB taken in", "log_gb", Fraction(logged) / GIGA)
        yield self._line("X-Ray", "traces recorded", "trace", self._traces(parts, runs))
        secrets = sum(
            shared.secret_reads(assumed, sum(share for share, one in runs if one.function == name))
            for name in sorted({one.function for share, one in runs if share} & deployed.key_readers)
        )
        yield self._line("Secrets Manager", "reads", "secret_call", secrets)
        provider = sum(share * len(one.provider) for share, one in runs)
        out = _each(parts, lambda one: one.answered) + requests * assumed.header_bytes
        out += provider * assumed.provider_request_bytes
        yield self._line("Data transfer", "GB out to the internet", "transfer_gb", Fraction(out) / GIGA)

    def _traces(self, parts: Parts, runs: Runs) -> Exact:
        """The first request's goes on through the machine that it starts."""
        pace = self._assumed.per_second
        begun = {name: sum(share for share, one in runs if one.function == name) for name in BEGUN_BY_EVENTS}
        first, counts = parts[0]
        traces = self._deployed.traces(counts.path, begun, pace)
        requests = _each(parts, lambda one: one.requests) - first
        executions = _each(parts, lambda one: one.executions.count(MACHINE_BY_EVENT))
        return traces + self._deployed.further_traces(requests, executions, pace)

    def _measured(self, parts: Parts, shared: SharedWork, own_cpu: OwnCpu) -> float:
        """Rounding up to the millisecond included, as it depends on the sum."""
        seconds: Exact = 0
        for share, one in self._runs(parts, shared):
            waited = self.wait_ms(one)
            billed = math.ceil(waited + self.cpu_ms(one, own_cpu))
            seconds += share * self._gb_seconds(one, billed - waited)
        return float(MILLION * self._prices["lambda_gb_second"].of(seconds))

    def _runs(self, parts: Parts, shared: SharedWork) -> Runs:
        """Invocations of functions."""
        own = [(share, one) for share, counts in parts for one in counts.invocations]
        authorized = _each(parts, lambda one: one.authorized)
        return [run for run in own if run[1].function != OPERATOR] + shared.invocations(
            self._assumed, authorized
        )

    def _gb_seconds(self, invocation: Invocation, ms: int) -> Fraction:
        return Fraction(ms * self._deployed.memory_mb[invocation.function], 1000 * 1024)

    def _platform_lines(self, invocation: Invocation) -> int:
        if invocation.function not in self._deployed.reported:
            return 0
        traced = invocation.function in self._deployed.traced
        return self._assumed.platform_log_bytes + (self._assumed.traced_log_bytes if traced else 0)

    def _line(self, service: str, what: str, price: str, units: Exact) -> Line:
        return Line(service, what, units, MILLION * self._prices[price].of(units))


def _each(parts: Parts, of: Callable[[Counts], Exact]) -> Exact:
    return sum(share * of(one) for share, one in parts)
