"""Gift codes, grants, and guests with credit who become somebody."""

from functions.operations.issue_gift_codes import issue_gift_codes
from functions.operator import journal_store
from harness.moto.world import World

WORTH = 2500
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


SCENARIOS = (a_guest_with_credit_is_merged, an_operator_gives_credit)
