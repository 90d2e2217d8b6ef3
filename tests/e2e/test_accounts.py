"""Accounts on the running shop: the embedded cloud's user pool, its hosted login, and an authorizer whose
answers are kept."""

from contextlib import suppress

import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from functions.session.groups import CUSTOMERS
from local.accounts import ADA, Account
from local.log_in import LoginFailed, code_for, log_in
from tests.e2e.shop import Buyer, Shop
from tests.e2e.test_live import address


def test_a_guests_cart_comes_along_and_the_guest_is_nobody_any_more(shop: Shop) -> None:
    guest = shop.buyer()
    guest.call("PUT", "/cart/lines/w", {"sku": "water", "options": {}, "quantity": 2})

    customer = Buyer(shop.url, log_in(shop.url, ADA, guest.token)["token"], shop.patience)

    lines = customer.call("GET", "/cart").json()["lines"]
    assert "water" in {line["sku"] for line in lines}
    shown = customer.call("GET", "/sessions/current").json()
    assert (shown["kind"], shown["email"]) == ("customer", ADA.email)
    refused = shop.ask("POST", "/api/sessions", headers={"Authorization": f"Bearer {guest.token}"})
    assert refused.status_code == 401


def test_who_signs_out_is_refused_within_a_minute_and_told_nothing_more(shop: Shop) -> None:
    here, there = (Buyer(shop.url, log_in(shop.url, ADA)["token"], shop.patience) for _ in range(2))
    assert here.call("GET", "/cart").status_code == there.call("GET", "/cart").status_code == 200
    ticket, late = (here.call("POST", "/live/tickets").json()["ticket"] for _ in range(2))

    with connect(address(shop, ticket)) as socket:
        assert here.call("DELETE", "/sessions/current").status_code == 200
        with suppress(ConnectionClosed):
            socket.recv()  # `gone`
        with pytest.raises(ConnectionClosed):
            socket.recv()
    with pytest.raises(InvalidStatus), connect(address(shop, late)):
        raise AssertionError("a connection was opened by who had signed out")

    shop.patience.until(lambda: asked(shop, here) == 401, "the session went on")
    assert asked(shop, there) == 200


def asked(shop: Shop, buyer: Buyer) -> int:
    headers = {"Authorization": f"Bearer {buyer.token}"}
    return requests.get(f"{shop.url}/api/cart", headers=headers, timeout=60).status_code


def test_the_pool_gives_nothing_for_a_wrong_password_or_another_verifier(shop: Shop) -> None:
    with pytest.raises(LoginFailed):
        code_for(shop.url, Account(ADA.name, "wrong", ADA.email, CUSTOMERS))
    stolen = code_for(shop.url, ADA) | {"code_verifier": "v" * 43}
    assert shop.ask("POST", "/api/sessions/login", json=stolen).status_code == 401
