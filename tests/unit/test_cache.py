import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from functions.catalog import cache as caches
from functions.catalog import freshness
from functions.catalog.cache import Cache
from functions.catalog.freshness import Duty
from functions.shared import clock

SOON = 600


class Down(Exception):
    """The table does not answer."""


class Table:
    """Counts reads; `down` makes them fail, `gate` holds them."""

    def __init__(self) -> None:
        self.reads = 0
        self.down = False
        self.gate = threading.Event()
        self.gate.set()
        self.reading = threading.Event()

    def read(self) -> str:
        self.reads += 1
        version = self.reads
        self.reading.set()
        assert self.gate.wait(SOON)
        if self.down:
            raise Down
        return f"menu {version}"


Clock = SimpleNamespace
"""`at`: seconds that have passed."""


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Renewal is due at nine tenths of a copy's time."""
    time = Clock(at=0.0)
    monkeypatch.setattr(clock, "monotonic", lambda: time.at)
    monkeypatch.setattr(caches, "_chance", lambda: 0.5)
    return time


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def cache(table: Table, time: Clock) -> Cache[str]:
    return Cache(table.read, (Down,))


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Released for every caller who has looked at the cache and knows what to do."""
    decided = threading.Semaphore(0)
    rule = freshness.duty

    def counted(*known: Any, **more: Any) -> Duty:
        duty = rule(*known, **more)
        decided.release()
        return duty

    monkeypatch.setattr(freshness, "duty", counted)
    return decided


def all_at_once(
    callers: int, cache: Cache[str], table: Table, decided: threading.Semaphore
) -> list["Future[str]"]:
    """What callers are told who all come before the first one's read is over."""
    table.gate.clear()
    with ThreadPoolExecutor(callers) as pool:
        answers = [pool.submit(cache.get) for _ in range(callers)]
        for _ in range(callers):
            assert decided.acquire(timeout=SOON)
        table.gate.set()
    return answers


def test_many_callers_at_once_make_one_read_and_all_get_its_answer(
    table: Table, cache: Cache[str], decided: threading.Semaphore
) -> None:
    answers = all_at_once(20, cache, table, decided)
    assert {answer.result() for answer in answers} == {"menu 1"}
    assert table.reads == 1


def test_callers_who_come_too_late_for_the_copy_wait_for_one_read_as_well(
    table: Table, cache: Cache[str], time: Clock, decided: threading.Semaphore
) -> None:
    cache.get()
    decided.acquire()
    time.at = 11.0
    answers = all_at_once(20, cache, table, decided)
    assert {answer.result() for answer in answers} == {"menu 2"}
    assert table.reads == 2


def test_while_one_caller_refreshes_early_the_others_are_served_without_waiting(
    table: Table, cache: Cache[str], time: Clock
) -> None:
    cache.get()
    table.gate.clear()
    table.reading.clear()
    time.at = 9.5
    with ThreadPoolExecutor(1) as pool:
        early = pool.submit(cache.get)
        assert table.reading.wait(SOON)
        assert [cache.get() for _ in range(5)] == ["menu 1"] * 5
        table.gate.set()
        assert early.result(SOON) == "menu 2"
    assert cache.get() == "menu 2"
    assert table.reads == 2


def test_a_copys_time_begins_before_it_is_read(table: Table, cache: Cache[str], time: Clock) -> None:
    slow = table.read

    def read_slowly() -> str:
        time.at += 6
        return slow()

    cache._read = read_slowly
    cache.get()
    time.at = 10.5
    assert cache.get() == "menu 2"


def test_the_last_copy_is_served_for_ten_minutes_while_the_table_fails(
    table: Table, cache: Cache[str], time: Clock
) -> None:
    cache.get()
    table.down = True
    for time.at in (11.0, 300.0, 599.0):
        assert cache.get() == "menu 1"
    time.at = 600.0
    with pytest.raises(Down):
        cache.get()


def test_a_failing_table_is_not_asked_for_every_caller(table: Table, cache: Cache[str], time: Clock) -> None:
    cache.get()
    table.down = True
    for tenth in range(100, 200):
        time.at = tenth / 10
        cache.get()
    assert table.reads == 1 + 3


def test_a_table_that_answers_again_is_believed_again(table: Table, cache: Cache[str], time: Clock) -> None:
    cache.get()
    table.down = True
    time.at = 11.0
    cache.get()
    table.down = False
    time.at = 16.0
    assert cache.get() == "menu 3"
    time.at = 24.0
    assert cache.get() == "menu 3"


def test_without_a_copy_everyone_who_waited_is_told_of_the_failure_of_the_one_read(
    table: Table, cache: Cache[str], decided: threading.Semaphore
) -> None:
    table.down = True
    answers = all_at_once(5, cache, table, decided)
    assert [type(answer.exception()) for answer in answers] == [Down] * 5
    assert table.reads == 1


def test_an_error_that_is_not_the_tables_is_never_hidden_by_a_copy(
    table: Table, cache: Cache[str], time: Clock
) -> None:
    cache.get()

    def broken() -> str:
        raise KeyError("unit_price")

    cache._read = broken
    time.at = 11.0
    with pytest.raises(KeyError):
        cache.get()


def test_a_read_that_failed_does_not_keep_the_next_from_trying(table: Table, cache: Cache[str]) -> None:
    table.down = True
    with pytest.raises(Down):
        cache.get()
    table.down = False
    assert cache.get() == "menu 2"


def test_a_read_that_was_under_way_when_everything_was_forgotten_brings_nothing_in(
    table: Table, cache: Cache[str]
) -> None:
    table.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(cache.get)
        assert table.reading.wait(SOON)
        cache.cache_clear()
        table.gate.set()
        assert late.result(SOON) == "menu 1"
    assert cache.get() == "menu 2"
