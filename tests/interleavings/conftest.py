from collections.abc import Iterator

import pytest

from tests.stage.cloud import SmallCloud
from tests.stage.stage import Stage
from tests.world.template import Template


@pytest.fixture(scope="module")
def stage(template: Template) -> Iterator[Stage]:
    cloud = SmallCloud(template)
    with cloud.running():
        yield Stage(cloud)
