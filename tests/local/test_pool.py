"""Workers come when they are wanted and leave when they are not."""

from typing import Any

from local.aws.pool import Allowance, Pool


class Worker:
    def __init__(self) -> None:
        self.killed = False

    def kill(self) -> None:
        self.killed = True


def pool_of(*workers: Worker) -> Pool:
    waiting = list(workers)
    start: Any = waiting.pop
    pool = Pool(start, len(workers), Allowance(0))
    taken = [pool.acquire(1) for _ in workers]
    for worker in taken:
        assert worker is not None
        pool.release(worker, spent=False)
    return pool


def test_idle_workers_leave_and_others_may_come_in_their_place() -> None:
    workers = [Worker() for _ in range(4)]
    pool = pool_of(*workers)
    busy = pool.acquire(1)
    assert isinstance(busy, Worker)

    pool.retire(float("inf"))

    assert [worker for worker in workers if not worker.killed] == [busy]
    assert pool._live == 1


def test_that_the_last_worker_has_left_is_told_once() -> None:
    pool = pool_of(Worker(), Worker())
    busy = pool.acquire(1)
    assert isinstance(busy, Worker)
    assert not pool.retire(float("inf"))

    pool.release(busy, spent=False)

    assert pool.retire(float("inf"))
    assert not pool.retire(float("inf"))


def test_a_worker_that_was_wanted_lately_stays() -> None:
    workers = [Worker() for _ in range(4)]
    pool = pool_of(*workers)

    pool.retire(0.0)

    assert not any(worker.killed for worker in workers)
