"""Pairs that meet at an account or a gift code."""

from typing import Any

from functions.credit import whole_store
from functions.operations.issue_gift_codes import issue_gift_codes
from functions.operator import journal_store
from harness.api import Answer
from harness.simulator.simulator import Simulator
from tests.interleavings.checkout_pairs import BOTH_WAYS
from tests.interleavings.pair import Does, Facts, Pair, at_once

ADA, BOB = "own_ada", "own_bob"
WORTH = 500
GRANTED = 200


def codes(shop: Simulator) -> Facts:
    """Two codes that nobody has redeemed, and a guest's session."""
    shop.sells()
    issued = issue_gift_codes(2, WORTH, journal_store.signed("ops:bob", ""))["codes"]
    guest = shop.api("POST", "/sessions").json
    return {"code": issued[0], "other": issued[1], "guest": guest["owner"], "token": guest["token"]}


def a_guest_with_credit(shop: Simulator) -> Facts:
    facts = codes(shop)
    assert redeems(facts["guest"], "other")(shop, facts).status == 200
    return facts


def redeems(owner: str, code: str = "code") -> Does:
    def redeem(shop: Simulator, facts: Facts) -> Answer:
        return shop.api("POST", "/credit/redeem", {"code": facts[code]}, owner=facts.get(owner, owner))

    return redeem


def grants(shop: Simulator, facts: Facts) -> Answer:
    body = {"amount": GRANTED, "why": "it came cold"}
    headers = {"Idempotency-Key": "grant"}
    return shop.api("POST", f"/ops/credit/{ADA}/grant", body, headers, owner="op_bob", groups="operators")


def merges(owner: str = ADA) -> Does:
    def merge(shop: Simulator, facts: Facts) -> Answer:
        return shop.api("POST", "/cart/merge", {"token": facts["token"]}, owner=owner)

    return merge


def has(*amounts: int, owners: tuple[str, ...] = (ADA,)) -> Any:
    """What these owners have together, in the end."""

    def check(shop: Simulator, facts: Facts) -> list[str]:
        accounts = whole_store.load_all({}).accounts
        found = sum(accounts[owner].balance for owner in owners if owner in accounts)
        elsewhere = sum(one.balance for one in accounts.values()) - found
        wrong = [] if found in amounts else [f"{found} is there, not {amounts}"]
        return wrong + ([f"{elsewhere} is with others"] if elsewhere else [])

    return check


def pair(name: str, given: Any, works: dict[str, Does], answers: dict[str, set[Any]], at_rest: Any) -> Pair:
    losses = {next(iter(works)): BOTH_WAYS}
    return Pair(name, given, at_once(works), set(), answers=answers, at_rest=at_rest, losses=losses, bound=3)


PAIRS = [
    pair(
        "redeem || redeem, one code and two owners",
        codes,
        {"ada": redeems(ADA), "bob": redeems(BOB)},
        {"ada": {200, 422}, "bob": {200, 422}},
        has(0, WORTH, owners=(ADA, BOB)),
    ),
    pair(
        "redeem || redeem, one code and one owner",
        codes,
        {"here": redeems(ADA), "there": redeems(ADA)},
        {"here": {200}, "there": {200}},
        has(WORTH),
    ),
    pair(
        "redeem || redeem, two codes and one owner",
        codes,
        {"one": redeems(ADA), "other": redeems(ADA, "other")},
        {"one": {200}, "other": {200}},
        has(WORTH, 2 * WORTH),
    ),
    pair(
        "grant || the same grant",
        codes,
        {"grant": grants, "again": grants},
        {"grant": {200}, "again": {200}},
        has(GRANTED),
    ),
    pair(
        "redeem || merge",
        a_guest_with_credit,
        {"redeem": redeems("guest"), "merge": merges()},
        {"redeem": {200}, "merge": {200}},
        has(WORTH, 2 * WORTH),
    ),
    pair(
        "merge || the same merge",
        a_guest_with_credit,
        {"merge": merges(), "again": merges()},
        {"merge": {200}, "again": {200}},
        has(WORTH),
    ),
    pair(
        "merge || merge, one guest and two owners",
        a_guest_with_credit,
        {"ada": merges(), "bob": merges(BOB)},
        {"ada": {200}, "bob": {200}},
        has(WORTH, owners=(ADA, BOB)),
    ),
]
