"""What the crowd of open pages saw, as a table."""

from bench.live.crowd import Arrival, Crowd, Plan
from bench.markdown import table


def report(plan: Plan, crowd: Crowd) -> str:
    kinds = sorted({one.event for one in crowd.arrivals})
    rows = [_row(kind, [one for one in crowd.arrivals if one.event == kind]) for kind in kinds]
    rows.append(_row("all", crowd.arrivals))
    opened = f"{plan.sockets} pages opened in {crowd.opened_in:.0f} s"
    bought = f"{plan.shoppers} shoppers, {plan.rate} checkouts a second for {plan.seconds} s"
    suffered = f"{crowd.killed} workers killed, {crowd.reconnects} connections opened again"
    lines = [
        f"{opened}; {bought}; {suffered}",
        table(["last event", "told", "p50 ms", "p99 ms", "slowest"], rows),
        f"told of another's order: {len(crowd.foreign)}; not shown as it is in the end: {len(crowd.behind)}",
    ]
    return "\n\n".join(lines)


def _row(kind: str, arrivals: list[Arrival]) -> list[str]:
    took = sorted(one.milliseconds for one in arrivals)
    return [kind, str(len(took)), *(f"{_at(took, share):.0f}" for share in (0.5, 0.99, 1.0))]


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0
