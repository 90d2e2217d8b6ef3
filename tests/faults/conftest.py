from collections.abc import Iterator

import pytest

from tests.faults.matrix import Matrix
from tests.faults.scene import running_scene
from tests.world.template import Template


@pytest.fixture(scope="package")
def matrix(template: Template) -> Iterator[Matrix]:
    """One world for all cases; each begins anew in it."""
    with running_scene(template) as scene:
        yield Matrix(scene)
