"""The fixture that interleavings and histories share."""

import logging
from collections.abc import Iterator

import pytest

from harness.simulator.cloud import SimulatedCloud
from harness.simulator.simulator import Simulator
from harness.template import Template


@pytest.fixture(scope="module")
def shop(template: Template) -> Iterator[Simulator]:
    """One a module, put back before each run. What thousands of runs would log is nobody's to read."""
    logging.disable(logging.CRITICAL)
    cloud = SimulatedCloud(template)
    with cloud.running():
        yield Simulator(cloud)
    logging.disable(logging.NOTSET)
