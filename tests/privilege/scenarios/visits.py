"""What visitors and customers do, up to the start of a saga."""

from harness.customers import ASKING_CARD, DECLINED_CARD, PRICE
from harness.moto.world import SKU, World

DAY_SECONDS = 24 * 3600


def someone_looks_around(shop: World) -> None:
    token = shop.api("POST", "/sessions").json["token"]
    assert shop.api("GET", "/cart", token=token).status == 200
    assert shop.api("GET", "/catalog").status == 200
    assert shop.api("GET", f"/catalog/{SKU}").status == 200
    assert shop.api("DELETE", "/cart/lines/any", token=token).status == 200


def a_guest_fills_a_cart_and_logs_in(shop: World) -> None:
    guest = shop.api("POST", "/sessions").json["token"]
    token = shop.api("POST", "/sessions").json["token"]
    line = {"sku": SKU, "options": {}, "quantity": 1}
    assert shop.api("PUT", "/cart/lines/any", line, token=guest).status == 200
    assert shop.api("POST", "/cart/merge", {"token": guest}, token=token).status == 200


def an_empty_cart_is_merged(shop: World) -> None:
    """Nothing moves: the carts are only checked to be as they were seen."""
    guest = shop.api("POST", "/sessions").json["token"]
    token = shop.api("POST", "/sessions").json["token"]
    assert shop.api("POST", "/cart/merge", {"token": guest}, token=token).status == 200


def an_order_is_placed_waited_for_and_looked_at(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    placed = shop.checkout(owner, headers={"Prefer": "wait=5"})
    shop.run_to_end()
    assert placed.status == 201
    assert shop.api("GET", f"/orders/{placed.json['order_id']}", owner=owner).status == 200


def an_order_is_waited_for_that_the_bank_asks_about(shop: World) -> None:
    owner = shop.fills_cart({SKU: 1})
    placed = shop.checkout(owner, payment_method=ASKING_CARD, headers={"Prefer": "wait=5"})
    assert placed.json["next_action"]
    shop.run_to_rest()  # the hold is told of before its execution waits
    shop.answers_bank_token(placed.json["order_id"], "PaymentDeclined")
    shop.run_to_end()


def a_checkout_filled_in_half_is_kept(shop: World) -> None:
    """Looked at the next day, it is kept for longer."""
    token = shop.api("POST", "/sessions").json["token"]
    place, draft = "/sessions/current/data", {"checkout": {"name": "Ada", "email": "ada@example.com"}}
    assert shop.api("PUT", place, draft, token=token).status == 200
    shop.time_passes(DAY_SECONDS)
    assert shop.api("GET", place, token=token).json == draft
    assert shop.api("DELETE", place, token=token).json == {}
    assert shop.api("PUT", place, draft, token=token).status == 200


def nothing_is_bought(shop: World) -> None:
    """The key stays free: its record is deleted."""
    assert shop.checkout(shop.new_owner()).problem == "cart-empty"


def more_is_wanted_than_there_is(shop: World) -> None:
    """The door looks at all shards."""
    assert shop.checkout(shop.fills_cart({SKU: 99}), total=99 * PRICE).problem == "out-of-stock"


def a_cart_is_looked_at_while_an_order_holds_its_units(shop: World) -> None:
    mine, guest = (shop.api("POST", "/sessions").json for _ in range(2))
    shop.fills_cart({SKU: 1}, mine["owner"])
    assert shop.api("POST", "/cart/merge", {"token": guest["token"]}, token=mine["token"]).status == 200
    order_id = shop.checkout(mine["owner"], payment_method=ASKING_CARD).json["order_id"]
    shop.run_to_rest()
    assert shop.api("GET", "/cart", token=mine["token"]).json["checkout"] == order_id
    assert shop.api("POST", "/cart/merge", {"token": guest["token"]}, token=mine["token"]).status == 200
    shop.answers_bank_token(order_id, "PaymentDeclined")
    shop.run_to_end()


def orders_are_listed_page_by_page(shop: World) -> None:
    """Those that are undecided are looked at as they stand; the pages are joined by a sealed cursor."""
    owner = shop.fills_cart({SKU: 1})
    assert shop.checkout(owner, payment_method=DECLINED_CARD).status == 202
    shop.run_to_end()
    undecided = shop.checkout(owner, payment_method="pm_card_authenticationRequired").json["order_id"]
    shop.run_to_rest()
    shop.relays()

    assert shop.api("GET", f"/orders/{undecided}", owner=owner).json["status"] == "PENDING"
    first = shop.api("GET", "/orders?limit=1", owner=owner).json
    second = shop.api("GET", f"/orders?limit=1&cursor={first['next_cursor']}", owner=owner).json
    assert [one["status"] for page in (first, second) for one in page["orders"]] == ["PENDING", "CANCELLED"]

    shop.answers_bank_token(undecided, "PaymentDeclined")
    shop.run_to_end()


SCENARIOS = (
    someone_looks_around,
    a_guest_fills_a_cart_and_logs_in,
    an_empty_cart_is_merged,
    an_order_is_placed_waited_for_and_looked_at,
    an_order_is_waited_for_that_the_bank_asks_about,
    a_checkout_filled_in_half_is_kept,
    nothing_is_bought,
    more_is_wanted_than_there_is,
    a_cart_is_looked_at_while_an_order_holds_its_units,
    orders_are_listed_page_by_page,
)
