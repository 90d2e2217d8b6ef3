from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.in_process_provider import InProcessProvider
from harness.moto.cloud import Cloud, running_cloud
from harness.template import Template
from ops import __main__ as ops


@pytest.fixture(scope="package")
def provider() -> Iterator[InProcessProvider]:
    """The sandbox within this process; over HTTP it is met in tests/wires."""
    provider = InProcessProvider()
    yield provider
    provider.stop()


@pytest.fixture(scope="package")
def cloud(template: Template, provider: InProcessProvider) -> Iterator[Cloud]:
    """One for all modules here: every test starts with a world as new."""
    with provider.connected(), running_cloud(template, provider.api_base) as cloud:
        yield cloud


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody at the commands, in whose home nothing was done yet."""
    monkeypatch.setattr(ops, "connect", lambda aws: None)
    monkeypatch.setenv("PAIDONCE_HOME", str(tmp_path))
