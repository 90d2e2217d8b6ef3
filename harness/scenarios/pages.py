"""Open pages: what is told on a connection, and how connections come and go."""

from functions.live.connection import MOST_TABS
from functions.session.groups import OPERATORS
from harness.moto.world import World
from harness.page import Page, pushes
from harness.stream import heads


def a_page_follows_its_order(shop: World) -> None:
    """It is told of the change, and asks for what it missed."""
    order_id = shop.confirmed()
    page = Page(shop, shop.order(order_id).owner, {order_id: 0})
    page.comes_up()
    assert page.shown[order_id] == shop.order(order_id).head.version
    assert pushes(shop, heads()) == []
    told = page.ping()
    assert told is not None
    assert told["type"] == "pong"
    page.leave(told=True)


def an_operators_page_follows_an_order_and_then_another(shop: World) -> None:
    """It is told that the order changed, and no more of it once it shows the other."""
    first, other = shop.confirmed(), shop.confirmed()
    page = Page(shop, "op_olga", {first: 0}, groups=OPERATORS)
    page.comes_up()
    assert pushes(shop, heads()) == []
    page.hears()
    assert page.shown == {first: shop.order(first).head.version}
    page.shown = {other: 0}
    assert page.is_greeted()
    assert page.shown == {other: shop.order(other).head.version}
    page.leave(told=True)


def a_page_asks_while_its_bank_asks(shop: World) -> None:
    """What is to be done next stands in the payment; what was given back, in its ledger."""
    order = shop.delivered_order(2)
    page = Page(shop, order.owner, {order.order_id: 0})
    page.comes_up()
    assert pushes(shop, heads()) == []


def a_page_that_hangs_is_ended(shop: World) -> None:
    order_id = shop.confirmed()
    page = Page(shop, shop.order(order_id).owner)
    page.comes_up()
    shop.sockets.silent = {str(page.name): 9}
    assert pushes(shop, heads()) == []
    assert page.name not in shop.sockets.open


def a_page_that_has_gone_is_forgotten(shop: World) -> None:
    order_id = shop.confirmed()
    page = Page(shop, shop.order(order_id).owner)
    page.comes_up()
    page.leave()
    assert pushes(shop, heads()) == []


def pages_flood_their_connections(shop: World) -> None:
    for says in (Page.ping, Page.hello):
        page = Page(shop, shop.new_owner())
        page.comes_up()
        for _ in range(100):
            if page.name is not None:
                says(page)
        assert page.name is None


def a_customer_opens_too_many_pages(shop: World) -> None:
    owner = shop.new_owner()
    for _ in range(MOST_TABS + 1):
        Page(shop, owner).comes_up()


SCENARIOS = (
    a_page_follows_its_order,
    an_operators_page_follows_an_order_and_then_another,
    a_page_asks_while_its_bank_asks,
    a_page_that_hangs_is_ended,
    a_page_that_has_gone_is_forgotten,
    pages_flood_their_connections,
    a_customer_opens_too_many_pages,
)
