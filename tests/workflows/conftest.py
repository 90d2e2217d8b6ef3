from collections.abc import Iterator

import pytest

from tests.world.cloud import Cloud, running_cloud
from tests.world.provider import Provider
from tests.world.template import Template
from tests.world.world import World


@pytest.fixture(scope="package")
def cloud(template: Template, provider: Provider) -> Iterator[Cloud]:
    """One for all modules here: every test starts with a world as new."""
    with running_cloud(template, provider.api_base) as cloud:
        yield cloud


@pytest.fixture
def shop(world: World) -> Iterator[World]:
    """A world that sells ten margheritas, and in which all promises must hold when the test is over."""
    world.sells()
    yield world
    assert world.violations() == []
