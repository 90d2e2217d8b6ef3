from collections.abc import Callable

import pytest

from functions.payment.hold import Hold, HoldStatus
from functions.payment.provider import provider as payments
from functions.shared.money import Money
from harness.moto.fixture import cloud as cloud
from harness.moto.fixture import provider as provider
from harness.moto.world import World
from tests.schema.examples import Example

Opens = Callable[[Example], World]


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
