"""Who comes by the link in a mail about an order has that order, and nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest

from contract.call import BY_LINK, Call
from contract.every_call import CALLS
from functions.order import store as order_store
from functions.session import store as session_store
from functions.session.order_link import make_key
from functions.shared import clock
from harness.api import Answer
from harness.customers import ADDRESS
from harness.moto.world import SKU, World
from tests.contract.conformance import check

OPENED = [call for call in CALLS if call.name in BY_LINK]
CLOSED = [call for call in CALLS if call.personal and call.name not in BY_LINK]
BODIES: dict[str, Any] = {
    "requestReturn": {"reason": "cold", "lines": [{"line_id": SKU, "quantity": 1}]},
    "addReturnPhoto": {"content_type": "image/png"},
    "sayMessage": {"client_id": "c1", "text": "Where is it?"},
    "markRead": {"upto": 1},
    "putCartLine": {"sku": SKU, "options": {}, "quantity": 1},
    "putCartDelivery": {"method": "courier", "country": "IT"},
    "putCartCredit": {"all": True},
    "mergeCarts": {"token": "a.b.c"},
    "checkOut": {
        "payment_method": "pm_card_visa",
        "expected_total": {"amount": 1, "currency": "EUR"},
        "shipping_address": ADDRESS,
    },
}
ANOTHER = "ord_" + "a" * 32
ANSWERED = {
    "requestReturn": 201,
    "addReturnPhoto": 201,
    "sayMessage": 201,
    "cancelOrder": 409,
    "markRead": 422,
}
"""What is answered about a delivered order of which nobody said anything, where that is not 200."""


def key_of(order_id: str) -> str:
    return make_key(order_id, session_store.key_ring(), clock.now())


def opens(shop: World, order_id: str, key: str) -> Answer:
    answer = shop.api("POST", "/sessions/order", {"order_id": order_id, "key": key})
    check("POST", "/sessions/order", answer.status, answer.headers["content-type"], answer.body)
    return answer


def token_for(shop: World, order_id: str) -> str:
    token: str = opens(shop, order_id, key_of(order_id)).json["token"]
    return token


def asks(shop: World, call: Call, token: str, **ids: str) -> Answer:
    path = call.path.format(**ids)
    headers = {"Idempotency-Key": "mine", "Authorization": f"Bearer {token}"}
    answer = shop.api(call.method.upper(), path, BODIES.get(call.name), headers)
    check(call.method, path, answer.status, answer.headers["content-type"], answer.body)
    return answer


@pytest.mark.parametrize("call", OPENED, ids=lambda call: call.name)
def test_a_link_opens_every_call_about_its_order_and_none_about_another(shop: World, call: Call) -> None:
    order, return_id = shop.sent_back(2)
    if call.name == "issueTicket":
        assert asks(shop, call, token_for(shop, order.order_id)).status == 201
        return
    ids = {"order_id": order.order_id, "return_id": return_id, "conversation": order.order_id}

    of_another = asks(shop, call, token_for(shop, ANOTHER), **ids)
    own = asks(shop, call, token_for(shop, order.order_id), **ids)

    assert (of_another.status, of_another.problem) == (404, "not-found")
    assert own.status == ANSWERED.get(call.name, 200), own.body


@pytest.mark.parametrize("call", CLOSED, ids=lambda call: call.name)
def test_every_other_call_is_refused_and_says_why(shop: World, call: Call) -> None:
    token = token_for(shop, shop.buys())
    path = re.sub(r"\{\w+\}", "x", call.path)
    headers = {"Idempotency-Key": "mine", "Authorization": f"Bearer {token}"}
    answer = shop.api(call.method.upper(), path, BODIES.get(call.name), headers)
    expected = "forbidden" if call.path.startswith("/ops/") else "one-order-only"
    assert (answer.status, answer.problem) == (403, expected)


def test_whoever_talks_by_a_link_has_no_conversation_but_the_orders(shop: World) -> None:
    order_id = shop.buys()
    token = token_for(shop, order_id)
    owner = order_store.load(order_id).owner
    for name in ("support", f"support-{owner}", f"support-link_{order_id}"):
        answer = shop.api("GET", f"/conversations/{name}/messages", token=token)
        assert (answer.status, answer.problem) == (404, "not-found")


def test_keys_that_open_nothing_are_refused_alike(shop: World) -> None:
    order_id, other = shop.buys(), shop.buys()
    late = key_of(order_id)
    refused = [
        opens(shop, order_id, key)
        for key in (key_of(other), late[:-1], late.swapcase(), "x", token_for(shop, order_id).split(".")[0])
    ]
    shop.time_passes(timedelta(days=90).total_seconds())
    refused.append(opens(shop, order_id, late))
    assert {(answer.status, answer.body) for answer in refused} == {(401, refused[0].body)}


def test_a_session_by_a_link_ends_after_a_day_and_the_link_opens_another(shop: World) -> None:
    order_id = shop.buys()
    key = key_of(order_id)
    first = opens(shop, order_id, key).json
    shop.time_passes(timedelta(hours=20).total_seconds())
    renewed = shop.api("POST", "/sessions", token=first["token"]).json
    assert renewed["expires_at"] == first["expires_at"]
    shop.time_passes(timedelta(hours=5).total_seconds())
    assert shop.api("GET", f"/orders/{order_id}", token=first["token"]).status == 401
    again = opens(shop, order_id, key).json["token"]
    assert shop.api("GET", f"/orders/{order_id}", token=again).status == 200


def test_a_session_by_a_link_is_no_guest_whose_cart_is_merged(shop: World) -> None:
    order_id = shop.buys()
    body = {"token": token_for(shop, order_id)}
    answer = shop.api("POST", "/cart/merge", body, owner=shop.new_owner())
    assert (answer.status, answer.problem) == (422, "invalid-request")
