"""The section of docs/performance.md on the local run, from what `make bench-local` measured last."""

from typing import Any

from bench.markdown import table
from bench.measured import Measurement, read_measured

NAME = "local-run"
REPEAT = "make bench-local"
WANTED = {"1 client": 0.35, "8 clients": 0.5, "32 clients": 0.8}
"""Checkouts a second against DBOS with PostgreSQL, at least (the design's budget)."""
HEAD = """## The local run

The peer needs PostgreSQL and its scripts (`PEERS=folder`). Carts of
three lines are filled beforehand; a checkout is one `POST /api/checkouts` with `Prefer: wait=10`, and it
counts if it is answered 201 CONFIRMED (or 402 where its card is declined). CPU is that of every process of
the run until relay and webhooks were done, in seconds per thousand checkouts. Compare ratios, not seconds."""


def section() -> str:
    """Markdown, without an empty line at its end."""
    return "\n\n".join([HEAD, *tables(read_measured(NAME))])


def tables(kept: Measurement) -> list[str]:
    """Paragraphs and tables."""
    measured: dict[str, Any] = kept.data
    parts = [kept.cited()]
    for run in measured["runs"]:
        parts += [f"### {run['title']}", table(_head(), [_row(one) for one in run["rounds"]]), _memory(run)]
    for name, peer in measured["peers"].items():
        parts += [f"### {name} beside it", table(_ratio_head(), ratios(measured["runs"][0], peer))]
    if not measured["peers"]:
        parts.append(f"No peer was measured: {measured['no_peer']}.")
    return parts


def ratios(run: dict[str, Any], peer: dict[str, Any]) -> list[list[str]]:
    """Ours, theirs and ours to theirs, a row for each number of clients."""
    theirs = {one["name"]: one for one in peer["rounds"]}
    return [
        [
            one["name"],
            f"{one['per_s']:.1f}/s",
            f"{theirs[one['name']]['per_s']:.1f}/s",
            f"**{one['per_s'] / theirs[one['name']]['per_s']:.2f}**",
            f"{WANTED[one['name']]:.2f}" if one["name"] in WANTED else "",
            f"{one['cpu_s_per_1000'] / theirs[one['name']]['cpu_s_per_1000']:.2f}",
        ]
        for one in run["rounds"]
        if one["name"] in theirs and theirs[one["name"]]["per_s"]
    ]


def _head() -> list[str]:
    return ["", "checkouts/s", "p50 ms", "p99 ms", "CPU s per 1000", "others' cores", "other answers"]


def _ratio_head() -> list[str]:
    return ["", "local run", "peer", "ratio", "wanted", "ratio of CPU"]


def _row(one: dict[str, Any]) -> list[str]:
    other = ", ".join(f"{count} x {said}" for said, count in one["other"].items()) or "none"
    numbers = (one["per_s"], one["p50_ms"], one["p99_ms"], one["cpu_s_per_1000"])
    return [one["name"], *(f"{number:.1f}" for number in numbers), f"{one['others_cores']:.2f}", other]


def _memory(run: dict[str, Any]) -> str:
    promises = "every promise kept" if run["audit_ok"] else "BROKEN PROMISES"
    return (
        f"Memory (PSS): {run['pss_mb_busy']:.0f} MB at the end of {run['orders']} orders, "
        f"{run['pss_mb']:.0f} MB once idle workers had left. The audit: {promises}."
    )
