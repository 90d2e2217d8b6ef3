from collections.abc import Iterator

import pytest

from harness.template import Template
from tests.faults.fault_run import running_fault_run
from tests.faults.matrix import Matrix


@pytest.fixture(scope="package")
def matrix(template: Template) -> Iterator[Matrix]:
    """One world for all cases; each begins anew in it."""
    with running_fault_run(template) as fault_run:
        yield Matrix(fault_run)
