"""What is held against a run of chaos: each broken promise is named, and a good run has none."""

from typing import Any

import pytest

from chaos.conduct import Played
from chaos.customer import Memory
from chaos.plan import make_plan
from chaos.shop import Answer, Door
from chaos.trouble import Troublemaker
from chaos.verdict import ends, violations

VISIT = make_plan(1, seconds=5, rate=1).visits[0]
KEY, OTHER = "key-1", "key-2"


def told(*answers: tuple[str, int, str | None]) -> Memory:
    """A customer who was told, for these keys, these statuses and order ids, one after the other."""
    memory = Memory(VISIT)
    for key, status, order_id in answers:
        memory.told(key, Answer(status, {"order_id": order_id} if order_id else {}))
    return memory


def played(memory: Memory, rested: bool = True, **orders: tuple[str, str | None]) -> Played:
    shown: dict[str, dict[str, Any]] = {
        order_id: {"status": status, "reason": reason} for order_id, (status, reason) in orders.items()
    }
    audit = {"ok": True, "violations": [], "in_flight": 0 if rested else 1}
    return Played([memory], Troublemaker(), Door("", 1), orders=shown, audit=audit, rested=rested)


def test_a_run_in_which_everybody_was_told_the_truth_has_no_violations() -> None:
    good = played(told((KEY, 202, "a"), (KEY, 201, "a")), a=("COMPLETED", None))

    assert violations(good) == []
    assert ends(good) == {"COMPLETED": 1}


def test_a_purchase_that_was_cancelled_on_the_way_to_its_customer_is_no_violation() -> None:
    assert violations(played(told((KEY, 201, "a")), a=("CANCELLED", "rejected-by-shop"))) == []


@pytest.mark.parametrize(
    ("memory", "orders", "expected"),
    [
        (told((KEY, 202, "a"), (KEY, 201, "b")), {"a": "CANCELLED", "b": "COMPLETED"}, "one key, 2 orders"),
        (told((KEY, 201, "a"), (OTHER, 201, "b")), {"a": "COMPLETED", "b": "COMPLETED"}, "bought twice"),
        (told((KEY, 402, "a")), {"a": "COMPLETED"}, "was refused (402), and is COMPLETED"),
        (told((KEY, 201, "a")), {}, "a is gone"),
        (told((KEY, 201, "a")), {"a": "PENDING"}, "a is still PENDING"),
        (told((KEY, 201, None)), {}, "of no order"),
    ],
)
def test_what_customers_were_told_is_held_against_what_came_of_it(
    memory: Memory, orders: dict[str, str], expected: str
) -> None:
    ended = {order_id: (status, None) for order_id, status in orders.items()}

    assert expected in "\n".join(violations(played(memory, **ended)))


def test_a_confirmed_order_is_never_sold_out_afterwards() -> None:
    (found,) = violations(played(told((KEY, 201, "a")), a=("CANCELLED", "out-of-stock")))

    assert found == "customer 0: a was confirmed, and ended as out-of-stock"


def test_another_tabs_order_is_nobodys_own() -> None:
    busy = Answer(409, {"type": "/api/problems/checkout-in-progress", "order_id": "a"})
    memory = told((KEY, 201, "a"))
    memory.told(OTHER, busy)

    assert violations(played(memory, a=("COMPLETED", None))) == []


def test_a_shop_that_does_not_come_to_rest_or_fails_its_audit_is_found_out() -> None:
    restless = played(told(), rested=False)
    restless.audit["violations"] = ["charge without an order: pi_1"]
    restless.mismatches["amount-differs"] = 2
    restless.lost.append("POST /api/sessions")
    restless.door.broken.append("GET /api/cart was answered 500")

    assert violations(restless) == [
        "audit: charge without an order: pi_1",
        "1 orders, or what came back, never came to rest",
        "reconcile: 2 of amount-differs",
        "never answered: POST /api/sessions",
        "GET /api/cart was answered 500",
    ]


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        ([(1, "c1"), (2, "c2")], ""),
        ([(1, "c1")], "c2 was acknowledged as 2"),
        ([(1, "c2"), (2, "c1")], "c1 was acknowledged as 1"),
        ([(1, "c1"), (2, "c2"), (3, "c2")], "c2 was acknowledged as 2"),
        ([(1, "c1"), (2, "c2"), (4, "c4")], "messages with a gap"),
    ],
)
def test_what_was_acknowledged_is_held_against_what_is_there(
    shown: list[tuple[int, str]], wrong: str
) -> None:
    memory = told((KEY, 201, "a"))
    memory.said["a"] = {"c1": 1, "c2": 2}
    run = played(memory, a=("COMPLETED", None))
    run.talks["a"] = shown
    found = violations(run)
    assert any(wrong in one for one in found) if wrong else found == []
