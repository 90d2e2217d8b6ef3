"""Workers of one function: a cap, and a queue in order of arrival beyond it.

Lambda itself would start as many environments as there are calls. On one machine that ends in swapping, so a
call beyond the cap waits its turn. A function whose workers all wait for something else (a checkout that
waits for its order, say) would then hold up callers for no good reason: when a queue has not moved at all
for PATIENCE seconds, a few more workers are allowed, as long as the machine-wide `Allowance` has room. A
machine that is merely busy keeps its queues moving, and starting more workers would only slow it down.

A worker that nobody has wanted for a while leaves, so that what a crowd needed is not kept for ever.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

from local.aws.lambda_worker import LambdaWorker

PATIENCE = 0.4
STEP = 4  # workers borrowed at a time


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
        self._idle: list[tuple[float, LambdaWorker]] = []  # since when; the last to come is the first to go
        self._live = 0
        self._borrowed = 0
        self._queue: deque[_Ticket] = deque()
        self._closed = False
        self._moved = 0.0  # when a call last left the queue or a worker last came back

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
                self._borrow()
        return ticket.worker or self._started()

    def release(self, worker: LambdaWorker, *, spent: bool) -> None:
        """Take a worker back; a `spent` one is ended."""
        with self._lock:
            self._moved = time.monotonic()
            if not spent and not self._closed:
                self._idle.append((self._moved, worker))
                self._serve()
                return
        worker.kill()
        self._forget()

    def close(self) -> None:
        """End the idle workers now and the busy ones as they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        self._end(idle)

    def retire(self, since: float) -> bool:
        """End the workers that have been idle since before that moment (monotonic); whether the last one
        has left by that."""
        with self._lock:
            leaving = [one for one in self._idle if one[0] < since]
            self._idle = self._idle[len(leaving) :]
        self._end(leaving)
        return bool(leaving) and self._live == 0

    def _end(self, leaving: "list[tuple[float, LambdaWorker]]") -> None:
        for _since, worker in leaving:
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
                _since, ticket.worker = self._idle.pop()
            else:
                self._live += 1
            self._let_in(ticket)

    def _borrow(self) -> None:
        """Start workers beyond the cap if the queue stands still. Call with the lock held."""
        if time.monotonic() - self._moved < PATIENCE:
            return
        for _ in range(min(STEP, len(self._queue))):
            if not self._extra.take():
                return
            self._borrowed += 1
            self._live += 1
            self._let_in(self._queue.popleft())

    def _let_in(self, ticket: "_Ticket") -> None:
        self._moved = time.monotonic()
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
