"""One running shop for the whole suite."""

from collections.abc import Iterator

import pytest

from local.running import Running
from tests.e2e.shop import Shop
from tests.e2e.slow_orders import SlowOrders, begin

CROWDS = ("test_stock_in_flight", "test_flash_sale")
"""They come last: after them every audit has hundreds of orders to look at."""

LOGS = "test_logs"
"""Last of these: it reads what all others had written down."""
BROWSER = "browser"
"""After all: as long as there is a browser, this process has an event loop that others cannot use."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda one: (
            one.path.parent.name == BROWSER,
            one.path.stem == LOGS,
            one.path.stem in CROWDS,
            _waits(one),
        )
    )


@pytest.fixture(scope="session")
def shop(running_shop: Running) -> Iterator[Shop]:
    shop = Shop.of(running_shop)
    yield shop
    shop.operator.stop()


@pytest.fixture(scope="session")
def slow(shop: Shop) -> SlowOrders:
    """Orders that take their time to end."""
    return begin(shop)


@pytest.fixture(scope="session", autouse=True)
def begun_first(request: pytest.FixtureRequest) -> None:
    """What takes its time is begun before all else; the tests that wait for it come after the others."""
    if any(_waits(one) for one in request.session.items):
        request.getfixturevalue("slow")


@pytest.fixture(scope="module", autouse=True)
def promises_kept(shop: Shop) -> Iterator[None]:
    """Whatever the tests of a module did, the shop keeps its promises afterwards."""
    yield
    report = shop.audit()
    assert report["ok"], report["violations"]


def _waits(test: pytest.Item) -> bool:
    return "slow" in getattr(test, "fixturenames", ())
