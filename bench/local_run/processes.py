"""CPU time and memory of a process and all below it, read from outside: the processes are never stopped."""

import os
import threading
from types import TracebackType

import psutil

LOOK_SECONDS = 0.2
MEGABYTE = 1024.0  # of the kilobytes that the kernel counts in
TICK = os.sysconf("SC_CLK_TCK")


class CpuClock:
    """Seconds of CPU that a tree of processes has used. Whoever ends is remembered as last seen, since the
    kernel forgets workers that nobody waits for: looked at several times a second, little is lost."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._seen: dict[tuple[int, int], tuple[str, float]] = {}
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
            read = _cpu(process.pid)
            if read is None:
                continue
            began, used = read
            with self._lock:
                known = self._seen.get((process.pid, began))
                self._seen[process.pid, began] = (known[0] if known else _part(process), used)


def tree(root: int) -> list[psutil.Process]:
    try:
        top = psutil.Process(root)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def memory_mb(root: int) -> float:
    """PSS in megabytes: what several processes share is counted once."""
    kilobytes = 0
    for process in tree(root):
        try:
            with open(f"/proc/{process.pid}/smaps_rollup") as rollup:
                kilobytes += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except OSError:
            continue  # it has just ended
    return kilobytes / MEGABYTE


def machine_cpu() -> float:
    """Seconds of CPU used by the whole machine since it started: what others use shows by the difference."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq + times.steal)


def _cpu(pid: int) -> tuple[int, float] | None:
    """When it began (in ticks) and the seconds it used; None if it has ended."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[19]), (int(fields[11]) + int(fields[12])) / TICK


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
