"""Gift codes, grants, guests with credit who become somebody, and orders that use it."""

from typing import Any

from functions.credit.merge_accounts import merge_accounts
from functions.operations.issue_gift_codes import issue_gift_codes
from functions.operator import journal_store
from harness.customers import ASKING_CARD, FAILED, PRICE, VISA
from harness.moto.world import SKU, World

WORTH = 2500
USED = PRICE + 500
"""Of what an order of two costs."""
OPERATOR = "op_ada"


def a_gift_code() -> str:
    (code,) = issue_gift_codes(1, WORTH, journal_store.signed("ops:ada", "for a test"))["codes"]
    return str(code)


def redeems(shop: World, token: str) -> None:
    """A new code, twice; and looks at the account."""
    code = a_gift_code()
    for _ in range(2):
        answer = shop.api("POST", "/credit/redeem", {"code": code}, token=token)
        assert answer.status == 200, answer.body
    assert shop.api("GET", "/credit", token=token).status == 200


def a_guest_with_credit_is_merged(shop: World) -> None:
    guest, mine = (shop.api("POST", "/sessions").json["token"] for _ in range(2))
    redeems(shop, guest)
    for _ in range(2):
        assert shop.api("POST", "/cart/merge", {"token": guest}, token=mine).status == 200
    redeems(shop, guest)
    page = shop.api("GET", "/credit?limit=1", token=mine).json
    assert shop.api("GET", f"/credit?limit=1&cursor={page['next_cursor']}", token=mine).status == 200
    assert shop.api("GET", "/credit", token=mine).json["balance"]["amount"] == 2 * WORTH


def an_operator_gives_credit(shop: World) -> None:
    """And says so twice."""
    owner = shop.api("POST", "/sessions").json["owner"]
    body = {"amount": WORTH, "why": "for a test"}
    for _ in range(2):
        answer = shop.api(
            "POST",
            f"/ops/credit/{owner}/grant",
            body,
            {"Idempotency-Key": "grant"},
            owner=OPERATOR,
            groups="operators",
        )
        assert answer.status == 200, answer.body
    looked = shop.api("GET", f"/ops/credit/{owner}", owner=OPERATOR, groups="operators")
    assert looked.json["balance"]["amount"] == WORTH


def a_guest_orders(shop: World, card: str = VISA) -> str:
    """Paid by credit, and a little by a card; the guest becomes somebody once it is held. The order's id."""
    owner = shop.fills_cart({SKU: 2})
    shop.uses_credit(owner, USED)
    assert shop.api("PUT", "/cart/credit", {"amount": USED - 1}, owner=owner).status == 200
    assert shop.api("DELETE", "/cart/credit", owner=owner).status == 200
    assert shop.api("PUT", "/cart/credit", {"all": True}, owner=owner).status == 200
    total = 2 * PRICE
    answer = shop.checkout(owner, total=total, to_pay=total - USED, payment_method=card)
    assert answer.status == 202, answer.body
    shop.run_to_rest()
    merge_accounts(shop.new_owner(), owner)
    return str(answer.json["order_id"])


def an_offered_order(shop: World) -> dict[str, Any]:
    """The offer of one."""
    a_guest_orders(shop)
    shop.relays()
    shop.run_to_rest()
    return shop.offer()


def credit_pays_in_part(shop: World) -> None:
    shop.reports(an_offered_order(shop), lines=[{"line_id": SKU, "quantity": 1}])
    shop.run_to_end()


def an_order_with_credit_is_rejected(shop: World) -> None:
    shop.reports(an_offered_order(shop), "rejected", why="no dough")
    shop.run_to_end()


def an_order_with_credit_is_declined(shop: World) -> None:
    order_id = a_guest_orders(shop, ASKING_CARD)
    shop.tells(shop.customer_answers(order_id, "failure"), FAILED)
    shop.run_to_end()


def an_order_with_credit_is_cancelled(shop: World) -> None:
    assert shop.cancels(a_guest_orders(shop, ASKING_CARD)).status in (200, 202)
    shop.run_to_end()


def a_stuck_order_with_credit_is_settled(shop: World) -> None:
    shop.always("AbandonOrder", "before")
    order_id = a_guest_orders(shop, ASKING_CARD)
    shop.tells(shop.customer_answers(order_id, "failure"), FAILED)
    shop.run_to_rest()
    answer = shop.api(
        "POST",
        f"/ops/stuck/{order_id}/settle",
        {"why": "for a test"},
        {"Idempotency-Key": "settle"},
        owner=OPERATOR,
        groups="operators",
    )
    assert answer.status == 200, answer.body
    shop.run_to_end()


def an_order_finds_its_guest_merged(shop: World) -> None:
    """Its credit is held in the account into which that one was merged."""
    guest = shop.fills_cart({SKU: 1})
    shop.uses_credit(guest, 500)
    died = shop.fault("Checkouts", "hangs", at="StartExecution")
    shop.checkout(guest, to_pay=PRICE - 500, key="one")
    died.kill()
    merge_accounts(shop.new_owner(), guest)
    answer = shop.checkout(guest, to_pay=PRICE - 500, key="one")
    assert answer.status == 202, answer.body
    shop.run_to_end()


SCENARIOS = (
    a_guest_with_credit_is_merged,
    an_operator_gives_credit,
    credit_pays_in_part,
    an_order_with_credit_is_rejected,
    an_order_with_credit_is_declined,
    an_order_with_credit_is_cancelled,
    a_stuck_order_with_credit_is_settled,
    an_order_finds_its_guest_merged,
)
