"""The rows of the bill, counted once for all tests that ask for them."""

from collections.abc import Iterator

import pytest

from bench.assumptions import Assumptions
from bench.counting import Counts, count_order
from bench.scenarios import SCENARIOS
from bench.shared_costs import SharedWork, count_shared
from tests.world.cloud import Cloud, running_cloud
from tests.world.provider import Provider
from tests.world.template import Template
from tests.world.world import World


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
def rows(bench_world: World) -> dict[str, Counts]:
    """By title."""
    return {one.title: count_order(bench_world, one, Assumptions()) for one in SCENARIOS}


@pytest.fixture(scope="package")
def shared(bench_world: World, rows: dict[str, Counts]) -> SharedWork:
    return count_shared(bench_world, rows["to CONFIRMED"], Assumptions())
