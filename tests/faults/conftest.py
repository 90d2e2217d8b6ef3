from collections.abc import Iterator

import pytest

from harness.template import Template
from tests.faults.fault_run import running_scene
from tests.faults.matrix import Matrix


@pytest.fixture(scope="package")
def matrix(template: Template) -> Iterator[Matrix]:
    """One world for all cases; each begins anew in it."""
    with running_scene(template) as scene:
        yield Matrix(scene)
