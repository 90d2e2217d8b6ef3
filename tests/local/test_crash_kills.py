"""The crash bench kills what its own run has started, and nothing else."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from local import processes
from local.crash import kills
from local.crash.kills import NothingToKill, kill_provider, kill_worker

STEP, OTHER = "PaidOnceWorkflow-ReserveStock6192D533-6588093AF67AD", "PaidOnceApi-Authorizer1234ABCD-1"


@pytest.fixture
def two() -> Iterator[list[psutil.Process]]:
    """Two processes that do nothing."""
    children = [subprocess.Popen([sys.executable, "-SEc", "import time; time.sleep(600)"]) for _ in range(2)]
    yield [psutil.Process(child.pid) for child in children]
    for child in children:
        child.kill()
        child.wait()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "HUNT_SECONDS", 0.05)


def ours(monkeypatch: pytest.MonkeyPatch, *workers: psutil.Process) -> None:
    monkeypatch.setattr(processes, "workers", lambda _launcher: [one for one in workers if lives(one)])


def lives(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def killed(process: psutil.Process) -> bool:
    """Whether it is gone, which takes the system a moment after SIGKILL."""
    end = time.monotonic() + 30
    while lives(process) and time.monotonic() < end:
        time.sleep(0.01)
    return not lives(process)


def test_a_worker_in_the_middle_of_a_checkouts_step_is_killed_first(
    two: list[psutil.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    other, step = two
    ours(monkeypatch, *two)

    done = kill_worker(1, lambda: {other.pid: OTHER, step.pid: STEP})

    assert (done.pid, done.function) == (step.pid, STEP)
    assert killed(step)
    assert lives(other)


def test_where_no_step_is_taken_whoever_is_at_work_is_killed(
    two: list[psutil.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    idle, busy = two
    ours(monkeypatch, *two)

    assert kill_worker(1, lambda: {busy.pid: OTHER}).pid == busy.pid
    assert killed(busy)
    assert lives(idle)


def test_where_nobody_is_at_work_one_that_waits_is_killed(
    two: list[psutil.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours(monkeypatch, two[0])

    done = kill_worker(1, dict)

    assert (done.pid, done.function) == (two[0].pid, None)
    assert killed(two[0])


def test_a_process_that_is_not_below_the_launcher_is_never_killed(
    two: list[psutil.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the embedded cloud says: an id may be somebody else's by now."""
    ours(monkeypatch)

    with pytest.raises(NothingToKill, match="buy something"):
        kill_worker(1, lambda: {one.pid: STEP for one in two})

    assert all(lives(one) for one in two)


def test_the_provider_is_killed_once_it_has_lived_for_a_while(
    two: list[psutil.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The launcher gives up a child that keeps dying young, and the run with it."""
    monkeypatch.setattr(processes, "part", lambda _launcher, _module: two[:1])
    with pytest.raises(NothingToKill, match="in three seconds"):
        kill_provider(1)
    assert lives(two[0])

    born = two[0].create_time()
    monkeypatch.setattr(kills.time, "time", lambda: born + 3.1)

    assert kill_provider(1).pid == two[0].pid
    assert killed(two[0])


def test_a_provider_that_is_being_started_again_cannot_be_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "part", lambda _launcher, _module: [])

    with pytest.raises(NothingToKill, match="being started"):
        kill_provider(1)


def test_workers_are_found_below_the_templates_of_the_cloud_of_this_launcher() -> None:
    """The launcher is a shell here, and sleeps stand for what it starts."""
    tree = 'sh -c \'sh -c "sh -c \\"sleep 600 & wait\\" & wait" & wait\' local.aws & sleep 600 & wait'
    with subprocess.Popen(["/bin/sh", "-c", tree], start_new_session=True) as launcher:
        try:
            found = _eventually(launcher.pid)
            assert [one.name() for one in found] == ["sleep"]
            assert processes.part(launcher.pid, "local.kitchen") == []
        finally:
            below = psutil.Process(launcher.pid).children(recursive=True)
            for one in [psutil.Process(launcher.pid), *below]:
                one.kill()


def test_a_launcher_that_is_gone_has_no_processes() -> None:
    gone = subprocess.Popen([sys.executable, "-SEc", ""])
    gone.wait()

    assert processes.workers(gone.pid) == []


def _eventually(launcher: int) -> list[psutil.Process]:
    end = time.monotonic() + 60
    while not (found := [one for one in processes.workers(launcher) if one.name() == "sleep"]):
        assert time.monotonic() < end, "no worker was found"
        time.sleep(0.02)
    return found
