"""Workers come when they are wanted and leave when they are not."""

from typing import Any

from local.aws import pool as pools
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


def test_idle_workers_leave_but_for_one_and_others_come_in_their_place() -> None:
    workers = [Worker() for _ in range(4)]
    pool = pool_of(*workers)

    pool.retire(float("inf"))

    assert [worker.killed for worker in workers].count(True) == 4 - pools.KEPT
    kept = pool.acquire(1)
    assert isinstance(kept, Worker)
    assert not kept.killed
    assert pool._live == pools.KEPT


def test_a_worker_that_was_wanted_lately_stays() -> None:
    workers = [Worker() for _ in range(4)]
    pool = pool_of(*workers)

    pool.retire(0.0)

    assert not any(worker.killed for worker in workers)
