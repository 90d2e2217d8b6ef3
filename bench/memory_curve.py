"""What an invocation costs and takes at each size of memory, and which size is the knee of that curve.

Memory buys a share of a vCPU: own CPU is stretched to that share, waiting for others is not. So more memory
makes an invocation quicker by ever less, and the waiting in it dearer by ever the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.assumptions import Assumptions
from bench.invocations import Invocation
from bench.prices import Price

SIZES = (128, 256, 512, 768, 1024, 1769)
"""Megabytes. Coarse on purpose: the next size is a half more at least, so noise seldom moves a choice."""
MILLION = 1_000_000
HEADROOM = 1.5
"""The measured peak and half of it again: what the runtime holds, larger bodies, what is freed late."""
CUSTOMERS_MS = 90.0
"""What a dollar a million must buy where a customer waits: a checkout to CONFIRMED takes some 1.3 s and costs
some $100 a million, so one per cent more is spent only where it saves seven per cent of the time."""
OTHERS_MS = 200.0
"""The same where nobody waits: queues drain sooner and units are held for less, which is worth a fifth."""
NOISE = 1.25
"""Own CPU that is measured so many times larger or smaller moves no size that was taken."""


@dataclass(frozen=True)
class Point:
    """`ms` an invocation is expected to take, without standing by while an order is decided; `usd` that a
    million of them cost in Lambda's GB-seconds, with it."""

    memory_mb: int
    ms: float
    usd: float


@dataclass(frozen=True)
class Curve:
    """Of one function. `floor_mb` is the smallest size that its process fits and starts in."""

    function: str
    floor_mb: int
    a_dollar_buys_ms: float
    points: Sequence[Point]

    def at(self, memory_mb: int) -> Point:
        return next(one for one in self.points if one.memory_mb == memory_mb)

    @property
    def knee(self) -> int:
        """From the floor up, as long as the next size buys enough milliseconds for its dollars."""
        chosen = self.at(self.floor_mb)
        for larger in self.points:
            if larger.memory_mb <= chosen.memory_mb:
                continue
            if chosen.ms - larger.ms < self.a_dollar_buys_ms * (larger.usd - chosen.usd):
                break
            chosen = larger
        return chosen.memory_mb


@dataclass(frozen=True)
class Curves:
    """Draws curves from what is stated, priced, and measured. `waited_for` are the functions that a customer
    waits for, `peaks_mb` the measured peaks of memory by function."""

    assumed: Assumptions
    gb_second: Price
    waited_for: frozenset[str]
    peaks_mb: dict[str, float]

    def of(self, function: str, done: Invocation, *, noise: float = 1.0) -> Curve:
        """`noise` is by how much its own CPU is taken to be larger than measured."""
        cpu = self._cpu_ms(done, noise)
        points = [self._point(function, size, self._waited_ms(done), cpu) for size in SIZES]
        least = CUSTOMERS_MS if function in self.waited_for else OTHERS_MS
        return Curve(function, self._floor_mb(function, cpu), least, points)

    def settled(self, function: str, done: Invocation, taken_mb: int | None) -> int:
        """The size that is taken already, unless own CPU would have to be measured wrong by more than noise
        for it to be the knee."""
        if taken_mb is not None:
            least, most = (self.of(function, done, noise=noise).knee for noise in (1 / NOISE, NOISE))
            if least <= taken_mb <= most:
                return taken_mb
        return self.of(function, done).knee

    def standing_by_usd(self, function: str, memory_mb: int) -> float:
        """Dollars for a million times that it stands by."""
        return self._usd(memory_mb, self.assumed.idle_ms.get(function, 0))

    def _waited_ms(self, done: Invocation) -> float:
        calls = sum(number * self.assumed.aws_ms[one] for one, number in done.calls.items())
        return calls + done.provider * self.assumed.provider_ms

    def _cpu_ms(self, done: Invocation, noise: float) -> float:
        return done.cpu_ms * noise + done.requests * self.assumed.tls_ms

    def _point(self, function: str, memory_mb: int, waited_ms: float, cpu_ms: float) -> Point:
        """Cold starts cost their share; rounding up to the millisecond is left to the bill."""
        ms = waited_ms + cpu_ms * self.assumed.vcpu_mb / memory_mb
        cold = self._usd(memory_mb, float(self.assumed.cold_share) * self.assumed.cold_ms)
        return Point(
            memory_mb, ms, self._usd(memory_mb, ms) + cold + self.standing_by_usd(function, memory_mb)
        )

    def _usd(self, memory_mb: int, ms: float) -> float:
        gb_seconds = MILLION * memory_mb / 1024 * ms / 1000
        return gb_seconds * float(self.gb_second.usd) / self.gb_second.per

    def _floor_mb(self, function: str, cpu_ms: float) -> int:
        """Memory for its process, and CPU to start and answer in the time that every time-out leaves for it,
        even if starting gets no more than its share."""
        stated, needed = self.assumed, HEADROOM * self.peaks_mb[function]
        for size in SIZES:
            busy = (stated.import_ms + cpu_ms) * stated.vcpu_mb / size
            if size >= needed and stated.cold_ms + busy <= 1000 * stated.starting_seconds:
                return size
        return SIZES[-1]
