"""An order's head that replication left behind its log follows it, whole."""

from dataclasses import fields, replace
from typing import Any

import pytest

from functions.order import store, torn_store, writes
from functions.order.changes import placed
from functions.order.history import Standing
from functions.order.order import Head, Status
from functions.shared.table import ConditionRefused, transact
from tests.handlers.shop import Shop
from tests.orders import order

SAID = "2026-11-21T12:30:00.000Z"
BEHIND = order(status=Status.FULFILLING, version=3, confirmed_at=SAID)
FOLLOWS: dict[str, Any] = {
    "confirmed_at": SAID,
    "completed_at": "2026-11-21T13:00:00.000Z",
    "delivered": {"water": 3},
    "returned": {"water": 2},
    "charged": 500,
    "credited": 250,
    "refunded": 20,
    "accepted": {"water": 1},
    "accepted_late": True,
    "by_hand": {"re_x": 20},
    "short": {"wine": 0},
    "disputes": {"dp_x": {"state": "OPEN", "amount": 5, "taken": 0}},
}
"""A value of its own for all that a log adds up to, beside what a head is."""


@pytest.fixture(autouse=True)
def head_behind(shop: Shop) -> None:
    transact(writes.create(BEHIND, placed(BEHIND), SAID))


def test_each_attribute_that_a_log_tells_of_is_tried() -> None:
    of_head = {field.name for field in fields(Head)}
    assert {field.name for field in fields(Standing)} - of_head == FOLLOWS.keys()


def test_a_head_follows_its_log_in_all_that_it_says() -> None:
    told = replace(BEHIND, head=replace(BEHIND.head, status=Status.COMPLETED, version=4), **FOLLOWS)
    torn_store.set_head(told, BEHIND.head, SAID)
    assert store.load(BEHIND.order_id) == told


def test_what_its_log_does_not_say_any_more_is_gone() -> None:
    told = replace(BEHIND, head=replace(BEHIND.head, status=Status.COMPLETED, version=4), **FOLLOWS)
    torn_store.set_head(told, BEHIND.head, SAID)
    back = replace(BEHIND, head=replace(BEHIND.head, version=3))
    torn_store.set_head(back, told.head, SAID)
    assert store.load(BEHIND.order_id) == back


def test_a_head_that_has_moved_is_left_alone() -> None:
    told = replace(BEHIND, head=replace(BEHIND.head, status=Status.COMPLETED, version=4))
    with pytest.raises(ConditionRefused):
        torn_store.set_head(told, replace(BEHIND.head, version=2), SAID)
