from tests.world.world import PRICE, World


def test_a_success_executes_exactly_three_states(shop: World) -> None:
    order_id = shop.places_order()

    shop.run_to_end()

    assert shop.path(order_id) == ["ReserveStock", "AuthorizePayment", "ConfirmOrder"]
    assert shop.execution_status(order_id) == "SUCCEEDED"
    assert shop.outcome(order_id) == ("CONFIRMED", None)
    assert shop.money_held(order_id) == PRICE
    assert shop.stock() == {"received": 10, "available": 9, "held": 0, "sold": 1}
