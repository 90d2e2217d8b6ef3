"""Whoever merged a guest's cart has the guest's orders too: to look at, to cancel, to send back."""

from typing import Any

import pytest

from contract.call import Call
from contract.every_call import CALLS
from harness.api import Answer
from harness.customers import ASKING_CARD
from harness.moto.world import SKU, World
from tests.contract.conformance import check

OF_AN_ORDER = [call for call in CALLS if call.path.startswith("/orders/{order_id}")]
BODIES: dict[str, Any] = {
    "requestReturn": {"reason": "cold", "lines": [{"line_id": SKU, "quantity": 1}]},
    "addReturnPhoto": {"content_type": "image/png"},
}
ALLOWED = {"requestReturn": 201, "addReturnPhoto": 201, "cancelOrder": 409}
"""What is answered about a delivered order, where that is not 200."""


@pytest.mark.parametrize("call", OF_AN_ORDER, ids=lambda call: call.name)
def test_every_call_about_an_order_is_for_whoever_may_see_it_and_for_nobody_else(
    shop: World, call: Call
) -> None:
    order, return_id = shop.sent_back(2)
    path = call.path.format(order_id=order.order_id, return_id=return_id)
    me = shop.new_owner()
    shop.links(me, order.owner)

    def asks(owner: str) -> Answer:
        headers = {"Idempotency-Key": "mine"}
        return shop.api(call.method.upper(), path, BODIES.get(call.name), headers, owner=owner)

    stranger, mine = asks(shop.new_owner()), asks(me)

    check(call.method, path, mine.status, mine.headers["content-type"], mine.body)
    assert (stranger.status, stranger.problem) == (404, "not-found")
    assert mine.status == ALLOWED.get(call.name, 200)


def test_a_guests_order_that_i_cancel_gives_the_guest_the_cart_back(
    shop: World,
) -> None:
    guest, me = shop.api("POST", "/sessions").json, shop.new_owner()
    shop.links(me, guest["owner"])
    placed = shop.checkout(shop.fills_cart({SKU: 1}, guest["owner"]), payment_method=ASKING_CARD).json
    shop.run_to_rest()
    assert shop.api("POST", "/cart/merge", {"token": guest["token"]}, owner=me).status == 409

    assert shop.api("POST", f"/orders/{placed['order_id']}/cancel", owner=me).status == 202
    shop.run_to_end()

    assert shop.is_cancelled(placed["order_id"], "cancelled-by-customer")
    theirs = shop.api("GET", "/cart", owner=guest["owner"]).json
    assert (theirs["checkout"], len(theirs["lines"])) == (None, 1)


def test_a_guests_paid_order_that_i_cancel_is_cancelled_for_the_guest_too(shop: World) -> None:
    order_id = shop.buys()
    guest, me = shop.order(order_id).owner, shop.new_owner()
    shop.links(me, guest)

    assert shop.api("POST", f"/orders/{order_id}/cancel", owner=me).status == 202
    shop.relays()
    shop.hands_on()

    assert shop.is_cancelled(order_id, "cancelled-by-customer")
    again = shop.api("POST", f"/orders/{order_id}/cancel", owner=guest)
    assert (again.status, shop.order(order_id).owner) == (200, guest)
