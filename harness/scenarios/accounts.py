"""Customers and operators who log in, and out."""

from typing import Any

from functions.session.groups import CUSTOMERS, OPERATORS
from harness.api import Answer
from harness.moto.world import SKU, World
from harness.page import Page
from harness.scenarios.credit import WORTH, redeems
from harness.sockets import connect_event

LINE = {"sku": SKU, "options": {}, "quantity": 1}


def a_guest(shop: World) -> Any:
    """`{token, owner, expires_at}`."""
    return shop.api("POST", "/sessions").json


def logs_in(
    shop: World, body: dict[str, str], token: str | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """POST /sessions/login, as the guest whose token this is. The route is open: no authorizer is asked."""
    sent = (headers or {}) | ({"Authorization": f"Bearer {token}"} if token else {})
    return shop.api("POST", "/sessions/login", body, sent)


def a_guest_logs_in(shop: World) -> Answer:
    """With something in the cart, and a page open."""
    guest = a_guest(shop)
    page = opens_a_page(shop, guest["token"])
    assert shop.api("PUT", "/cart/lines/any", LINE, token=guest["token"]).status == 200
    answer = logs_in(shop, shop.cloud.issuer.login("ada"), guest["token"])
    assert (answer.status, answer.json["cart"]) == (201, "merged"), answer.body
    assert page not in shop.sockets.open
    return answer


def a_guest_comes_back_and_logs_in_with_an_emptied_cart(shop: World) -> None:
    """The carts are only checked to be as they were seen, while the guest is linked."""
    token = a_guest(shop)["token"]
    assert shop.api("PUT", "/cart/lines/any", LINE, token=token).status == 200
    assert shop.api("DELETE", "/cart/lines/any", token=token).status == 200
    again = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {token}"})
    assert logs_in(shop, shop.cloud.issuer.login("ada"), again.json["token"]).json["cart"] == "merged"


def a_customer_logs_in_and_out(shop: World) -> None:
    token = a_guest_logs_in(shop).json["token"]
    shown = shop.api("GET", "/sessions/current", headers={"Authorization": f"Bearer {token}"}, token=token)
    assert shown.json["email"] == "ada@example.com", shown.body
    page = opens_a_page(shop, token)
    assert signs_out(shop, token).status == 200
    assert page not in shop.sockets.open


def a_login_is_said_again(shop: World) -> None:
    body = shop.cloud.issuer.login("ada")
    first, again = logs_in(shop, body), logs_in(shop, body)
    assert first.json["owner"] == again.json["owner"]


def a_guest_logs_in_while_their_order_is_decided(shop: World) -> None:
    guest = a_guest(shop)
    shop.fills_cart({SKU: 1}, guest["owner"])
    assert shop.checkout(guest["owner"]).status == 202
    answer = logs_in(shop, shop.cloud.issuer.login("ada", CUSTOMERS), guest["token"])
    assert answer.json["cart"] == "in-checkout", answer.body
    shop.run_to_end()


def a_guest_with_credit_logs_in(shop: World) -> None:
    guest = a_guest(shop)
    redeems(shop, guest["token"])
    answer = logs_in(shop, shop.cloud.issuer.login("ada", CUSTOMERS), guest["token"])
    held = shop.api("GET", "/credit", token=answer.json["token"]).json
    assert held["balance"]["amount"] == WORTH, held


def an_operator_logs_in_and_out_everywhere(shop: World) -> None:
    answer = logs_in(shop, shop.cloud.issuer.login("olga", OPERATORS))
    assert answer.json["owner"] == "op_olga", answer.body
    page = opens_a_page(shop, answer.json["token"])
    shop.time_passes(1)
    assert shop.api("DELETE", "/sessions", token=answer.json["token"]).status == 200
    assert page not in shop.sockets.open


def a_page_comes_up_after_its_session_has_ended(shop: World) -> None:
    """Its ticket was issued before."""
    token = a_guest(shop)["token"]
    ticket = shop.api("POST", "/live/tickets", token=token).json["ticket"]
    signs_out(shop, token)
    refused = shop.invoke("Socket", connect_event("late", ticket)).answer
    assert refused["statusCode"] == 403, refused


def signs_out(shop: World, token: str) -> Answer:
    return shop.api("DELETE", "/sessions/current", headers={"Authorization": f"Bearer {token}"})


def opens_a_page(shop: World, token: str) -> str:
    """The name of its connection."""
    ticket = shop.api("POST", "/live/tickets", token=token).json["ticket"]
    page = Page(shop, "whoever the ticket says")
    assert page.connect(ticket).answer == {"statusCode": 200}
    assert page.name is not None
    return page.name


SCENARIOS = (
    a_guest_comes_back_and_logs_in_with_an_emptied_cart,
    a_customer_logs_in_and_out,
    a_login_is_said_again,
    a_guest_logs_in_while_their_order_is_decided,
    a_guest_with_credit_logs_in,
    an_operator_logs_in_and_out_everywhere,
    a_page_comes_up_after_its_session_has_ended,
)
