"""One running shop for the whole suite."""

from collections.abc import Iterator

import pytest

from tests.e2e.shop import Shop
from tests.e2e.slow_orders import SlowOrders, begin

CROWDS = ("test_stock_in_flight", "test_flash_sale")
"""They come last: after them every audit has hundreds of orders to look at."""

LOGS = "test_logs"
"""Last of all: it reads what all others had written down."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda one: (one.path.stem == LOGS, one.path.stem in CROWDS, _waits(one)))


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    running = Shop.start()
    try:
        yield running
    finally:
        assert running.stop() == 0


@pytest.fixture(scope="session")
def slow(shop: Shop) -> SlowOrders:
    """Orders that take their time to end."""
    return begin(shop)


@pytest.fixture(scope="session", autouse=True)
def begun_first(request: pytest.FixtureRequest) -> None:
    """What takes its time is begun before all else; the tests that wait for it come after the others."""
    if any(_waits(one) for one in request.session.items):
        request.getfixturevalue("slow")


@pytest.fixture(autouse=True)
def promises_kept(shop: Shop) -> Iterator[None]:
    """Whatever a test did, the shop keeps its promises afterwards."""
    yield
    report = shop.audit()
    assert report["ok"], report["violations"]


def _waits(test: pytest.Item) -> bool:
    return "slow" in getattr(test, "fixturenames", ())
