"""The fixtures that most tests share: the synthesized template, and a fresh world per test."""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from functions.shared.observe import about
from harness import leaks
from harness.leaks_watched import watched
from harness.moto.cloud import Cloud, running_cloud
from harness.moto.world import World
from harness.provider_process import Provider
from harness.template import Template
from local.running import Running
from tests import running_shop as running_shop_of_tests
from tests.deployments import at_once as at_once
from tests.deployments import behind_cloudfront as behind_cloudfront
from tests.deployments import outgoing as outgoing
from tests.deployments import stacks_in, synthesized_once

# The same examples on every machine, and no failure because a machine was busy.
settings.register_profile("paidonce", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("paidonce")

watching = watched()
watching.__enter__()
"""From here on, and for as long as this process lives: no client was made before."""


@pytest.fixture(autouse=True)
def about_no_order() -> Iterator[None]:
    """A test that calls a use case stands where its entry point would: what it found out ends with it."""
    with about():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Whatever was told during a test where it does not belong fails that test, by its name. `leaking` tests
    tell on purpose, and look for themselves."""
    report = yield
    if item.get_closest_marker("leaking"):
        if report.when == "teardown":
            leaks.taken()
        return report
    for section, text in (one for one in report.sections if " log " not in one[0]):
        leaks.look(f"what {item.name} printed ({section})", text, leaks.PRINTED)
    found = leaks.taken()
    if report.when == "teardown":
        leaks.forget_tokens()
    if found and report.passed:
        report.outcome = "failed"
        report.longrepr = "told where it does not belong (harness/leaks.py):\n" + "\n".join(map(str, found))
    return report


LONGEST_FIRST = (
    "infra",
    "interleavings",
    "faults",
    "privilege",
    "histories",
    "workflows",
    "wires",
    "bench",
    "gates",
)
"""A file stays on one core: whoever is done early takes of the short ones, which come last."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folders = {name: at for at, name in enumerate(LONGEST_FIRST)}
    tests = Path(__file__).parent
    items.sort(key=lambda one: folders.get(one.path.relative_to(tests).parts[0], len(folders)))


def pytest_collection_finish() -> None:
    """What was imported stays: no collection of garbage goes through it again."""
    gc.freeze()


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole app under the standard profile: synthesized once for all processes of the session, which
    only read it."""
    return synthesized_once(tmp_path_factory, "synthesized")


@pytest.fixture(scope="session")
def template(synthesized: Path) -> Template:
    return stacks_in(synthesized)


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """The payment sandbox, a process of its own, on a port that the system chose."""
    provider = Provider(tmp_path_factory.mktemp("sandbox") / "state.sqlite")
    yield provider
    provider.stop()


@pytest.fixture(scope="session")
def running_shop() -> Iterator[Running]:
    running = running_shop_of_tests.start()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def cloud(template: Template, provider: Provider) -> Iterator[Cloud]:
    """One per module, so that it is gone when the next suite patches AWS in its own way."""
    with running_cloud(template, provider.api_base) as cloud:
        yield cloud


@pytest.fixture
def world(cloud: Cloud, provider: Provider) -> Iterator[World]:
    """A world as new. At the end of the test every ordered fault must have fired, and no function may have
    made a call that its role does not allow, or asked the provider more often than it lives for."""
    world = World(cloud, provider)
    world.reset()
    yield world
    unspent, denied, long_ways = world.unspent_faults(), world.denied(), world.too_long_ways()
    world.stop()
    assert not unspent, unspent
    assert not denied, "\n".join(denied)
    assert not long_ways, "\n".join(long_ways)


@pytest.fixture
def shop(world: World) -> Iterator[World]:
    """A world that sells ten margheritas, and in which all promises must hold when the test is over."""
    world.sells()
    yield world
    assert world.violations() == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was explored, and what was cut, is part of what the interleavings prove."""
    found = [
        str(value)
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "interleavings"
    ]
    if found:
        terminalreporter.section("interleavings")
        for line in found:
            terminalreporter.write_line(line)
