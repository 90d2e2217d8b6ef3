"""All that docs/performance.md is written from: what is counted now, and what was measured and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bench.assumptions import Assumptions
from bench.bill import Bill, Tariff
from bench.bill_growth import Growth, read_growth
from bench.counting import Counts
from bench.deployed import Deployed, read_deployed
from bench.invocations import Invocation, own_cpu_ms, read_invocations
from bench.latency import Simulation
from bench.memory_curve import Curve
from bench.memory_sizes import read_curves, read_sizes
from bench.prices import Prices, read_prices
from bench.rows import Rows, read_rows
from bench.scenarios import CONFIRMED
from bench.shared_costs import SharedWork
from bench.timing import Timed, read_timed
from harness.template import Template


@dataclass(frozen=True)
class Facts:
    """`counts` are the rows of the bill, and those of its growth, by title; `shared` what checkouts share."""

    template: Template
    counts: Mapping[str, Counts]
    shared: SharedWork

    @cached_property
    def assumed(self) -> Assumptions:
        return Assumptions()

    @cached_property
    def prices(self) -> Prices:
        return read_prices()

    @cached_property
    def memory_mb(self) -> dict[str, int]:
        """Of each function, as the CDK app reads it now: the template may be older than the table."""
        return read_sizes()

    @cached_property
    def deployed(self) -> Deployed:
        return replace(read_deployed(self.template), memory_mb=self.memory_mb)

    @cached_property
    def invocations(self) -> dict[str, Invocation]:
        """By function. Raises LookupError if one of the template's was not measured yet."""
        measured = read_invocations()
        if unknown := self.template.functions.keys() - measured.keys():
            raise LookupError(f"nobody has measured {sorted(unknown)}: run `make bench`")
        return measured

    @cached_property
    def timed(self) -> dict[str, Timed]:
        """Of each function that has a part in an order, a return, or what checkouts share."""
        return read_timed()

    @cached_property
    def rows(self) -> Rows:
        own_cpu = own_cpu_ms(self.invocations)
        return read_rows(self._tariff(self.memory_mb), self.counts, self.shared, own_cpu)

    @cached_property
    def growth(self) -> Growth:
        return read_growth(self._tariff(self.memory_mb), self.counts, self.shared)

    @cached_property
    def curves(self) -> list[Curve]:
        """Of every function, by name."""
        curves = read_curves(self.template)
        return [curves.of(name, done) for name, done in sorted(self.invocations.items())]

    @cached_property
    def simulation(self) -> Simulation:
        return Simulation(self.assumed, self.counts[CONFIRMED.title], self.invocations)

    def to_confirmed(self, memory_mb: Mapping[str, int]) -> Bill:
        """What a checkout to CONFIRMED costs if functions had so much memory."""
        tariff = self._tariff(memory_mb)
        return tariff.bill(self.counts[CONFIRMED.title], self.shared, own_cpu_ms(self.invocations))

    def _tariff(self, memory_mb: Mapping[str, int]) -> Tariff:
        return Tariff(self.prices, self.assumed, replace(self.deployed, memory_mb=dict(memory_mb)))
