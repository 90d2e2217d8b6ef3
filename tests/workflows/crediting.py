"""Gift codes and accounts, as tests of credit need them."""

from typing import Any

from functions.credit import whole_store
from functions.operations.issue_gift_codes import issue_gift_codes
from functions.operator import journal_store
from functions.payment import store as payments
from harness.api import Answer
from harness.moto.world import World
from ops.promises_of_credit import broken_credit

ADA = "own_ada"


def gift_code(amount: int = 500) -> str:
    (code,) = issue_gift_codes(1, amount, journal_store.signed("ops:bob", ""))["codes"]
    return str(code)


def redeem(shop: World, code: str, owner: str = ADA) -> Answer:
    return shop.api("POST", "/credit/redeem", {"code": code}, owner=owner)


def credit(shop: World, owner: str = ADA, query: str = "") -> Any:
    answer = shop.api("GET", f"/credit{query}", owner=owner)
    assert answer.status == 200, answer
    return answer.json


def balance(shop: World, owner: str = ADA) -> int:
    return int(credit(shop, owner)["balance"]["amount"])


def entries(shop: World, owner: str = ADA) -> list[tuple[str, int]]:
    """Type and amount, the newest first."""
    return [(one["type"], one["amount"]["amount"]) for one in credit(shop, owner)["entries"]]


def violations() -> list[str]:
    unread: dict[str, str] = {}
    found = list(broken_credit(whole_store.load_all(unread), payments.load_all(unread)))
    assert unread == {}
    return found
