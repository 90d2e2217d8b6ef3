"""What AWS lets a shop do at once: each number once, with where it is said. Change one and measure anew."""

from dataclasses import dataclass, replace

from bench.assumptions import AWS_MS, Assumptions


@dataclass(frozen=True)
class Limits:
    """Rates are a second's. Stated from AWS's pages as of 2025; what is ours to assume says so."""

    title: str = "as shipped, default quotas, new tables"
    partition_writes: int = 1000
    """Request units of one DynamoDB partition ("Designing partition keys"). A write in a transaction takes
    two, so that one item takes 500 transactional writes a second at most."""
    partition_reads: int = 3000
    """The same page. A transactional read of an item takes two."""
    partitions: int = 4
    """Of each table: a new on-demand table begins with 4,000 write units ("On-demand capacity mode"). A
    partition that stays hot is split, but minutes later: within a sale nothing is split."""
    locked_ms: float = 7.0
    """Assumed: from the moment at which a transaction has an item to itself until it is applied, about half
    of its call. Another transaction on the item meanwhile is cancelled (TransactionConflict), as is a
    transactional read ("Transaction conflict handling")."""
    starts_at_once: int = 1300
    starts: int = 300
    """StartExecution, Standard, in the larger regions ("Step Functions service quotas")."""
    concurrency: int = 1000
    """Invocations of all functions of an account at once ("Lambda quotas"): a quota that can be raised."""
    scaling: int = 1000
    """So many more environments of one function in ten seconds ("Lambda scaling behavior")."""
    requests_at_once: int = 1000
    requests: int = 500
    """The stage's own bound (infra/parts/gateway.py); whoever meets it is answered 429."""
    between_steps_ms: int = Assumptions().between_steps_ms
    """Assumed, as in the bill."""
    provider_ms: int = 2 * Assumptions().provider_ms
    """Assumed, as in the bill: creating and confirming the hold on the card."""
    own_ms: int = 30
    """Assumed: what a warm handler works by itself on its share of a vCPU."""


SHIPPED = Limits()
RAISED = replace(
    SHIPPED,
    title="every bound raised",
    partitions=64,
    starts_at_once=5000,
    starts=5000,
    concurrency=20_000,
    requests_at_once=5000,
    requests=10_000,
)
"""Executions and concurrency by quota, partitions by warm throughput, the stage's bound up to what API
Gateway gives an account ("Amazon API Gateway quotas")."""


def call_seconds(operation: str) -> float:
    """How long one call takes, as the bill states it."""
    return AWS_MS[operation] / 1000
