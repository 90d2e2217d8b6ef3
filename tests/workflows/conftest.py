from pathlib import Path

import pytest

from harness.issuer import Issuer
from harness.moto.fixture import cloud as cloud
from harness.moto.fixture import provider as provider
from harness.moto.world import World
from ops import __main__ as ops


@pytest.fixture
def accounts(shop: World) -> Issuer:
    return shop.cloud.issuer


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody at the commands, in whose home nothing was done yet."""
    monkeypatch.setattr(ops, "connect", lambda aws: None)
    monkeypatch.setenv("PAIDONCE_HOME", str(tmp_path))
