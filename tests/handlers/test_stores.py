from datetime import datetime, timedelta

import pytest

from functions.cart import store as carts
from functions.cart.cart import Cart, Line
from functions.cart.writes import KEPT, claim, empty, unlock
from functions.operator import store as operator_store
from functions.operator.stop import Stop
from functions.order import changes, keys
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Head, Order, Reason, Status
from functions.shared import clock
from functions.shared.table import transact, write
from harness.items import item_of, present
from tests.handlers.refusals import refused
from tests.handlers.shop import Shop
from tests.orders import order as an_order

NOW = clock.now()
WATER = Line("1", "water", {}, 1)
MIXED = Line("2", "pizza", {"size": "large", "toppings": ["olives"]}, 99)


def saved(*lines: Line) -> Cart:
    cart = Cart("own_a", lines, version=1)
    carts.save(cart, Cart("own_a"), NOW)
    return cart


def order() -> Order:
    return an_order(placed_at=clock.timestamp(NOW))


def placed() -> Order:
    transact(order_writes.create(order(), changes.placed(order()), clock.timestamp(NOW)))
    return order()


def test_a_cart_is_loaded_as_it_was_saved(shop: Shop) -> None:
    assert carts.load("own_a", NOW) == Cart("own_a")
    cart = saved(WATER, MIXED)
    assert carts.load("own_a", NOW) == cart


def test_a_cart_whose_time_is_over_is_empty_even_before_it_is_deleted_and_its_version_goes_on(
    shop: Shop,
) -> None:
    saved(WATER)
    later = NOW + KEPT
    found = carts.load("own_a", later)
    assert found == Cart("own_a", (), 1)
    carts.save(found.with_line(MIXED), found, later)
    assert carts.load("own_a", later).lines == (MIXED,)


def test_credit_that_a_cart_whose_time_is_over_was_to_use_is_gone_with_its_lines(shop: Shop) -> None:
    wished = Cart("own_a", (WATER,), 1, credit=500)
    carts.save(wished, Cart("own_a"), NOW)
    assert carts.load("own_a", NOW) == wished
    later = NOW + KEPT
    found = carts.load("own_a", later)
    carts.save(found.with_line(MIXED), found, later)
    assert carts.load("own_a", later) == Cart("own_a", (MIXED,), 2)


def test_a_claimed_cart_is_kept_whatever_its_time(shop: Shop) -> None:
    saved(WATER)
    write(claim("own_a", 1, "ord_x", NOW))
    found = carts.load("own_a", NOW + timedelta(days=365))
    assert (found.lines, found.checkout) == ((WATER,), "ord_x")


def test_the_time_of_a_cart_starts_anew_when_it_is_claimed_and_when_it_is_given_back(shop: Shop) -> None:
    saved(WATER)
    last_moment = NOW + KEPT - timedelta(seconds=1)
    write(claim("own_a", 1, "ord_x", last_moment))
    assert time_left(last_moment) == KEPT
    much_later = last_moment + timedelta(days=20)
    write(unlock("own_a", "ord_x", much_later))
    assert time_left(much_later) == KEPT
    assert carts.load("own_a", much_later).lines == (WATER,)


def time_left(now: datetime) -> timedelta:
    """Until DynamoDB may delete the cart, which it does claimed or not."""
    expires_at = item_of("CARTS_TABLE", {"owner": "own_a"})["expires_at"]
    return timedelta(seconds=expires_at - int(now.timestamp()))


def test_a_cart_is_claimed_by_one_order_as_the_customer_saw_it(shop: Shop) -> None:
    saved(WATER)
    assert refused(claim("own_a", 2, "ord_x", NOW))
    write(claim("own_a", 1, "ord_x", NOW))
    assert refused(claim("own_a", 1, "ord_y", NOW))
    assert list(carts.claims()) == [("own_a", "ord_x")]


def test_only_the_order_that_claims_a_cart_empties_or_unlocks_it(shop: Shop) -> None:
    saved(WATER)
    write(claim("own_a", 1, "ord_x", NOW))
    for stranger in (empty("own_a", "ord_y", NOW), unlock("own_a", "ord_y", NOW)):
        assert refused(stranger)
    write(unlock("own_a", "ord_x", NOW))
    assert carts.load("own_a", NOW) == Cart("own_a", (WATER,), 1)
    write(claim("own_a", 1, "ord_x", NOW))
    write(empty("own_a", "ord_x", NOW))
    assert carts.load("own_a", NOW) == Cart("own_a", (), 2)


def test_an_order_is_loaded_as_it_was_placed_with_its_log(shop: Shop) -> None:
    assert order_store.load(placed().order_id) == order()
    assert order_store.load_with_events("ord_x") == (order(), [changes.placed(order())])
    assert list(order_store.load_all()) == [order()]


def test_an_unknown_order_is_said_to_be_unknown(shop: Shop) -> None:
    for load in (order_store.load, order_store.load_with_events):
        with pytest.raises(order_store.OrderUnknown):
            load("ord_x")


def test_of_two_changes_of_the_same_head_one_is_refused_and_its_event_never_written(shop: Shop) -> None:
    head = placed().head
    transact(order_writes.advance(changes.confirm(head, NOW)))
    assert refused(*order_writes.advance(changes.begin_cancelling(head, Reason.OUT_OF_STOCK, NOW)))
    found, events = order_store.load_with_events("ord_x")
    assert found.head == Head("ord_x", Status.CONFIRMED, 2)
    assert [(event.number, event.type) for event in events] == [(1, "OrderPlaced"), (2, "OrderConfirmed")]


def test_an_order_at_its_end_is_no_longer_due_and_one_on_its_way_is(shop: Shop) -> None:
    fence = changes.begin_cancelling(placed().head, Reason.OUT_OF_STOCK, NOW)
    transact(order_writes.advance(fence))
    key = keys.head_key("ord_x")
    assert item_of("ORDERS_TABLE", key).keys() >= {"due_at", "due_bucket", "reason"}
    transact(order_writes.advance(changes.cancel(fence.after, NOW)))
    assert not item_of("ORDERS_TABLE", key).keys() & {"due_at", "due_bucket"}
    assert order_store.load("ord_x").head.reason is Reason.OUT_OF_STOCK


@pytest.mark.parametrize("known", [True, False], ids=["told when it was entered", "not told"])
def test_a_parked_order_keeps_the_tokens_of_all_tries_and_stays_the_order_it_is(
    shop: Shop, known: bool
) -> None:
    placed()
    at = clock.timestamp(NOW)
    for token, cause in (("token-2", "why"), ("token-1", "late")):
        operator_store.park("ord_x", Stop("Broken", cause, at, (token,), at if known else ""))
    parked = present(operator_store.load("ord_x"))
    assert (parked.task_tokens, parked.cause) == (("token-2", "token-1"), "why")
    assert order_store.load_with_events("ord_x") == (order(), [changes.placed(order())])


def test_a_cart_that_moved_since_it_was_read_is_not_overwritten(shop: Shop) -> None:
    seen = saved(WATER)
    carts.save(seen.with_line(MIXED), seen, NOW)
    for stale in (Cart("own_a"), seen):
        with pytest.raises(carts.CartMoved):
            carts.save(seen.without_line("1"), stale, NOW)
    assert carts.load("own_a", NOW).lines == (WATER, MIXED)
