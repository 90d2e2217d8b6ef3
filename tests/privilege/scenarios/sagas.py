"""What may become of a checkout: the ways through its machine, and what goes wrong on them."""

from harness.customers import ASKING_CARD, CAPTURABLE, DECLINED_CARD, FAILED
from harness.moto.world import SKU, World

LATE = 4000


def the_bank_waits(shop: World) -> None:
    shop.expires("AwaitCustomerAction")
    shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    shop.time_passes(LATE)
    shop.sweep()
    shop.run_to_end()


def the_way_back_is_parked(shop: World) -> None:
    shop.always("VoidPayment", "before")
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    shop.answers_operator(order_id)
    shop.run_to_end()


def an_order_finds_nothing_in_stock(shop: World) -> None:
    """There is no reservation to release: a tombstone takes its place."""
    owner = shop.fills_cart({SKU: 1})
    lost = shop.fault("Checkouts", "hangs", at="StartExecution")
    shop.checkout(owner)
    lost.kill()
    shop.leaves(0)
    shop.time_passes(LATE)
    shop.sweep()
    shop.run_to_end()
    (order_id,) = shop.order_ids()
    assert shop.outcome(order_id) == ("CANCELLED", "out-of-stock")


def an_execution_is_never_started(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    lost = shop.fault("Checkouts", "hangs", at="StartExecution")
    shop.checkout(owner)
    lost.kill()
    shop.time_passes(LATE)
    assert shop.sweep().answer == {"started": 1}
    shop.run_to_end()


def an_execution_of_an_earlier_deployment_goes_on(shop: World) -> None:
    """Its input was the order's id alone."""
    order_id = shop.buys()
    assert shop.invoke("ReserveStock", {"order_id": order_id}).error is None


def the_customer_answers_the_bank_before_the_token_is_kept(shop: World) -> None:
    order_id = outcome_comes_before_the_token(shop, "success")
    assert shop.outcome(order_id) == ("CONFIRMED", None)


def the_customer_refuses_before_the_token_is_kept(shop: World) -> None:
    order_id = outcome_comes_before_the_token(shop, "failure")
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def outcome_comes_before_the_token(shop: World, outcome: str) -> str:
    """A slow authorization records the customer's answer; a repeat of the wait then finds it."""
    lost = shop.fault("AuthorizePayment", "hangs", at="UpdateItem Payments")
    slow = shop.fault("AuthorizePayment", "hangs", at="read")
    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    (hold,) = shop.holds(order_id)
    shop.provider.customer_answers_bank(hold.hold_id, outcome)
    slow.release()
    (waiting,) = (one for one in shop.invocations("AwaitCustomerAction") if one.event["order_id"] == order_id)
    assert shop.invoke("AwaitCustomerAction", waiting.event).error is None
    shop.run_to_end()
    lost.kill()
    return order_id


def news_of_payments_come(shop: World) -> None:
    """The bank answered: told of a success, at the second try, of a failure, and of neither."""
    for outcome, news in (("success", CAPTURABLE), ("failure", FAILED)):
        order_id = shop.places_order(ASKING_CARD)
        shop.run_to_rest()
        hold = shop.customer_answers(order_id, outcome)
        shop.fault("Webhook", "call_before", at="read", error="no answer")
        assert [shop.tells(hold, news).status for _ in range(2)] == [503, 200]
        shop.run_to_end()
    shop.expires("AwaitCustomerAction")
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    shop.customer_answers(order_id)
    shop.run_to_end()


SCENARIOS = (
    news_of_payments_come,
    the_bank_waits,
    the_way_back_is_parked,
    an_order_finds_nothing_in_stock,
    an_execution_is_never_started,
    an_execution_of_an_earlier_deployment_goes_on,
    the_customer_answers_the_bank_before_the_token_is_kept,
    the_customer_refuses_before_the_token_is_kept,
)
