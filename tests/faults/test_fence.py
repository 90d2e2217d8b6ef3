"""Each lock of the fence holds alone. The matrix meets them together, where one makes up for another."""

from dataclasses import replace

import pytest

from functions.cart import writes as cart_writes
from functions.checkout import workflow
from functions.checkout.abandon_order import abandon_order
from functions.checkout.confirm_order import confirm_order
from functions.checkout.reserve_stock import reserve_stock
from functions.inventory import stock
from functions.inventory import store as stock_store
from functions.inventory import writes as stock_writes
from functions.inventory.stock import ReservationState, Units
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Order, Reason, Status
from functions.shared import clock
from functions.shared.errors import OrderClosing
from functions.shared.table import ConditionRefused, transact
from functions.shared.write import Write
from harness.moto.world import World
from harness.stories import STORIES
from tests.faults.matrix import Matrix
from tests.faults.settle import Settling


@pytest.fixture
def placed(matrix: Matrix) -> tuple[World, str]:
    """An order of one unit whose saga has not begun."""
    settling: Settling = matrix.fault_run.begin(STORIES[0])
    return matrix.fault_run.world, settling.order_id


def fence_the_order_alone(order_id: str, *more: Write) -> None:
    """CANCELLING, with whatever it holds still held."""
    head = order_store.load(order_id).head
    change = changes.begin_cancelling(head, Reason.CHECKOUT_FAILED, clock.now())
    transact([*order_writes.advance(change), *more])


def reserves(order_id: str) -> tuple[Order, tuple[Units, ...]]:
    order = order_store.load(order_id)
    return order, reserve_stock(order_id, stock.wanted(order.lines))


def test_a_fenced_order_is_not_confirmed_even_while_its_units_are_held(placed: tuple[World, str]) -> None:
    _, order_id = placed
    order, units = reserves(order_id)
    fence_the_order_alone(order_id)

    with pytest.raises(OrderClosing):
        confirm_order(order.head, order.owner, units)

    assert order_store.load(order_id).status is Status.CANCELLING


def test_an_order_whose_units_were_given_back_is_not_confirmed_even_while_it_is_pending(
    placed: tuple[World, str],
) -> None:
    _, order_id = placed
    order, units = reserves(order_id)
    reservation = stock_store.load_reservation(order_id)
    assert reservation is not None
    transact(stock_writes.release(reservation))

    with pytest.raises(ConditionRefused) as refused:
        transact(
            [
                *order_writes.advance(changes.confirm(order.head, clock.now())),
                *stock_writes.sell(order_id, units),
                cart_writes.empty(order.owner, order_id, clock.now()),
            ]
        )

    assert stock_writes.RESERVATION in refused.value.refused
    assert order_writes.LABEL not in refused.value.refused


def test_whoever_is_fenced_leaves_a_reservation_that_refuses_a_late_one(placed: tuple[World, str]) -> None:
    world, order_id = placed
    order = order_store.load(order_id)
    abandon_order(order_id, Reason.CHECKOUT_FAILED)

    with pytest.raises(ConditionRefused) as refused:
        transact(stock_writes.hold(order_id, (Units(order.lines[0].sku, 0, 1),)))

    assert refused.value.refused.keys() == {stock_writes.RESERVATION}
    for given in ({"order_id": order_id}, workflow.given(order)):
        assert world.invoke("ReserveStock", given).error == "OrderClosing"
    assert world.stock()["held"] == 0


def test_the_fence_is_refused_by_a_reservation_that_was_quicker_than_it_saw(
    placed: tuple[World, str],
) -> None:
    _, order_id = placed
    reserves(order_id)

    with pytest.raises(ConditionRefused) as refused:
        fence_the_order_alone(order_id, *stock_writes.bury(order_id))

    assert refused.value.refused.keys() == {stock_writes.RESERVATION}
    assert order_store.load(order_id).status is Status.PENDING


def test_an_execution_of_an_earlier_deployment_knows_the_order_by_its_id_alone(
    placed: tuple[World, str],
) -> None:
    world, order_id = placed
    order = order_store.load(order_id)
    before = world.invoke("ReserveStock", {"order_id": order_id}).answer

    assert before == world.invoke("ReserveStock", workflow.given(order)).answer
    assert (before["owner"], before["version"]) == (order.owner, 1)
    assert world.stock()["held"] == 1


def test_a_late_reservation_is_refused_by_the_tombstone_where_the_order_is_pending(
    placed: tuple[World, str],
) -> None:
    world, order_id = placed
    transact(stock_writes.bury(order_id))

    assert world.invoke("ReserveStock", {"order_id": order_id}).error == "OrderClosing"
    assert world.stock()["held"] == 0


def test_units_are_given_back_once_and_only_as_they_are_held(placed: tuple[World, str]) -> None:
    world, order_id = placed
    reserves(order_id)
    held = stock_store.load_reservation(order_id)
    assert held is not None
    another = replace(held, units=(replace(held.units[0], quantity=2),))

    for release in (another, replace(held, state=ReservationState.RELEASED, units=())):
        with pytest.raises(ConditionRefused):
            transact(stock_writes.release(release))
    transact(stock_writes.release(held))
    with pytest.raises(ConditionRefused):
        transact(stock_writes.release(held))

    assert world.stock() == {"received": 10, "available": 10, "held": 0, "sold": 0}
