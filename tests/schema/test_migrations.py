"""A migration goes on where it was stopped, beside traffic, twice, and past what it cannot read."""

from dataclasses import replace
from typing import Any

import pytest

from functions.operator import migrations_store
from functions.order import store, uncounted_store
from functions.order.order import Status
from functions.shared.contention import Contended
from harness.actors import accepts
from harness.items import breaks, item_of, puts
from harness.moto.world import PRICE, SKU, World
from ops.migrate import MIGRATIONS, migrate, outstanding

NAME = "count-charges"


def said(_: str) -> None:
    """Nobody listens."""


def head(order_id: str) -> dict[str, Any]:
    return item_of("ORDERS_TABLE", {"order_id": order_id, "item": "head"})


@pytest.fixture
def shop(world: World) -> World:
    world.sells(stock=100)
    return world


def old_order(shop: World, *, returned: bool = False) -> str:
    """One that was completed before it was said what it was charged; of two units one may have come back."""
    order = shop.delivered_order(2)
    if returned:
        accepts(shop.requested(order, {SKU: 1}))
        shop.run_to_end()
    stored = {name: known for name, known in head(order.order_id).items() if name not in uncounted_store.SAID}
    puts("ORDERS_TABLE", stored)
    return order.order_id


def counts(order_id: str) -> tuple[int, int]:
    return head(order_id)["charged"], head(order_id)["refunded"]


def test_a_head_is_told_what_its_log_says_and_nothing_else_changes(shop: World) -> None:
    whole, part = old_order(shop), old_order(shop, returned=True)
    before = [head(one) for one in (whole, part)]
    assert outstanding(NAME) == 2

    assert migrate(NAME, said).changed == 2

    assert (counts(whole), counts(part)) == ((2 * PRICE, 0), (2 * PRICE, PRICE))
    for was, one in zip(before, (whole, part), strict=True):
        assert was.items() <= head(one).items()
    assert outstanding(NAME) == 0
    assert shop.violations() == []


def test_a_second_run_changes_nothing(shop: World) -> None:
    order_id = old_order(shop)
    migrate(NAME, said)
    before = head(order_id)

    assert migrate(NAME, said).changed == 0
    assert head(order_id) == before


def test_orders_that_are_on_their_way_or_new_are_left_alone(shop: World) -> None:
    new = shop.delivered_order(1)
    pending = shop.confirmed()

    assert (outstanding(NAME), migrate(NAME, said).changed) == (0, 0)
    assert "charged" not in head(pending)
    assert counts(new.order_id) == (PRICE, 0)


def test_a_run_that_was_killed_is_gone_on_with(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each page the place is kept; what a page has begun is begun again."""
    orders = {old_order(shop) for _ in range(4)}
    monkeypatch.setattr(uncounted_store, "PAGE", 5)
    fill_in, changed = uncounted_store.fill_in, []

    def dies_at_the_third(order_id: str) -> None:
        if len(changed) == 2:
            raise KeyboardInterrupt
        changed.append(order_id)
        fill_in(order_id)

    monkeypatch.setitem(MIGRATIONS, NAME, replace(MIGRATIONS[NAME], change=dies_at_the_third))
    with pytest.raises(KeyboardInterrupt):
        migrate(NAME, said)
    assert migrations_store.place(NAME) is not None
    assert outstanding(NAME) == 2

    monkeypatch.setitem(MIGRATIONS, NAME, replace(MIGRATIONS[NAME], change=fill_in))
    pages = migrate(NAME, said).pages
    assert outstanding(NAME) == 0
    assert migrations_store.place(NAME) is None
    assert {counts(one) for one in orders} == {(2 * PRICE, 0)}
    assert pages < migrate(NAME, said).pages, "it began anew"


def test_who_moves_the_order_meanwhile_is_not_written_over(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A return is closed between the migration's look and its write."""
    order_id = old_order(shop)
    return_id = shop.requested(shop.order(order_id), {SKU: 1})
    write = uncounted_store.write
    shop_moves = iter([lambda: (accepts(return_id), shop.run_to_end())])

    def late(change: Any) -> Any:
        next(shop_moves, lambda: None)()
        return write(change)

    monkeypatch.setattr(uncounted_store, "write", late)
    assert migrate(NAME, said).left == {}

    assert counts(order_id) == (2 * PRICE, PRICE)
    assert shop.violations() == []


def test_who_is_always_forestalled_is_left_and_named(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    order_id, other = old_order(shop), old_order(shop)

    def forestalled(one: str) -> None:
        if one == order_id:
            raise Contended(one)
        uncounted_store.fill_in(one)

    monkeypatch.setitem(MIGRATIONS, NAME, replace(MIGRATIONS[NAME], change=forestalled))
    report = migrate(NAME, said)

    assert (report.changed, report.left) == (1, {order_id: f"Contended: {order_id}"})
    assert (outstanding(NAME), counts(other)) == (1, (2 * PRICE, 0))


@pytest.mark.parametrize("broken", [{"version": 99}, {"status": Status.RETURNED}])
def test_a_head_that_its_log_does_not_bear_out_is_left(shop: World, broken: dict[str, Any]) -> None:
    order_id = old_order(shop)
    ((attribute, value),) = broken.items()
    before = breaks("ORDERS_TABLE", {"order_id": order_id, "item": "head"}, attribute, value)

    report = migrate(NAME, said)

    assert (report.changed, list(report.left)) == (0, [order_id])
    assert "charged" not in head(order_id)
    puts("ORDERS_TABLE", before)
    assert store.load(order_id).order_id == order_id
