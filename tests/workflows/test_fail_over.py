"""A region is lost, and the shop goes on in another from what replication left there."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness.customers import DECLINED_CARD
from harness.moto.world import World
from ops import fail_over as command
from tests.workflows.operating import Capture, told
from tests.workflows.replication import Replication

SEEDS = range(6)
LAG = 14
"""Writes that may not have arrived: more than an order's way through one saga makes."""


@pytest.fixture
def replication(shop: World, operator: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replication]:
    """Into a region where nothing runs until it is opened: the tests let only their own sagas run."""
    monkeypatch.setattr(command, "stack_outputs", lambda: {})
    monkeypatch.setattr(command, "close_region", lambda: None)
    monkeypatch.setattr(command, "open_region", lambda: None)
    found = Replication(shop.cloud)
    with found.watching():
        yield found


def everything_happens(shop: World) -> None:
    """Orders at every place of their way, when the region is lost."""
    shop.sells("calzone", stock=3)
    shop.delivered_order(2)
    shop.buys(DECLINED_CARD)
    shop.offered()
    shop.confirmed()
    shop.places_order()
    shop.executions.clear()
    shop.messages("PackingRequests")
    shop.messages("Warehouse")


def fails_over(shop: World, capsys: Capture, *, status: int = 0) -> dict[str, Any]:
    report: dict[str, Any] = told(
        capsys, "fail-over", "--why", "lost", "--yes", "--quiet", "1", status=status
    )
    return report


def goes_on(shop: World) -> None:
    """Whatever is open comes to its end: the stream, the warehouse, the sweep."""
    for _ in range(4):
        shop.run_to_rest()
        shop.relays()
        shop.run_to_rest()
        for work in shop.offers():
            shop.report(work)
    shop.run_to_end()


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_replication_left_of_orders_each_ends_charged_once_and_nothing_is_sold_twice(
    shop: World, replication: Replication, capsys: Capture, seed: int
) -> None:
    everything_happens(shop)
    replication.arrives(replication.left_behind(seed, LAG + 10 * (seed % 4)))

    report = fails_over(shop, capsys)
    goes_on(shop)

    assert report["ok"], report
    assert shop.violations() == []
