"""`POST /ops/stuck/retry`: all that stands before an operator is sent on by a job."""

from typing import Any

import pytest

from functions.operations import retry_all
from functions.operations.find_stuck import Stopped
from functions.operator import jobs_store, set_aside_store
from functions.operator.stop import OperatorAnswer
from functions.order.keys import head_key, operator_key
from functions.shared import clock
from functions.shared.contention import Contended
from harness.actors import accepts
from harness.customers import ASKING_CARD
from harness.items import breaks
from harness.moto.world import World
from tests.workflows.operating import parked_order
from tests.workflows.operating_by_api import ADA, WHY, asks, job, looks, lost, step, told, works


def stuck(shop: World) -> list[str]:
    """Two orders, a return, and an order that the sweep set aside."""
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    accepts(return_id)
    shop.until_stuck(return_id)
    marked = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    set_aside(marked)
    return [return_id, parked_order(shop), parked_order(shop, "AbandonOrder"), marked]


def set_aside(order_id: str) -> None:
    """The sweep could not look after it."""
    now = clock.timestamp(clock.now())
    breaks("ORDERS_TABLE", head_key(order_id), "due_at", now)
    set_aside_store.set_aside(order_id, "KeyError", now, "2030-01-01T00:00:00.000Z")


def test_all_that_is_stuck_is_sent_on_by_a_job_each_told_in_the_journal(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry_all, "PAGE", 2)
    subjects = stuck(shop)

    asked = asks(shop, "/ops/stuck/retry", "k1")
    assert works(shop) == 2
    again = asks(shop, "/ops/stuck/retry", "k1")

    ended = job(shop, asked)
    assert (ended["state"], ended["steps"]) == ("DONE", 2)
    assert ended["progress"] == {
        "looked_at": 4,
        "retried": 3,
        "sweep_due": 1,
        "failed": 0,
        "failures": [],
    }
    assert (again.json, again.headers["idempotent-replayed"]) == (ended, "true")
    assert sorted(told("retry-stuck")) == sorted((one, ADA, WHY) for one in (*subjects, "stuck"))
    shop.sweep()
    shop.tells(shop.customer_answers(subjects[-1]))
    shop.run_to_end()
    assert looks(shop, "/ops/stuck").json["stuck"] == []


@pytest.mark.parametrize(
    ("narrowed", "sent_on"),
    [
        ({"kind": "return"}, [0]),
        ({"kind": "order"}, [1, 2]),
        ({"kind": "set-aside"}, [3]),
        ({"state": "VoidPayment"}, [1]),
        ({"kind": "return", "state": "VoidPayment"}, []),
        ({"error": "KeyError"}, [3]),
    ],
)
def test_what_of_it_is_sent_on_can_be_narrowed(
    world: World, narrowed: dict[str, str], sent_on: list[int]
) -> None:
    world.sells()
    subjects = stuck(world)

    asked = asks(world, "/ops/stuck/retry", **narrowed)
    works(world)

    assert job(world, asked)["progress"]["looked_at"] == 4
    assert sorted(one for one, _, _ in told("retry-stuck") if one != "stuck") == sorted(
        subjects[number] for number in sent_on
    )


def test_what_gets_stuck_later_is_not_sent_on_by_a_job_that_was_asked_for_before(world: World) -> None:
    world.sells()
    asked = asks(world, "/ops/stuck/retry")
    later = parked_order(world)
    works(world)

    assert job(world, asked)["progress"]["retried"] == 0
    assert [one["id"] for one in looks(world, "/ops/stuck").json["stuck"]] == [later]


@pytest.mark.parametrize("dies_at", ["send", "advance"])
def test_whoever_dies_within_a_page_is_repeated_and_each_is_told_once(
    shop: World, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    """After the first of several was sent on; or after all were, before it was written down."""
    subjects = stuck(shop)
    asked = asks(shop, "/ops/stuck/retry")
    with monkeypatch.context() as patch:
        if dies_at == "send":
            tries = iter([retry_all.send, lost])
            patch.setattr(retry_all, "send", lambda *given: next(tries)(*given))
        else:
            patch.setattr(jobs_store, "advance", lost)
        assert shop.invoke("WorkOnJob", step(asked.json["job_id"])).answer["batchItemFailures"]

    works(shop)

    assert job(shop, asked)["state"] == "DONE"
    assert sorted(told("retry-stuck")) == sorted((one, ADA, WHY) for one in (*subjects, "stuck"))
    shop.sweep()
    shop.tells(shop.customer_answers(subjects[-1]))
    shop.run_to_end()


def test_two_operators_who_send_on_all_at_once_send_on_each_once(shop: World) -> None:
    subjects = [parked_order(shop), parked_order(shop)]
    first = asks(shop, "/ops/stuck/retry")
    second = asks(shop, "/ops/stuck/retry", operator="op_bob")
    works(shop)

    assert [job(shop, one)["state"] for one in (first, second)] == ["DONE", "DONE"]
    assert sorted(one for one, _, _ in told("retry-stuck") if one != "stuck") == sorted(subjects)
    shop.run_to_end()


def test_one_that_cannot_be_sent_on_is_named_and_keeps_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sells()
    broken, other = parked_order(world), parked_order(world)
    send = retry_all.send

    def sent(stopped: Stopped, answer: OperatorAnswer) -> None:
        if stopped.subject == broken:
            raise Contended("more tokens came every time")
        send(stopped, answer)

    monkeypatch.setattr(retry_all, "send", sent)
    asked = asks(world, "/ops/stuck/retry")
    works(world)

    ended = job(world, asked)
    assert (ended["state"], ended["progress"]["retried"], ended["progress"]["failed"]) == ("FAILED", 1, 1)
    assert [one["id"] for one in ended["progress"]["failures"]] == [broken]
    assert [one["id"] for one in looks(world, "/ops/stuck").json["stuck"]] == [broken]
    assert other


@pytest.mark.parametrize("narrowed", [{"kind": "cart"}, {"state": ""}, {"error": 7}, {"reason": "x"}])
def test_what_narrows_nothing_is_refused(shop: World, narrowed: dict[str, Any]) -> None:
    assert asks(shop, "/ops/stuck/retry", **narrowed).status == 422


@pytest.mark.parametrize(("narrowed", "state"), [({}, "FAILED"), ({"kind": "return"}, "DONE")])
def test_what_cannot_be_read_is_named_where_all_were_asked_for(
    world: World, narrowed: dict[str, str], state: str
) -> None:
    world.sells()
    broken = parked_order(world)
    breaks("ORDERS_TABLE", operator_key(broken), "error")

    asked = asks(world, "/ops/stuck/retry", **narrowed)
    works(world)

    ended = job(world, asked)
    assert ended["state"] == state
    assert [one["id"] for one in ended["progress"]["failures"]] == ([] if narrowed else [broken])
