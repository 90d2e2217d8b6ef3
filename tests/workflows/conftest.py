from collections.abc import Iterator

import pytest

from tests.world.world import World


@pytest.fixture
def shop(world: World) -> Iterator[World]:
    """A world that sells ten margheritas, and in which all promises must hold when the test is over."""
    world.sells()
    yield world
    assert world.violations() == []
