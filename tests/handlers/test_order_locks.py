"""Each condition of a write on an order, on what stands before an operator and on a return holds alone."""

from dataclasses import replace
from unittest.mock import Mock

import pytest

from functions.operator import store as operator_store
from functions.order import changes, keys
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Reason, Status
from functions.returns import inspect_return
from functions.returns import store as returns_store
from functions.returns import writes as returns_writes
from functions.returns.returns import Inspection, InspectionResult, Stage, Verdict
from functions.shared import machines
from functions.shared.table import ConditionRefused, get, transact, write
from harness.items import present
from tests.handlers.refusals import refused
from tests.handlers.shop import Shop
from tests.handlers.standing import (
    AT,
    NOW,
    ORDER,
    RETURN,
    STUCK,
    answer,
    decided,
    fenced,
    placed,
    requested,
    told,
)


def test_a_confirmation_is_refused_by_the_fenced_head_alone(shop: Shop) -> None:
    seen = placed()
    fence = changes.begin_cancelling(seen, Reason.CHECKOUT_FAILED, NOW)
    transact(order_writes.advance(fence))

    for stale in (seen, replace(seen, version=2)):
        head, _ = order_writes.advance(changes.confirm(stale, NOW))
        assert refused(head)

    assert order_store.load(ORDER).status is Status.CANCELLING


def test_an_event_is_never_written_over(shop: Shop) -> None:
    seen = placed()
    transact(order_writes.advance(changes.confirm(seen, NOW)))
    _, event = order_writes.advance(changes.begin_cancelling(seen, Reason.CHECKOUT_FAILED, NOW))

    assert refused(event)


def test_an_execution_is_numbered_once_and_only_where_the_order_was_seen(shop: Shop) -> None:
    seen = placed()
    assert order_store.begin_run(seen, AT).run == 2
    with pytest.raises(ConditionRefused):
        order_store.begin_run(seen, AT)
    transact(order_writes.advance(changes.begin_cancelling(seen, Reason.CHECKOUT_FAILED, NOW)))

    for act in (order_store.begin_run, order_store.postpone):
        with pytest.raises(ConditionRefused):
            act(replace(seen, run=2), AT)


def test_who_settled_an_order_is_said_only_behind_its_fence(shop: Shop) -> None:
    placed()

    operator_store.settle(ORDER, answer("ada"))

    assert order_store.load(ORDER).settled is None


def test_who_settled_an_order_first_is_who_settled_it(shop: Shop) -> None:
    fenced()

    operator_store.settle(ORDER, answer("ada"))
    operator_store.settle(ORDER, answer("bob"))

    assert (order_store.load(ORDER).settled or {})["by"] == "ada"


def test_what_an_operator_answered_is_kept_and_no_longer_looked_through(shop: Shop) -> None:
    operator_store.park(ORDER, STUCK)
    assert "due_bucket" in (get("ORDERS_TABLE", keys.operator_key(ORDER)) or {})

    operator_store.record_answer(ORDER, STUCK, answer("ada"))
    operator_store.record_answer(ORDER, STUCK, answer("bob"))
    operator_store.record_answer(ORDER, replace(STUCK, task_tokens=("token-0",)), answer("eve"))

    assert present(operator_store.load(ORDER)).answer == answer("ada")
    assert not (get("ORDERS_TABLE", keys.operator_key(ORDER)) or {}).keys() & {"due_bucket", "due_at"}


def test_an_answer_to_a_return_that_never_left_is_not_taken_for_one(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided()
    returns_store.park(RETURN, STUCK)
    monkeypatch.setattr(machines, "succeed", Mock(side_effect=ConnectionError))
    with pytest.raises(ConnectionError):
        inspect_return.send_on(returns_store.load(RETURN), answer("ada"))

    assert present(returns_store.load(RETURN).stuck).answer is None


def test_a_return_is_decided_once(shop: Shop) -> None:
    decided()

    with pytest.raises(returns_store.ReturnMoved):
        returns_store.decide(RETURN, Inspection(Verdict(InspectionResult.REJECTED), "bob", AT), told())

    assert returns_store.load(RETURN).accepted


def test_a_return_takes_ten_photos_and_no_more(shop: Shop) -> None:
    requested()
    for number in range(10):
        returns_store.add_photo(RETURN, f"pho_{number}")

    with pytest.raises(returns_store.ReturnMoved):
        returns_store.add_photo(RETURN, "pho_11")


def test_a_decided_return_takes_no_more_photos(shop: Shop) -> None:
    decided()

    with pytest.raises(returns_store.ReturnMoved):
        returns_store.add_photo(RETURN, "pho_1")


def test_an_execution_of_a_return_is_numbered_once(shop: Shop) -> None:
    seen = requested()
    assert returns_store.begin_run(seen, AT).run == 2

    for act in (returns_store.begin_run, returns_store.postpone):
        with pytest.raises(returns_store.ReturnMoved):
            act(seen, AT)


def test_a_closed_return_is_closed_once_and_not_begun_again(shop: Shop) -> None:
    one = decided()
    write(returns_writes.close(one))

    assert refused(returns_writes.close(one))
    for act in (returns_store.begin_run, returns_store.postpone):
        with pytest.raises(returns_store.ReturnMoved):
            act(one, AT)
    assert "due_bucket" not in (get("ORDERS_TABLE", returns_writes.return_key(RETURN)) or {})


def test_a_return_is_closed_only_as_it_was_decided(shop: Shop) -> None:
    one = decided(InspectionResult.REJECTED)

    assert refused(returns_writes.close(replace(one, stage=Stage.ACCEPTED)))


def test_a_return_is_requested_once(shop: Shop) -> None:
    decided()

    with pytest.raises(ConditionRefused):
        requested()


def test_who_settled_a_return_first_is_who_settled_it(shop: Shop) -> None:
    decided()
    returns_store.settle(RETURN, answer("ada"))
    returns_store.settle(RETURN, answer("bob"))
    assert (returns_store.load(RETURN).settled or {})["by"] == "ada"


def test_nobody_settles_a_return_that_is_closed(shop: Shop) -> None:
    write(returns_writes.close(decided()))

    returns_store.settle(RETURN, answer("bob"))

    assert returns_store.load(RETURN).settled is None


def test_an_order_is_closed_only_as_it_was_settled(shop: Shop) -> None:
    fenced()
    seen = order_store.load(ORDER)
    operator_store.settle(ORDER, answer("ada"))
    settled = order_store.load(ORDER)

    for other in (seen, replace(seen, settled={"by": "bob", "why": "paid"})):
        assert refused(*order_writes.cancel(other, NOW))

    transact(order_writes.cancel(settled, NOW))
    assert order_store.load(ORDER).status is Status.CANCELLED


def test_a_return_is_closed_only_as_it_was_settled(shop: Shop) -> None:
    seen = decided()
    returns_store.settle(RETURN, answer("ada"))

    for other in (seen, replace(seen, settled={"by": "bob", "why": "paid"})):
        assert refused(returns_writes.close(other))

    write(returns_writes.close(returns_store.load(RETURN)))
