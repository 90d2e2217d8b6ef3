"""What the crowd of open pages saw, and the windows of a real browser, as tables."""

from bench.live.crowd import Crowd, Plan
from bench.live.windows import CONSOLE, STOREFRONT, Windows
from bench.markdown import table

TIMES = ["p50 ms", "p99 ms", "slowest"]


def report(plan: Plan, crowd: Crowd, windows: Windows) -> str:
    opened = f"{plan.sockets} pages opened in {crowd.opened_in:.0f} s"
    bought = f"{plan.shoppers} shoppers, {plan.rate} checkouts a second for {plan.seconds} s"
    suffered = f"{crowd.killed} workers killed, {crowd.reconnects} connections opened again"
    lines = [
        f"{opened}; {bought}; {suffered}",
        _told(crowd),
        f"the machine kept a process that only wanted to wake up waiting for {_of(crowd.late)}",
        f"told of another's order: {len(crowd.foreign)}; not shown as it is in the end: {len(crowd.behind)}",
    ]
    return "\n\n".join([*lines, *(_seen(windows) if plan.windows else [])])


def _told(crowd: Crowd) -> str:
    arrivals = [(one.event, one.milliseconds) for one in crowd.arrivals]
    kinds = sorted({event for event, _ in arrivals})
    rows = [_row(kind, [took for event, took in arrivals if event == kind]) for kind in kinds]
    rows.append(_row("all", [took for _, took in arrivals]))
    return table(["last event", "told", *TIMES], rows)


def _seen(windows: Windows) -> list[str]:
    rows = []
    for page in (STOREFRONT, CONSOLE):
        steps = [one for one in windows.seen if one.page == page]
        for kind in sorted({one.event for one in steps}):
            took = [one.milliseconds for one in steps if one.event == kind]
            rows.append(_row(f"{page}: {kind}", took))
        rows.append(_row(f"{page}: all", [one.milliseconds for one in steps]))
    return [
        table(["step, in a real page", "seen", *TIMES], rows),
        f"{windows.orders} orders in a Chromium; not shown in the end: {len(windows.behind)}",
    ]


def _of(milliseconds: list[float]) -> str:
    took = sorted(milliseconds)
    return f"{_at(took, 0.5):.0f} ms (p50), {_at(took, 0.99):.0f} (p99), {_at(took, 1.0):.0f} at the longest"


def _row(kind: str, milliseconds: list[float]) -> list[str]:
    took = sorted(milliseconds)
    return [kind, str(len(took)), *(f"{_at(took, share):.0f}" for share in (0.5, 0.99, 1.0))]


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0
