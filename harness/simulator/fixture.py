"""The fixture that interleavings and histories share."""

import logging
from collections.abc import Iterator

import pytest

from harness.simulator.cloud import SmallCloud
from harness.simulator.shop import Stage
from harness.template import Template


@pytest.fixture(scope="module")
def stage(template: Template) -> Iterator[Stage]:
    """One a module, put back before each run. What thousands of runs would log is nobody's to read."""
    logging.disable(logging.CRITICAL)
    cloud = SmallCloud(template)
    with cloud.running():
        yield Stage(cloud)
    logging.disable(logging.NOTSET)
