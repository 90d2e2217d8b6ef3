"""Makes trouble: kills processes of a run, has its provider and its kitchen misbehave."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import psutil
import requests

from chaos.plan import Kill, Trouble
from local import processes
from local.running import Running

TELL_SECONDS = 120


@dataclass
class Troublemaker:
    """`made` counts by kind what really happened; `missed` what could not (nothing there to kill)."""

    made: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def make(self, run: Running, trouble: Trouble) -> None:
        if trouble.kill:
            self._count(f"killed: {trouble.kill}", done=_kill(run, trouble.kill, trouble.which))
        elif trouble.fault:
            operation, fault = trouble.fault
            order = {"operation": operation, "fault": fault, "times": trouble.times}
            self._count(f"ordered: {operation} {fault}", done=_tell(run, "/sandbox/faults", order))
        elif trouble.kitchen:
            order = {"next": trouble.kitchen, "times": 1}
            self._count(f"kitchen: {trouble.kitchen}", done=_tell(run, "/kitchen", order))

    def _count(self, kind: str, *, done: bool) -> None:
        (self.made if done else self.missed)[kind] += 1


def end_faults(run: Running) -> Counter[str]:
    """Nothing more is to happen; how often each fault of the provider's has fired since the run began."""
    fired: Counter[str] = Counter()
    for order in requests.get(f"{run.url}/sandbox/faults", timeout=TELL_SECONDS).json()["faults"]:
        fired[f"fired: {order['operation']} {order['fault']}"] += order["fired"]
    requests.delete(f"{run.url}/sandbox/faults", timeout=TELL_SECONDS).raise_for_status()
    return +fired


def _tell(run: Running, path: str, order: dict[str, Any]) -> bool:
    try:
        return requests.post(f"{run.url}{path}", json=order, timeout=TELL_SECONDS).ok
    except requests.RequestException:
        return False  # it was killed a moment ago


def _kill(run: Running, kill: Kill, which: float) -> bool:
    """Without a warning (SIGKILL)."""
    victims = _victims(run, kill)
    if not victims:
        return False
    try:
        victims[int(which * len(victims))].kill()
    except psutil.NoSuchProcess:
        return False
    return True


def _victims(run: Running, kill: Kill) -> list[psutil.Process]:
    match kill:
        case Kill.SANDBOX:
            return processes.part(run.process.pid, "local.payment_sandbox")
        case Kill.FORK_SERVER:
            return processes.fork_servers(run.process.pid)
        case Kill.WORKER:
            return processes.workers(run.process.pid)
