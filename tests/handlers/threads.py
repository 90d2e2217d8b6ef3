"""Threads at work beside each other, and what became of their work."""

import queue
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

WORKERS = 6
PATIENCE_SECONDS = 900.0

Task = TypeVar("Task")


def run_beside(
    tasks: Sequence[Task], work: Callable[[Task], str], *others: Callable[[], None]
) -> Counter[str]:
    """How the tasks ended, each of them done by some worker; the others repeat until all are done."""
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    ends: list[str] = []
    broken: list[BaseException] = []
    done = threading.Event()

    def worker() -> None:
        while True:
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            ends.append(work(task))

    def repeat(other: Callable[[], None]) -> None:
        while not done.is_set():
            other()

    def thread(target: Callable[[], None]) -> threading.Thread:
        def guarded() -> None:
            try:
                target()
            except BaseException as error:  # noqa: BLE001 - raised again below, where the test sees it
                broken.append(error)

        started = threading.Thread(target=guarded, daemon=True)
        started.start()
        return started

    beside = [thread(lambda other=other: repeat(other)) for other in others]  # type: ignore[misc]
    for one in [thread(worker) for _ in range(WORKERS)]:
        one.join(PATIENCE_SECONDS)
    done.set()
    for one in beside:
        one.join(PATIENCE_SECONDS)
    if broken:
        raise broken[0]
    assert len(ends) == len(tasks)
    return Counter(ends)
