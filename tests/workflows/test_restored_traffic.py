"""Buyers in restored tables, in shops whose prices would make them pay or turn them away."""

import os
from collections.abc import Iterator
from typing import cast

import pytest

from functions.pricing import store
from functions.pricing.shop import Method, Place, Shop, TaxRate
from harness.isolation import Environment
from harness.moto.world import World
from harness.template import unqualified
from ops.restore_drill import NO_MACHINE
from ops.restored_traffic import let_them_buy

MACHINE = "CHECKOUT_MACHINE"
COURIER_ALONE = (Method("courier", "Courier", 490, frozenset({"IT"})),)
ELSEWHERE = (Method("courier", "Courier", 0, frozenset({"JP"})),)
SHOPS = {
    "delivery costs something": Shop(Place("IT"), False, "VAT", (TaxRate(2200, "IT"),), COURIER_ALONE),
    "nothing goes to Italy": Shop(Place("JP"), True, "CT", (TaxRate(1000, "JP"),), ELSEWHERE),
}


@pytest.fixture
def restored(shop: World) -> Iterator[World]:
    """Tables that no machine works on: here an alias stands for its machine, whatever it is called."""
    machine = os.environ[MACHINE]
    environment = cast(Environment, os.environ)
    environment.redeployed(MACHINE, unqualified(machine) + NO_MACHINE)
    yield shop
    environment.redeployed(MACHINE, machine)


@pytest.mark.parametrize("prices", SHOPS.values(), ids=SHOPS)
def test_every_unit_is_sold_wherever_the_shop_delivers_and_for_whatever(
    restored: World, prices: Shop
) -> None:
    store.replace(prices, store.revision())

    assert let_them_buy("ops:ada").right
    assert restored.executions.count() == 0
