"""Credit as those meet it over HTTP who come at once."""

import json
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.shop import Buyer, Shop, merge
from tests.e2e.test_operators import WHY, operator

AT_ONCE = 100
GRANTED = 7
WORTH = 500
OWNERS = 8


def codes(shop: Shop, number: int) -> list[str]:
    issued = shop.ops("issue-gift-codes", str(number), f"{WORTH / 100:.2f}", "--why", "a test")
    assert issued.returncode == 0, issued.stderr
    found: list[str] = json.loads(issued.stdout)["codes"]
    return found


def balance(buyer: Buyer) -> int:
    return int(buyer.call("GET", "/credit").json()["balance"]["amount"])


def redeem(buyer: Buyer, code: str) -> int:
    return buyer.call("POST", "/credit/redeem", {"code": code}).status_code


def test_a_hundred_at_once_on_one_balance_add_up_to_the_cent(shop: Shop) -> None:
    """Each grant is said twice, as by who got no answer."""
    buyer, olga = shop.buyer(), operator(shop)
    owner = buyer.call("GET", "/sessions/current").json()["owner"]
    wishes = [f"grant-{number}" for number in range(AT_ONCE)] * 2

    def grant(key: str) -> int:
        body = WHY | {"amount": GRANTED}
        return olga.call("POST", f"/ops/credit/{owner}/grant", body, Idempotency_Key=key).status_code

    with ThreadPoolExecutor(32) as pool:
        heard = set(pool.map(grant, wishes))

    assert heard == {200}
    assert balance(buyer) == AT_ONCE * GRANTED
    assert shop.audit()["violations"] == []


def test_of_many_who_race_for_a_code_one_has_it(shop: Shop) -> None:
    buyers = [shop.buyer() for _ in range(OWNERS)]
    (code,) = codes(shop, 1)

    with ThreadPoolExecutor(OWNERS) as pool:
        heard = list(pool.map(redeem, buyers, [code] * OWNERS))

    assert sorted(heard) == [200] + [422] * (OWNERS - 1)
    assert sum(map(balance, buyers)) == WORTH
    assert shop.audit()["violations"] == []


def test_a_guest_who_redeems_while_they_are_merged_loses_nothing(shop: Shop) -> None:
    me, guest = shop.buyer(), shop.buyer()
    mine = codes(shop, 6)

    with ThreadPoolExecutor(8) as pool:
        merges = [pool.submit(merge, me, guest) for _ in range(2)]
        heard = list(pool.map(redeem, [guest] * len(mine), mine))

    assert set(heard) == {200}
    assert {one.result() for one in merges} == {200}
    assert balance(me) == len(mine) * WORTH
    assert balance(guest) == 0
    assert shop.audit()["violations"] == []
