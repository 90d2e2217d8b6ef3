"""The local kitchen does as it is told, and packs otherwise."""

import json
from typing import Any
from unittest.mock import Mock

import pytest

from local.kitchen.cook import Cook
from local.kitchen.orders import BAKES_SECONDS, SIGN_SECONDS, BadPlan, Kitchen, Plan, accepted, finished


def work(number: int = 1, quantity: int = 2) -> dict[str, Any]:
    items = [{"line_id": "a", "quantity": 1}, {"line_id": "b", "quantity": quantity}]
    return {"order_id": f"ord_{number}", "callback_id": f"cb_{number}", "items": items, "pack_by": "-"}


def test_an_order_is_accepted_baked_and_reported() -> None:
    kitchen = Kitchen()
    order = kitchen.takes(work(), "r", 0.0)
    assert order is not None
    assert accepted(order) == {"callback_id": "cb_1", "outcome": "accepted"}
    assert kitchen.ready(BAKES_SECONDS - 0.1) == []
    assert [finished(one) for one in kitchen.ready(BAKES_SECONDS)] == [
        {"callback_id": "cb_1", "outcome": "packed"}
    ]
    assert kitchen.ready(1000) == []


def test_an_offer_from_before_messages_had_a_type_is_an_offer() -> None:
    """Kept from an earlier run."""
    cook = Cook("http://127.0.0.1:1", "warehouse", "results")
    kept = {"Body": json.dumps(work()), "ReceiptHandle": "r"}
    cook._sqs = Mock(receive_message=lambda **_: {"Messages": [kept]})
    cook._take()
    assert [one["order_id"] for one in cook.report()["in_hand"]] == ["ord_1"]


def test_an_offer_that_comes_twice_is_taken_once() -> None:
    kitchen = Kitchen()
    assert kitchen.takes(work(), "r", 0.0)
    assert kitchen.takes(work(), "r2", 1.0) is None
    assert [one.receipt for one in kitchen.ready(10)] == ["r2"]


def test_it_is_told_what_to_do_with_so_many_orders() -> None:
    kitchen = Kitchen()
    kitchen.tell(Plan.read({"next": "reject", "times": 2}))
    for number in range(3):
        kitchen.takes(work(number), "r", 0.0)
    assert [finished(one)["outcome"] for one in kitchen.ready(10)] == ["rejected", "rejected", "packed"]


def test_in_part_is_all_but_one_unit() -> None:
    kitchen = Kitchen(Plan("partial", 1))
    kitchen.takes(work(), "r", 0.0)
    (order,) = kitchen.ready(10)
    assert finished(order)["lines"] == [{"line_id": "a", "quantity": 1}, {"line_id": "b", "quantity": 1}]


def word(kind: str, number: int = 1) -> dict[str, Any]:
    return {"type": kind, "order_id": f"ord_{number}"}


def test_what_is_packed_waits_on_the_counter_until_it_is_to_be_handed_over() -> None:
    kitchen = Kitchen()
    kitchen.takes(work(), "r", 0.0)
    kitchen.ready(1000)
    assert (list(kitchen.counter), list(kitchen.handed_over)) == (["ord_1"], [])
    for _ in range(2):
        kitchen.hears(word("hand_over"), 1001)
    assert (list(kitchen.counter), list(kitchen.handed_over), list(kitchen.put_back)) == ([], ["ord_1"], [])


@pytest.mark.parametrize("packed", [True, False])
def test_what_is_to_be_put_back_is_never_handed_over_packed_or_not(packed: bool) -> None:
    kitchen = Kitchen()
    kitchen.takes(work(), "r", 0.0)
    kitchen.ready(1000 if packed else 0)
    kitchen.hears(word("put_back"), 1001)
    assert kitchen.ready(2000) == []
    assert (kitchen.counter, list(kitchen.handed_over), list(kitchen.put_back)) == ({}, [], ["ord_1"])


def test_it_holds_an_order_for_ever_and_is_late_with_another_once_that_is_given_up() -> None:
    kitchen = Kitchen(Plan("hold", 1))
    kitchen.takes(work(1), "r", 0.0)
    kitchen.tell(Plan("late", 1))
    kitchen.takes(work(2), "r", 0.0)
    assert kitchen.ready(1e9) == []
    for number in (1, 2):
        kitchen.hears(word("put_back", number), 60.0)
    assert [one.work["order_id"] for one in kitchen.ready(63.0)] == ["ord_2"]
    kitchen.hears(word("put_back", 2), 64.0)
    assert (kitchen.in_hand, kitchen.counter, list(kitchen.put_back)) == ({}, {}, ["ord_1", "ord_2"])


def test_while_it_bakes_it_says_so_now_and_then_about_one_order_for_all() -> None:
    kitchen = Kitchen()
    assert kitchen.sign(0.0) is None
    for number in range(3):
        kitchen.takes(work(number), "r", 0.0)
    assert kitchen.sign(0.0) is not None
    assert kitchen.sign(SIGN_SECONDS - 1) is None
    assert kitchen.sign(SIGN_SECONDS) is not None


def test_it_gives_no_sign_of_what_it_was_told_to_hold() -> None:
    kitchen = Kitchen(Plan("hold", 1))
    kitchen.takes(work(), "r", 0.0)
    assert kitchen.sign(1000.0) is None


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"then": 1}, {"next": "eat"}, *({"next": "pack", "times": times} for times in (0, True))],
)
def test_a_plan_that_makes_no_sense_is_refused(told: Any) -> None:
    with pytest.raises(BadPlan):
        Plan.read(told)
