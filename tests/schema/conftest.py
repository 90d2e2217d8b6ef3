from collections.abc import Callable, Iterator

import pytest

from functions.payment import store as payment_store
from functions.payment.disputes import Dispute
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
        monkeypatch.setattr(payments, "list_disputes", _recorded)
        return world

    return opened


def _recorded(hold_id: str) -> Iterator[Dispute]:
    """An example keeps no disputes of the provider's: they are taken for as they are recorded."""
    paid = (one for one in payment_store.load_all() if one.hold_id == hold_id)
    return (dispute for one in paid for dispute in one.disputes.values())


def _hold(told: dict[str, object]) -> Hold:
    amount, status = told["amount"], HoldStatus(told["status"])
    assert isinstance(amount, dict)
    return Hold(**told | {"amount": Money(**amount), "status": status})  # type: ignore[arg-type]
