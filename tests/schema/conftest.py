from collections.abc import Callable, Iterator

import pytest

from functions.payment.hold import Hold, HoldStatus
from functions.payment.provider import provider as payments
from functions.shared.money import Money
from harness.in_process_provider import InProcessProvider
from harness.moto.cloud import Cloud, running_cloud
from harness.moto.world import World
from harness.template import Template
from tests.schema.examples import Example

Opens = Callable[[Example], World]


@pytest.fixture(scope="package")
def provider() -> Iterator[InProcessProvider]:
    provider = InProcessProvider()
    yield provider
    provider.stop()


@pytest.fixture(scope="package")
def cloud(template: Template, provider: InProcessProvider) -> Iterator[Cloud]:
    with provider.connected(), running_cloud(template, provider.api_base) as cloud:
        yield cloud


@pytest.fixture
def opens(world: World, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """A shop of today's code on what an earlier release had stored."""

    def opened(example: Example) -> World:
        for name, items in example.tables.items():
            for item in items:
                table = world.template.tables[name].name
                world.cloud.dynamodb.put_item(TableName=table, Item=item)
        monkeypatch.setattr(payments, "list_holds", lambda: iter([_hold(one) for one in example.holds]))
        return world

    return opened


def _hold(told: dict[str, object]) -> Hold:
    amount, status = told["amount"], HoldStatus(told["status"])
    assert isinstance(amount, dict)
    return Hold(**told | {"amount": Money(**amount), "status": status})  # type: ignore[arg-type]
