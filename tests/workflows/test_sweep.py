"""Every checkout ends: the sweep finds what no Catch sees."""

from harness.moto.world import FORWARD, SKU, WAY_BACK, World

DUE_SECONDS = 1801
"""A little more than the standard profile lets an order be undecided."""


def order_without_execution(shop: World) -> str:
    """Its process died between the two writes: the order, and the start of its execution."""
    owner = shop.fills_cart({SKU: 1})
    shop.fault("Checkouts", "hangs", at="StartExecution").times = 1
    shop.checkout(owner, key="lost")
    for fault in shop.cloud.desk.ordered:
        fault.kill()
    (order_id,) = shop.order_ids()
    return order_id


def test_an_order_whose_execution_was_never_started_is_started_when_it_is_due(shop: World) -> None:
    order_id = order_without_execution(shop)
    assert shop.sweep().answer == {"started": 0}

    shop.time_passes(DUE_SECONDS)
    swept = shop.sweep()
    shop.run_to_end()

    assert swept.answer == {"started": 1}
    assert shop.path(order_id) == FORWARD
    assert shop.outcome(order_id) == ("CONFIRMED", None)


def test_an_aborted_execution_is_followed_by_another_at_once(shop: World) -> None:
    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    aborted = shop.aborts(order_id)

    swept = shop.sweep(aborted)
    assert swept.answer == {"started": 1}
    shop.run_to_rest()

    again = f"{order_id}-2"
    assert shop.path(again) == ["ReserveStock", "AuthorizePayment", "AwaitCustomerAction"]
    shop.answers_bank_token(order_id, "PaymentDeclined")
    shop.run_to_end()
    assert shop.path(again)[3:] == WAY_BACK
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_an_order_that_is_being_worked_on_is_left_alone(shop: World) -> None:
    shop.expires("AwaitCustomerAction")
    shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    shop.time_passes(DUE_SECONDS)

    assert shop.sweep().answer == {"started": 0}
    assert shop.executions.count() == 1
    shop.run_to_end()


def test_a_cancelled_order_is_never_due(shop: World) -> None:
    """A confirmed one is, for its fulfilment: test_fulfilment_sweep.py."""
    shop.places_order("pm_card_visa_chargeDeclined")
    shop.run_to_end()
    shop.time_passes(10 * DUE_SECONDS)

    assert shop.sweep().answer == {"started": 0}
    assert shop.executions.count() == 1
