"""Signing out: what ends a session, on this device or on all, and what goes on."""

from functions.session import store
from functions.session.token import sign, verify
from functions.shared import clock
from harness.issuer import Issuer
from harness.moto.world import World
from harness.scenarios.accounts import a_guest, a_guest_logs_in, opens_a_page, signs_out
from tests.workflows.accounts import tries


def test_who_signs_out_is_refused_by_the_authorizer_and_renews_nothing(shop: World) -> None:
    token = a_guest_logs_in(shop).json["token"]
    renewed = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {token}"}).json["token"]
    shop.time_passes(1)

    assert signs_out(shop, token).json == {"cookie": "none"}

    for one in (token, renewed):
        assert shop.api("GET", "/cart", token=one).status == 401
        assert shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {one}"}).status == 401
    mine = a_guest(shop)["token"]
    assert shop.api("POST", "/cart/merge", {"token": token}, token=mine).status == 422
    assert signs_out(shop, token).status == 200, "no answer was heard"


def test_one_device_signs_out_and_the_other_goes_on(shop: World, accounts: Issuer) -> None:
    here, there = (tries(shop, accounts.login("ada")).json["token"] for _ in range(2))
    pages = [opens_a_page(shop, token) for token in (here, there)]

    signs_out(shop, here)

    assert [page in shop.sockets.open for page in pages] == [False, True]
    assert shop.api("GET", "/cart", token=there).status == 200


def test_all_devices_are_signed_out_but_not_who_logs_in_afterwards(shop: World, accounts: Issuer) -> None:
    here, there = (tries(shop, accounts.login("ada")).json["token"] for _ in range(2))
    pages = [opens_a_page(shop, token) for token in (here, there)]

    assert shop.api("DELETE", "/sessions", token=here).status == 200

    assert [page in shop.sockets.open for page in pages] == [False, False]
    assert [shop.api("GET", "/cart", token=token).status for token in (here, there)] == [401, 401]
    shop.time_passes(1)
    later = tries(shop, accounts.login("ada")).json["token"]
    assert shop.api("GET", "/cart", token=later).status == 200


def test_a_page_whose_token_is_no_good_can_still_drop_its_cookie(shop: World) -> None:
    headers = {"Authorization": "Bearer gone", "Paidonce-Cookie": "session"}
    answer = shop.api("DELETE", "/sessions/current", headers=headers)
    assert answer.json == {"cookie": "dropped"}
    assert "Max-Age=0" in answer.headers["set-cookie"]
    del headers["Paidonce-Cookie"]
    assert shop.api("DELETE", "/sessions/current", headers=headers).status == 401


def test_who_came_by_an_orders_link_signs_out_too_and_has_no_account(shop: World) -> None:
    session = store.key_ring()
    from_link = sign(verify(a_guest(shop)["token"], session, clock.now()), session)
    assert signs_out(shop, from_link).status == 200
