from collections.abc import Iterator

import pytest

from harness.moto.cloud import Cloud
from harness.moto.world import World
from harness.permissions import Need
from harness.provider_process import Provider
from harness.scenarios import accounts, credit, looks, operations, pages, persons, quotes, refunds, talks
from tests.privilege.scenarios import fulfilments, messages, operators, payments, returns, sagas, visits
from tests.schema.examples import attributes, stored

ROOMS = (
    *(visits, sagas, fulfilments, returns, payments, messages),
    *(operators, operations, looks, pages, talks, accounts, persons, credit, refunds, quotes),
)
SCENARIOS = tuple(scenario for room in ROOMS for scenario in room.SCENARIOS)
"""Every path of the code that makes a call of its own has to be among them."""


STORED: set[str] = set()
"""Every attribute of every table that a scenario left behind."""


@pytest.fixture(scope="module")
def seen(cloud: Cloud, provider: Provider) -> Iterator[dict[str, set[Need]]]:
    """What each function's calls needed while all scenarios were played, each in a shop of its own."""
    needed: dict[str, set[Need]] = {name: set() for name in cloud.template.functions}
    STORED.clear()
    shop = World(cloud, provider)
    for scenario in SCENARIOS:
        shop.reset()
        shop.sells()
        shop.runner.always_cold = True
        scenario(shop)
        assert shop.unspent_faults() == [], scenario.__name__
        assert shop.violations() == [], scenario.__name__
        STORED.update(attributes(stored(cloud)))
        for invocation in shop.runner.invocations:
            needed[invocation.name] |= invocation.needs
    yield needed
    shop.stop()
