"""One running shop for the whole suite."""

from collections.abc import Iterator

import pytest

from tests.e2e.shop import Shop


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    running = Shop.start()
    try:
        yield running
    finally:
        assert running.stop() == 0


@pytest.fixture(autouse=True)
def promises_kept(shop: Shop) -> Iterator[None]:
    """Whatever a test did, the shop keeps its promises afterwards."""
    yield
    report = shop.audit()
    assert report["ok"], report["violations"]
