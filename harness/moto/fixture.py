"""Fixtures of suites whose payment sandbox is within this process: over HTTP it is met in tests/wires."""

from collections.abc import Iterator

import pytest

from harness.in_process_provider import InProcessProvider
from harness.moto.cloud import Cloud, running_cloud
from harness.template import Template


@pytest.fixture(scope="package")
def provider() -> Iterator[InProcessProvider]:
    provider = InProcessProvider()
    yield provider
    provider.stop()


@pytest.fixture(scope="package")
def cloud(template: Template, provider: InProcessProvider) -> Iterator[Cloud]:
    """One for all modules of a package: every test starts with a world as new."""
    with provider.connected(), running_cloud(template, provider.api_base) as cloud:
        yield cloud
