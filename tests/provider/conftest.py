from collections.abc import Iterator

import pytest

from tests.provider.adapters import ADAPTERS
from tests.provider.demands import Subject


@pytest.fixture(scope="module", params=ADAPTERS)
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    """Each adapter there is, connected for one file alone: other tests have keys of their own."""
    with ADAPTERS[request.param](tmp_path_factory.mktemp(request.param)) as subject:
        yield subject
