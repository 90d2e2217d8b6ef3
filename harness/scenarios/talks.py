"""Conversations: over HTTP and over sockets, about an order and about none, while connections come and go."""

from collections.abc import Callable

from harness.moto.world import World
from harness.talker import Talker, delivers

OPERATOR = "op_olga"
TRIES = 3


def an_order_is_talked_about_over_sockets(shop: World) -> None:
    ada, olga = talkers(shop)
    for one in (ada, olga):
        one.comes_up()
        speaks(shop, one)
        one.types()
        one.reads(1)


def an_order_is_talked_about_over_http(shop: World) -> None:
    ada, olga = talkers(shop)
    for one in (ada, olga):
        assert one.posts(one.page.owner).status == 201
        one.peeks()
        assert one.marks(1).status == 200


def a_customer_who_is_away_is_answered(shop: World) -> None:
    """About an order by a socket, and about none over HTTP and by a socket: the mail goes to whom the newest
    order names."""
    owner = shop.delivered_order().owner
    for post in (True, False):
        ada = Talker(shop, "support", owner)
        olga = Talker(shop, f"support-{owner}", OPERATOR, operator=True)
        olga.comes_up()
        assert (asked := ada.posts(f"question-{post}")).status == 201, asked
        if post:
            assert (answer := olga.posts("answer")).status == 201, answer
        else:
            speaks(shop, olga)


def a_guest_is_answered_after_the_carts_were_merged(shop: World) -> None:
    order_id = shop.confirmed()
    owner = shop.new_owner()
    shop.links(owner, shop.order(order_id).owner)
    ada = Talker(shop, order_id, owner)
    ada.comes_up()
    speaks(shop, ada)
    ada.types()
    assert ada.posts("as-myself").status == 201


def who_listens_has_gone(shop: World) -> None:
    for speak in (speaks, posts, types):
        _, olga, ada = who_listens(shop)
        ada.page.leave()
        speak(shop, olga)


def who_listens_hangs(shop: World) -> None:
    for speak in (speaks, posts, types):
        _, olga, ada = who_listens(shop)
        shop.sockets.silent = {str(ada.page.name): 9}
        speak(shop, olga)
        assert ada.page.name not in shop.sockets.open


def talkers(shop: World) -> tuple[Talker, Talker]:
    """A customer and an operator, about an order that nobody has talked about."""
    order_id = shop.confirmed()
    ada = Talker(shop, order_id, shop.order(order_id).owner)
    return ada, Talker(shop, order_id, OPERATOR, operator=True)


def who_listens(shop: World) -> tuple[World, Talker, Talker]:
    ada, olga = talkers(shop)
    for one in (ada, olga):
        one.comes_up()
    return shop, olga, ada


def speaks(shop: World, who: Talker) -> None:
    who.says(f"{who.page.owner}-speaks")
    delivers(shop, TRIES)


def posts(shop: World, who: Talker) -> None:
    assert who.posts("posted").status == 201


def types(shop: World, who: Talker) -> None:
    who.types()


SCENARIOS: tuple[Callable[[World], None], ...] = (
    an_order_is_talked_about_over_sockets,
    an_order_is_talked_about_over_http,
    a_customer_who_is_away_is_answered,
    a_guest_is_answered_after_the_carts_were_merged,
    who_listens_has_gone,
    who_listens_hangs,
)
