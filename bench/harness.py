"""The world of the tests, for a bench that runs by itself."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.environment import CREDENTIALS
from harness.moto.cloud import running_cloud
from harness.moto.world import World
from harness.provider_process import Provider
from harness.template import Template, synthesize


@contextmanager
def running_world() -> Iterator[World]:
    os.environ.update(CREDENTIALS)  # nothing that runs here may reach an account
    with tempfile.TemporaryDirectory(prefix="paidonce-bench-") as folder:
        template = Template(synthesize(Path(folder) / "assembly"))
        provider = Provider(Path(folder) / "state.sqlite")
        try:
            with running_cloud(template, provider.api_base, wired=True) as cloud:
                yield World(cloud, provider)
        finally:
            provider.stop()
