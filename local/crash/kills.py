"""Kills a process of this run, without a warning (SIGKILL), so that one can watch who takes over."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil
import requests

from local import processes
from local.children import HEALTHY_SECONDS

HUNT_SECONDS = 8.0
HUNT_PAUSE_SECONDS = 0.01
ASK_SECONDS = 5.0
STEPS = "Workflow"
"""In the names of the functions that take a checkout's steps: to kill one of those tells most."""

AtWork = dict[int, str]


class NothingToKill(Exception):
    """The message says why, and when there will be something."""


@dataclass(frozen=True)
class Killed:
    """`function` is what a worker was at work for, None for one that waited, and for the provider."""

    what: str
    pid: int
    function: str | None = None

    def shown(self) -> dict[str, object]:
        return {"what": self.what, "pid": self.pid, "function": self.function}


def kill_provider(launcher: int) -> Killed:
    """The launcher starts it again. Raises NothingToKill where it has only just been: the launcher gives up
    what dies too often as soon as it lives."""
    found = processes.part(launcher, "local.payment_sandbox")
    for one in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            if time.time() - one.create_time() <= HEALTHY_SECONDS + 1:
                raise NothingToKill("The provider has only just been started again: in three seconds.")
            one.kill()
            return Killed("provider", one.pid)
    raise NothingToKill("The provider is being started again.")


def kill_worker(launcher: int, at_work: Callable[[], AtWork]) -> Killed:
    """One that is at work for a checkout, as soon as there is one; after a while any that is at work, or
    waits. Raises NothingToKill."""
    end = time.monotonic() + HUNT_SECONDS
    while True:
        ours = {one.pid: one for one in processes.workers(launcher)}
        found = {pid: name for pid, name in at_work().items() if pid in ours}
        over = time.monotonic() > end
        pid = choose(found, list(ours) if over else [])
        if pid is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                ours[pid].kill()
                return Killed("worker", pid, found.get(pid))
        if over:
            raise NothingToKill("No worker lives at the moment: buy something.")
        time.sleep(HUNT_PAUSE_SECONDS)


def choose(at_work: AtWork, others: list[int]) -> int | None:
    """A checkout's step first; if there are `others` to fall back to, whoever is at work, or one of them."""
    steps = [pid for pid, name in at_work.items() if STEPS in name]
    return next(iter([*steps, *(list(at_work) if others else []), *others]), None)


def ask_at_work(endpoint_url: str) -> AtWork:
    """What the embedded cloud says of its workers; nothing where it does not answer."""
    try:
        answer = requests.get(f"{endpoint_url}/_paidonce/at-work", timeout=ASK_SECONDS)
        return {one["pid"]: one["function"] for one in answer.json()["workers"]}
    except requests.RequestException:
        return {}
