"""A shop whose prices a function of its own makes: the sample that is in the repository, in these tests."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.catalog import store as catalog
from functions.pricing import store
from functions.pricing.shop import Method
from harness.invocation import Outcome
from harness.moto.fixture import cloud as cloud
from harness.moto.fixture import provider as provider
from harness.moto.world import SKU, World
from harness.prices import PRICES
from harness.template import Template
from local import own_prices
from tests.deployments import OWN_PRICES

PICKUP = Method("pickup", "Pickup", 0, pickup=True)


class Makes:
    """The function: what it was asked, and what it is to make of its own answer from now on."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: Callable[[Any], Outcome] = Outcome

    def __call__(self, event: Any) -> Outcome:
        self.asked.append(event)
        return self.answers(own_prices.handle(event, None))

    def silent(self, error: Exception) -> None:
        """Nobody hears of an answer any more."""

        def lost(_: Any) -> Outcome:
            raise error

        self.answers = lost

    def dies(self) -> None:
        self.answers = lambda _: Outcome(error="RuntimeError", message="it broke")


@pytest.fixture(scope="session")
def template(at_once: Template) -> Template:
    return at_once


@pytest.fixture
def makes(world: World) -> Makes:
    makes = Makes()
    world.runner.outside[OWN_PRICES] = makes
    return makes


@pytest.fixture
def shop(shop: World, makes: Makes) -> Iterator[World]:
    """Margheritas, tax on top, a courier or pickup, and codes that only the function knows."""
    shop.sells(SKU, stock=100)
    store.replace(replace(PRICES, delivery=(*PRICES.delivery, PICKUP)), store.revision())
    catalog._cache.cache_clear()
    yield shop
    catalog._cache.cache_clear()


@pytest.fixture
def owner(shop: World) -> str:
    """Somebody who has taken twenty margheritas and entered the code."""
    owner = shop.fills_cart({SKU: 20})
    assert shop.api("PUT", "/cart/codes/party", owner=owner).status == 200
    return owner
