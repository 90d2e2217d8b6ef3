"""Workers of one function: a cap, and a queue in order of arrival beyond it.

Lambda itself would start as many environments as there are calls. On one machine that ends in swapping, so a
call beyond the cap waits its turn. A function whose workers all wait for something else (a checkout that waits for
its order, say) would then hold up callers for no good reason: when the head of the queue has waited for
PATIENCE seconds, one more worker is allowed, as long as the machine-wide `Allowance` has room.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

from local.aws.lambda_worker import LambdaWorker

PATIENCE = 0.25


class Allowance:
    """How many workers beyond their caps all functions together may have."""

    def __init__(self, size: int) -> None:
        self._free = size
        self._lock = threading.Lock()

    def take(self) -> bool:
        with self._lock:
            if self._free <= 0:
                return False
            self._free -= 1
            return True

    def give_back(self) -> None:
        with self._lock:
            self._free += 1


class Pool:
    """Workers of one version of one function. Thread-safe."""

    def __init__(self, start: Callable[[], LambdaWorker], cap: int, extra: Allowance) -> None:
        self._start = start
        self._cap = cap
        self._extra = extra
        self._lock = threading.Lock()
        self._idle: list[LambdaWorker] = []
        self._live = 0
        self._borrowed = 0
        self._queue: deque[_Ticket] = deque()
        self._closed = False

    def acquire(self, timeout: float) -> LambdaWorker | None:
        """An idle or new worker; None if none came free within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        ticket = _Ticket()
        with self._lock:
            self._queue.append(ticket)
            self._serve()
        while not ticket.served.wait(min(PATIENCE, max(0.0, deadline - time.monotonic()))):
            with self._lock:
                if ticket.served.is_set():
                    break
                if time.monotonic() >= deadline:
                    self._queue.remove(ticket)
                    return None
                self._borrow_for(ticket)
        return ticket.worker or self._started()

    def release(self, worker: LambdaWorker, *, spent: bool) -> None:
        """Take a worker back; a `spent` one is ended."""
        with self._lock:
            wanted = bool(self._queue) or self._live <= self._cap
            if wanted and not spent and not self._closed:
                self._idle.append(worker)
                self._serve()
                return
        worker.kill()
        self._forget()

    def close(self) -> None:
        """End the idle workers now and the busy ones as they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
            self._forget()

    def _started(self) -> LambdaWorker:
        try:
            return self._start()
        except BaseException:
            self._forget()
            raise

    def _serve(self) -> None:
        """Give the head of the queue what there is. Call with the lock held."""
        while self._queue and (self._idle or self._live < self._cap):
            ticket = self._queue.popleft()
            if self._idle:
                ticket.worker = self._idle.pop()
            else:
                self._live += 1
            ticket.served.set()

    def _borrow_for(self, ticket: "_Ticket") -> None:
        """Let the head of the queue start a worker beyond the cap. Call with the lock held."""
        if self._queue[0] is ticket and self._extra.take():
            self._queue.popleft()
            self._live += 1
            self._borrowed += 1
            ticket.served.set()

    def _forget(self) -> None:
        with self._lock:
            self._live -= 1
            if self._borrowed:
                self._borrowed -= 1
                self._extra.give_back()
            self._serve()


class _Ticket:
    """A place in the queue. Once `served`, either a worker is in it or its holder may start one."""

    def __init__(self) -> None:
        self.served = threading.Event()
        self.worker: LambdaWorker | None = None
