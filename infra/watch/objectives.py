"""What customers are promised in numbers: the service level objectives, one table. Alarms are made from it.

Of the events in `total` at most the rest of the objective may be in `failed`, over `window_days`: that is the
error budget. An alarm goes off where it is being used up so fast that somebody has to look.
"""

from dataclasses import dataclass, replace

from infra.watch.measure import Measure, of_api, ours

IN_TIME_MS = 5000
"""From the request to CONFIRMED, where no bank asks its customer."""


@dataclass(frozen=True)
class Objective:
    """`name` is that of its page in docs/runbook and can be said aloud. `percent`: of `total`, so many are
    not in `failed`. `fewest`: with fewer failures than that within a long window nobody is called.
    `by_own_prices` fail, too, where a function of the shop's own makes its prices."""

    name: str
    says: str
    failed: tuple[Measure, ...]
    total: tuple[Measure, ...]
    percent: float
    window_days: int = 28
    fewest: int = 3
    by_own_prices: tuple[Measure, ...] = ()

    def where(self, *, own_prices: bool) -> "Objective":
        """In a shop with prices of its own, or in one without: an alarm costs by what it looks at."""
        more = self.by_own_prices if own_prices else ()
        return replace(self, failed=self.failed + more, total=self.total + more)


@dataclass(frozen=True)
class Burn:
    """The budget is used up `rate` times as fast as it would last: over the long window, and still over the
    short one, so that an alarm ends soon after its cause. `wakes`: who is on call; else it is for tomorrow.
    """

    name: str
    rate: float
    long_minutes: int
    short_minutes: int
    wakes: bool


BURNS = (
    Burn("fast", rate=14.4, long_minutes=60, short_minutes=5, wakes=True),
    Burn("slow", rate=6.0, long_minutes=360, short_minutes=30, wakes=False),
)
"""A fiftieth of four weeks' budget in an hour; a twentieth in six (the SRE workbook's, chapter 5)."""

OBJECTIVES = (
    Objective(
        "checkouts-succeed",
        "Checkouts that only we or those whom we ask can spoil end CONFIRMED.",
        failed=(
            ours("OrdersCancelled", reason="checkout-failed"),
            ours("CheckoutsRefused", why="payments-unavailable"),
        ),
        total=(
            ours("OrdersConfirmed"),
            ours("OrdersCancelled", reason="checkout-failed"),
            ours("CheckoutsRefused", why="payments-unavailable"),
        ),
        percent=99.5,
        by_own_prices=(ours("CheckoutsRefused", why="prices-unavailable"),),
    ),
    Objective(
        "checkouts-in-time",
        f"Checkouts are CONFIRMED within {IN_TIME_MS // 1000} seconds.",
        failed=(ours("CheckoutTime", f"TC({IN_TIME_MS}:)"),),
        total=(ours("CheckoutTime", "SampleCount"),),
        percent=99.0,
    ),
    Objective(
        "requests-answered",
        "Requests to the API are answered, and not with a 5xx.",
        failed=(of_api("5XXError"),),
        total=(of_api("Count"),),
        percent=99.9,
        fewest=5,
    ),
    Objective(
        "checkouts-end",
        "Checkouts end by themselves: nobody has to start them again.",
        failed=(ours("OrdersSwept"), ours("OrdersParked")),
        total=(ours("OrdersConfirmed"), ours("OrdersSwept"), ours("OrdersParked")),
        percent=99.9,
    ),
    Objective(
        "orders-packed",
        "Orders that are paid for are packed in time.",
        failed=(ours("PackingsAbandoned"),),
        total=(ours("OrdersCompleted"), ours("PackingsAbandoned")),
        percent=99.0,
    ),
)
