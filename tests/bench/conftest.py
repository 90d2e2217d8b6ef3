"""The rows of the bill, counted once for all tests that ask for them."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.assumptions import Assumptions
from bench.bill import Tariff
from bench.bill_growth import Growth, count_growth, read_growth
from bench.counting import Counts, count_order
from bench.deployed import read_deployed
from bench.open_page import count_pages
from bench.operating import count_looks
from bench.prices import read_prices
from bench.scenarios import SCENARIOS
from bench.shared_costs import SharedWork, count_shared
from bench.talking import count_talks
from functions.shared import observe
from harness.made_once import made_once
from harness.moto.cloud import Cloud, running_cloud
from harness.moto.world import World
from harness.provider_process import Provider
from harness.template import Template

FOUND = "counted.pickle"


@pytest.fixture(scope="package")
def cloud(template: Template, provider: Provider) -> Iterator[Cloud]:
    with running_cloud(template, provider.api_base, wired=True) as cloud:
        yield cloud


@pytest.fixture(scope="package")
def bench_world(cloud: Cloud, provider: Provider) -> Iterator[World]:
    world = World(cloud, provider)
    yield world
    world.reset()


@pytest.fixture(scope="package")
def counted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Counts], SharedWork]:
    """Counted by one of the session's processes; the others read what it found."""

    def count(folder: Path) -> None:
        world = request.getfixturevalue("bench_world")
        rows = {one.title: count_order(world, one, Assumptions()) for one in SCENARIOS}
        shared = count_shared(world, rows["to CONFIRMED"], Assumptions())
        rows.update(count_growth(world, Assumptions()))
        rows.update(count_pages(world) | count_talks(world) | count_looks(world))
        (folder / FOUND).write_bytes(pickle.dumps((rows, shared)))

    written = (made_once(tmp_path_factory, "counted", count) / FOUND).read_bytes()
    found: tuple[dict[str, Counts], SharedWork] = pickle.loads(written)  # noqa: S301 - our own
    return found


@pytest.fixture(scope="package")
def tariff(template: Template) -> Tariff:
    return Tariff(read_prices(), Assumptions(), read_deployed(template))


@pytest.fixture(scope="package")
def rows(counted: tuple[dict[str, Counts], SharedWork]) -> dict[str, Counts]:
    """By title."""
    return counted[0]


@pytest.fixture(scope="package")
def shared(counted: tuple[dict[str, Counts], SharedWork]) -> SharedWork:
    return counted[1]


@pytest.fixture(scope="package")
def growth(tariff: Tariff, rows: dict[str, Counts], shared: SharedWork) -> Growth:
    return read_growth(tariff, rows, shared)


@pytest.fixture(scope="package", autouse=True)
def logging_as_shipped() -> Iterator[None]:
    """What is written down is counted; elsewhere DEBUG lines are looked at too (harness/leaks_watched.py)."""
    level = observe.logger.log_level
    observe.logger.setLevel("INFO")
    yield
    observe.logger.setLevel(level)
