"""A shop of its own for the bench: started, stocked, waited for until it rests, audited, stopped."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.local_run.buyers import LINES
from bench.local_run.processes import CpuClock
from local.running import Running

UNITS = 1_000_000
LOOK_SECONDS = 0.5
RESTING_SHARE = 0.12  # of one core: what pollers and tickers use when there is nothing to do
RESTS_FOR = 3.0  # the relay is handed a batch within two seconds
LONGEST_DRAIN = 600.0


class NeverRested(RuntimeError):
    """The shop went on working; the text says on what, as far as can be seen."""


@contextmanager
def running_shop(*, kitchen: bool) -> Iterator[Running]:
    """A shop with plenty of stock, in a folder that is removed at the end."""
    with TemporaryDirectory(prefix="paidonce-bench-") as home:
        run = Running.start(Path(home), kitchen="" if kitchen else "off")
        try:
            for sku in {line["sku"] for line in LINES}:
                done = run.ops("set-stock", sku, str(UNITS))
                if done.returncode != 0:
                    raise RuntimeError(f"set-stock {sku}: {done.stderr}")
            yield run
        finally:
            run.stop()


def drain(run: Running, clock: CpuClock) -> float:
    """Wait until every webhook is delivered and nothing works on anything; the CPU seconds used up to the
    moment from which it rested. Raises NeverRested."""
    began = time.monotonic()
    used, since = clock.seconds(), began
    while time.monotonic() - began < LONGEST_DRAIN:
        time.sleep(LOOK_SECONDS)
        now, left = clock.seconds(), undelivered(run.home)
        idle = now - used < RESTING_SHARE * (time.monotonic() - since)
        if left or not idle:
            used, since = now, time.monotonic()
        elif time.monotonic() - since >= RESTS_FOR:
            return used
    raise NeverRested(f"{undelivered(run.home)} webhooks are not delivered; something still uses CPU")


def undelivered(home: Path) -> int:
    """Webhooks that the sandbox has still to deliver."""
    with closing(sqlite3.connect(f"file:{home}/sandbox.sqlite?mode=ro", uri=True, timeout=10)) as sandbox:
        row = sandbox.execute("SELECT count(*) FROM deliveries WHERE state = 'pending'").fetchone()
    return int(row[0])
