"""From counts to dollars per million orders, line by line."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.assumptions import Assumptions
from bench.counting import Counts, Invocation
from bench.deployed import Deployed
from bench.prices import Prices
from bench.shared_costs import SharedWork

MILLION = 1_000_000
GIGA = 1e9
BEGUN_BY_EVENTS = ("Relay", "Sweep")
OwnCpu = Mapping[str, float]
"""Milliseconds of CPU by function, on a whole vCPU."""


@dataclass(frozen=True)
class Line:
    """`units` of one order; dollars for a million of them."""

    service: str
    what: str
    units: float
    usd: float


@dataclass(frozen=True)
class Bill:
    """`lines` rest on counts, stated assumptions and list prices alone; `measured` is what own CPU adds."""

    counts: Counts
    lines: tuple[Line, ...]
    measured: float

    @property
    def counted(self) -> float:
        return sum(line.usd for line in self.lines)

    @property
    def total(self) -> float:
        return self.counted + self.measured


class Tariff:
    def __init__(self, prices: Prices, assumed: Assumptions, deployed: Deployed) -> None:
        self._prices = prices
        self._assumed = assumed
        self._deployed = deployed

    def bill(self, counts: Counts, shared: SharedWork, own_cpu: OwnCpu) -> Bill:
        lines = tuple(self._lines(counts, shared))
        return Bill(counts, lines, self._measured(counts, shared, own_cpu))

    def wait_ms(self, invocation: Invocation) -> float:
        """What an invocation waits for others, by the stated times."""
        operations = [call.operation for call in invocation.calls]
        return self._assumed.wait_ms(operations, len(invocation.provider))

    def cpu_ms(self, invocation: Invocation, own_cpu: OwnCpu) -> float:
        """Its CPU as it takes on the share of a vCPU that its memory buys."""
        calls = len(invocation.calls) + len(invocation.provider)
        whole = own_cpu.get(invocation.function, 0.0) + calls * self._assumed.tls_ms
        return whole * self._assumed.vcpu_mb / self._deployed.memory_mb[invocation.function]

    def _lines(self, counts: Counts, shared: SharedWork) -> Iterator[Line]:
        assumed = self._assumed
        runs = _runs(counts) + shared.invocations(assumed)
        work = runs + shared.reads(assumed)
        often = sum(share for share, _ in runs)
        yield self._line("Step Functions", "state transitions", "state_transition", counts.transitions)
        yield self._line("API Gateway", "requests", "api_request", 1)
        yield self._line("Lambda", "invocations", "lambda_request", often)
        waits = sum(share * self._gb_seconds(one, self.wait_ms(one)) for share, one in work)
        yield self._line("Lambda", "GB-seconds, waiting for others", "lambda_gb_second", waits)
        cold = assumed.cold_share * sum(share * self._gb_seconds(one, assumed.cold_ms) for share, one in runs)
        yield self._line("Lambda", "GB-seconds, cold starts", "lambda_gb_second", cold)
        writes = sum(share * one.writes for share, one in work)
        yield self._line("DynamoDB", "write request units", "write_unit", writes)
        reads = sum(share * one.reads for share, one in work)
        yield self._line("DynamoDB", "read request units", "read_unit", reads)
        yield self._line("EventBridge", "events on the bus", "bus_event", counts.events)
        logged = sum(share * (one.log_bytes + self._platform_lines(one)) for share, one in runs)
        logged += counts.logged_failures * assumed.machine_log_bytes
        logged += assumed.access_log_bytes if self._deployed.access_logged else 0
        yield self._line("CloudWatch Logs", "GB taken in", "log_gb", logged / GIGA)
        begun = {name: sum(share for share, one in runs if one.function == name) for name in BEGUN_BY_EVENTS}
        traces = self._deployed.traces(counts.path, begun, assumed.per_second)
        yield self._line("X-Ray", "traces recorded", "trace", traces)
        yield self._line("Secrets Manager", "reads", "secret_call", shared.secret_reads(assumed))
        provider = sum(len(one.provider) for one in counts.invocations)
        out = counts.answered + assumed.header_bytes + provider * assumed.provider_request_bytes
        yield self._line("Data transfer", "GB out to the internet", "transfer_gb", out / GIGA)

    def _measured(self, counts: Counts, shared: SharedWork, own_cpu: OwnCpu) -> float:
        """Rounding up to the millisecond included, as it depends on the sum."""
        seconds = 0.0
        for share, one in _runs(counts) + shared.invocations(self._assumed):
            waited = self.wait_ms(one)
            billed = math.ceil(waited + self.cpu_ms(one, own_cpu))
            seconds += share * self._gb_seconds(one, billed - waited)
        return MILLION * self._prices["lambda_gb_second"].of(seconds)

    def _gb_seconds(self, invocation: Invocation, ms: float) -> float:
        return ms / 1000 * self._deployed.memory_mb[invocation.function] / 1024

    def _platform_lines(self, invocation: Invocation) -> int:
        if invocation.function not in self._deployed.reported:
            return 0
        traced = invocation.function in self._deployed.traced
        return self._assumed.platform_log_bytes + (self._assumed.traced_log_bytes if traced else 0)

    def _line(self, service: str, what: str, price: str, units: float) -> Line:
        return Line(service, what, units, MILLION * self._prices[price].of(units))


def _runs(counts: Counts) -> list[tuple[float, Invocation]]:
    return [(1.0, one) for one in counts.invocations]
