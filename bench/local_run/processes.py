"""CPU time and memory of a process and all below it, read from outside: the processes are never stopped."""

import sys
import threading
from contextlib import suppress
from types import TracebackType

import psutil

LOOK_SECONDS = 0.5
MEGABYTE = 1024.0 * 1024.0


class CpuClock:
    """Seconds of CPU that a tree of processes has used. Whoever ends is remembered as last seen, since the
    kernel forgets workers that nobody waits for: looked at several times a second, little is lost."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._seen: dict[tuple[int, float], tuple[str, float]] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "CpuClock":
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def seconds(self) -> float:
        """So far, user and system."""
        return sum(self.by_part().values())

    def by_part(self) -> dict[str, float]:
        """The same by part of the run: `cloud`, `workers`, `sandbox`, `front`, `kitchen`, `launcher`."""
        self._look()
        parts: dict[str, float] = {}
        with self._lock:
            for part, used in self._seen.values():
                parts[part] = parts.get(part, 0.0) + used
        return parts

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self._look()

    def _look(self) -> None:
        for process in tree(self._root):
            try:
                times = process.cpu_times()
                key = process.pid, process.create_time()
                with self._lock:
                    part = self._seen[key][0] if key in self._seen else _part(process)
                    self._seen[key] = part, float(times.user + times.system)
            except psutil.Error:
                continue  # it has just ended


def tree(root: int) -> list[psutil.Process]:
    try:
        top = psutil.Process(root)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def memory_mb(root: int) -> float:
    """PSS in megabytes: what several processes share is counted once. Only Linux tells; elsewhere 0."""
    if sys.platform != "linux":
        return 0.0
    from bench.local_run.linux_memory import proportional_bytes

    total = 0
    for process in tree(root):
        with suppress(psutil.Error):  # it has just ended
            total += proportional_bytes(process)
    return total / MEGABYTE


def machine_cpu() -> float:
    """Seconds of CPU used by the whole machine since it started: what others use shows by the difference."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


def _part(process: psutil.Process) -> str:
    try:
        line = process.cmdline()
    except psutil.Error:
        return "workers"
    for module, part in (
        ("local.aws", "cloud"),
        ("local.payment_sandbox", "sandbox"),
        ("local.front", "front"),
        ("local.kitchen", "kitchen"),
    ):
        if module in line:
            return part
    return "workers" if any(word.endswith("zygote.py") for word in line) else "launcher"
