"""What comes back: the path, the money, the stock and the log of each way a return can end."""

from functions.returns import store as returns_store
from harness.actors import accepts, rejects
from harness.moto.world import INSPECTING, PRICE, REFUNDED, SKU, World
from harness.records import RETURN


def test_an_accepted_return_is_refunded_restocked_and_closed(shop: World) -> None:
    order = shop.delivered_order(2)
    return_id = shop.requested(order)
    assert shop.path(return_id, RETURN) == INSPECTING
    assert shop.return_status(return_id) == "REQUESTED"

    accepts(return_id)
    shop.run_to_end()

    assert shop.path(return_id, RETURN) == REFUNDED
    assert shop.execution_status(return_id, RETURN) == "SUCCEEDED"
    assert shop.return_status(return_id) == "REFUNDED"
    assert [(one.return_id, one.amount) for one in shop.refunds(order.order_id)] == [(return_id, PRICE)]
    assert shop.recorded_refunds(order.order_id) == {return_id: "DONE"}
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
    assert shop.timeline(order.order_id) == ["ReturnRequested", "ReturnRefunded"]
    assert shop.outcome(order.order_id) == ("COMPLETED", None)


def test_an_order_all_of_which_came_back_is_returned(shop: World) -> None:
    order = shop.delivered_order(2)
    for key in ("first", "second"):
        accepts(shop.requested(order, {SKU: 1}, key))
        shop.run_to_end()

    assert shop.outcome(order.order_id) == ("RETURNED", None)
    assert shop.timeline(order.order_id)[-2:] == ["ReturnRefunded", "OrderReturned"]
    assert shop.refunded(order.order_id) == 2 * PRICE
    assert shop.money_held(order.order_id) == 0
    assert shop.stock() == {"received": 10, "available": 10, "held": 0, "sold": 0}
    again = shop.asks_back(order, {SKU: 1}, "third")
    assert (again.status, again.problem) == (409, "nothing-to-return")


def test_a_rejected_return_moves_nothing_and_its_units_may_be_announced_again(shop: World) -> None:
    order = shop.delivered_order(1)
    return_id = shop.requested(order, key="one")
    assert shop.asks_back(order, key="two").problem == "nothing-to-return"

    rejects(return_id)
    shop.run_to_end()

    assert shop.path(return_id, RETURN) == ["AwaitInspection", "CloseReturn"]
    assert shop.execution_status(return_id, RETURN) == "SUCCEEDED"
    assert shop.return_status(return_id) == "REJECTED"
    assert shop.refunds(order.order_id) == []
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
    assert shop.timeline(order.order_id) == ["ReturnRequested", "ReturnRejected"]
    assert returns_store.load(return_id).task_tokens == ()
    accepts(shop.requested(order, key="three"))
    shop.run_to_end()
    assert shop.outcome(order.order_id) == ("RETURNED", None)


def test_what_the_capture_let_go_is_no_refund_of_a_return(shop: World) -> None:
    order = shop.delivered_order(3, delivered=2)
    return_id = shop.requested(order)
    accepts(return_id)
    shop.run_to_end()

    listed = [(one.return_id, one.amount) for one in shop.refunds(order.order_id)]
    assert listed == [(return_id, PRICE), ("", PRICE)]
    assert shop.recorded_refunds(order.order_id) == {return_id: "DONE"}
    assert shop.money_held(order.order_id) == PRICE


def test_nothing_is_given_back_for_a_return_that_was_turned_down_whoever_asks(shop: World) -> None:
    """The decision is asked by each step, not only by the way that leads there."""
    order = shop.delivered_order(2)
    return_id = shop.requested(order)
    rejects(return_id)
    shop.run_to_end()

    for step in ("RefundPayment", "RestockItems"):
        assert shop.invoke(step, {"order_id": order.order_id, "return_id": return_id}).error == "NotAccepted"

    assert shop.refunded(order.order_id) == 0
    assert shop.stock()["sold"] == 2
