"""What a guest takes along to the account that they log in to, and what nobody else does."""

from functions.session import store
from functions.session.token import verify
from functions.shared import clock
from functions.shared.table import scan
from harness.issuer import Issuer
from harness.moto.world import SKU, World
from harness.scenarios.accounts import a_guest, a_guest_logs_in, opens_a_page
from tests.workflows.accounts import tries, whose


def test_a_guests_cart_is_merged_and_their_session_is_spent(shop: World) -> None:
    answer = a_guest_logs_in(shop)
    cart = shop.api("GET", "/cart", token=answer.json["token"]).json
    assert [line["sku"] for line in cart["lines"]] == [SKU]


def test_a_new_session_is_another_one_whatever_the_guests_was(shop: World, accounts: Issuer) -> None:
    """Whoever had planted the guest's session has nothing of the customer's."""
    guest = a_guest(shop)
    page = opens_a_page(shop, guest["token"])
    session = whose(tries(shop, accounts.login("ada"), token=guest["token"]))

    planted = verify(guest["token"], store.key_ring(), clock.now())
    assert session.session_id != planted.session_id
    assert session.owner != planted.owner
    assert shop.api("GET", "/cart", token=guest["token"]).status == 401
    renewed = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {guest['token']}"})
    assert renewed.status == 401
    assert page not in shop.sockets.open


def test_orders_of_the_guest_are_the_customers_to_see_and_no_longer_a_thiefs(
    shop: World, accounts: Issuer
) -> None:
    guest = a_guest(shop)
    shop.fills_cart({SKU: 1}, guest["owner"])
    order_id = shop.checkout(guest["owner"]).json["order_id"]
    shop.run_to_end()
    customer = tries(shop, accounts.login("ada"), token=guest["token"]).json
    assert shop.api("GET", f"/orders/{order_id}", token=customer["token"]).status == 200

    thief = tries(shop, accounts.login("eve"), token=guest["token"]).json

    assert thief["cart"] == "none"
    assert shop.api("GET", f"/orders/{order_id}", token=thief["token"]).status == 404


def test_an_order_that_is_decided_meanwhile_is_seen_and_its_cart_stays_with_it(
    shop: World, accounts: Issuer
) -> None:
    guest = a_guest(shop)
    shop.fills_cart({SKU: 1}, guest["owner"])
    order_id = shop.checkout(guest["owner"]).json["order_id"]

    customer = tries(shop, accounts.login("ada"), token=guest["token"]).json

    assert customer["cart"] == "in-checkout"
    shop.run_to_end()
    seen = shop.api("GET", f"/orders/{order_id}", token=customer["token"]).json
    assert seen["status"] == "CONFIRMED"
    assert shop.api("GET", "/cart", token=customer["token"]).json["lines"] == []


def test_guests_who_never_chose_anything_take_up_no_place(shop: World, accounts: Issuer) -> None:
    for _ in range(3):
        assert tries(shop, accounts.login("ada"), token=a_guest(shop)["token"]).json["cart"] == "none"
    assert list(scan("OWNERS_TABLE")) == []


def test_another_account_takes_nothing_of_the_one_before(shop: World, accounts: Issuer) -> None:
    ada = a_guest_logs_in(shop).json["token"]
    eve = tries(shop, accounts.login("eve"), token=ada).json
    assert eve["cart"] == "none"
    assert shop.api("GET", "/cart", token=eve["token"]).json["lines"] == []
    assert shop.api("GET", "/cart", token=ada).status == 401
