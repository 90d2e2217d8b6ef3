"""One order that cannot be looked at leaves the others to the run."""

from typing import Any

import pytest

from functions.payment.errors import ProviderRefused, ProviderUnavailable
from functions.payment.provider import provider
from harness.moto.world import World
from tests.workflows.reconciling import LATER, NOBODYS, charged, refund_died


@pytest.mark.parametrize("failure", [ProviderUnavailable("500"), ProviderRefused("no"), KeyError("amount")])
def test_an_order_whose_refunds_cannot_be_listed_leaves_the_others_cured(
    world: World, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    world.sells()
    refund_died(world, "hangs")
    charged(NOBODYS)
    world.time_passes(LATER)

    def broken(hold_id: str) -> Any:
        raise failure

    monkeypatch.setattr(provider, "list_refunds", broken)

    outcome = world.invoke("Reconcile", {})

    assert outcome.error is None, outcome
    assert world.money_held(NOBODYS) == 0
