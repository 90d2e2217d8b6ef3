"""Whole sagas with nothing left out: calls through botocore, the sandbox over HTTP."""

from collections.abc import Iterator

import pytest

from harness.moto.cloud import Cloud, running_cloud
from harness.provider_process import Provider
from harness.template import Template


@pytest.fixture(scope="package")
def cloud(template: Template, provider: Provider) -> Iterator[Cloud]:
    with running_cloud(template, provider.api_base, wired=True) as cloud:
        yield cloud
