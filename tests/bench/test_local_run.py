"""What `make bench-local` says follows from what it measured."""

import asyncio
import subprocess
import sys
from collections import Counter
from typing import Any

from bench.local_run import peers, rounds
from bench.local_run.buyers import Took
from bench.local_run.processes import CpuClock, memory_mb
from bench.local_run.section import ratios, tables
from bench.measured import Measurement

SPIN = "import time\nwhile time.process_time() < 0.3: pass\nprint('spun', flush=True)\ninput()"


def measured(**options: Any) -> dict[str, Any]:
    took = Took(
        [0.01 * number for number in range(1, 101)],
        Counter({rounds.CONFIRMED: 90, rounds.DECLINED: 8, "202 PENDING": 2}),
        4.0,
    )
    plan = rounds.Plan("8 clients", 8, 100, **options)
    return rounds._round(plan, took, 4.5, 9.0, 1.0, {"cloud": 9.0}).as_dict()


def test_only_orders_that_were_decided_as_they_should_be_count() -> None:
    confirmed, with_declines = measured(), measured(declined_every=10)

    assert (confirmed["orders"], confirmed["per_s"], confirmed["cpu_s_per_1000"]) == (90, 22.5, 100.0)
    assert confirmed["other"] == {rounds.DECLINED: 8, "202 PENDING": 2}
    assert (with_declines["orders"], with_declines["other"]) == (98, {"202 PENDING": 2})
    assert (confirmed["p50_ms"], confirmed["p99_ms"]) == (505.0, 1000.0)


def test_ratios_stand_beside_what_is_wanted() -> None:
    theirs = {"rounds": [{"name": "8 clients", "per_s": 45.0, "cpu_s_per_1000": 50.0}]}

    assert ratios({"rounds": [measured()]}, theirs) == [
        ["8 clients", "22.5/s", "45.0/s", "**0.50**", "0.50", "2.00"]
    ]


def test_the_page_says_where_no_peer_was_measured_and_what_the_audit_found() -> None:
    run = {"title": "Without", "rounds": [measured()], "orders": 90, "pss_mb_busy": 900.0, "pss_mb": 400.0}

    found = {"runs": [run | {"audit_ok": False}], "peers": {}, "no_peer": "not installed: strace"}
    text = "\n".join(tables(Measurement("a machine", "2026-11-27", "make bench-local", found)))

    assert "No peer was measured: not installed: strace." in text
    assert "BROKEN PROMISES" in text
    assert "2 x 202 PENDING" in text


def test_a_missing_peer_is_named(tmp_path: Any) -> None:
    assert "there are no peers in" in peers.missing(tmp_path)


def test_the_cpu_of_a_process_that_has_ended_is_not_forgotten() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SPIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with CpuClock(process.pid) as clock:
        process.stdout.readline()
        before = clock.seconds()
        assert memory_mb(process.pid) > 1
        process.stdin.close()
        process.wait()
        process.stdout.close()

        assert clock.seconds() >= before >= 0.25


def test_every_cart_is_checked_out_once_by_as_many_clients(monkeypatch: Any) -> None:
    from bench.local_run import buyers

    seen: list[str] = []
    at_once: list[int] = []

    async def one(_door: Any, cart: buyers.Cart) -> str:
        at_once.append(1)
        await asyncio.sleep(0)
        seen.append(cart.token)
        return rounds.CONFIRMED

    monkeypatch.setattr(buyers, "_check_out_one", one)
    carts = [buyers.Cart(str(number), {}) for number in range(20)]

    took = asyncio.run(buyers.check_out(1, carts, 8))

    assert sorted(seen, key=int) == [cart.token for cart in carts]
    assert took.answers == Counter({rounds.CONFIRMED: 20})
    assert len(took.seconds) == 20
