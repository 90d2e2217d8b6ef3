"""Twenty tabs at once by the last use of a code: one has it, the others are told before they pay; and a code
for each customer once."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from functions.catalog.freshness import FRESH_SECONDS
from tests.e2e.shop import PIZZA, Buyer, Shop

TABS = 20
OK, ORDERED, USED_UP = 200, 201, "code-used-up"


LIMITED = (
    {"code": "LAST-ONE", "rate": 1000, "uses": 1, "minimum": 0},
    {"code": "ONE-EACH", "rate": 1000, "uses_per_customer": 1, "minimum": 0},
)


@pytest.fixture(scope="module", autouse=True)
def offered(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The shop's file with these codes beside its own; afterwards as it was, these gone. It begins once no
    process has a copy of before any more: tries of codes are counted, so nobody asks until one is known."""
    path = tmp_path_factory.mktemp("codes") / "shop.json"
    before = json.loads(shop.ops("show-shop").stdout)
    load(shop, path, before | {"codes": [*before["codes"], *LIMITED]})
    time.sleep(FRESH_SECONDS + 1)
    yield
    load(shop, path, before)


def load(shop: Shop, path: Path, file: dict[str, Any]) -> None:
    path.write_text(json.dumps(file))
    done = shop.ops("load-shop", str(path))
    assert done.returncode == 0, done.stderr


def chosen(shop: Shop, code: str) -> tuple[Buyer, dict[str, Any]]:
    """Who has entered the code, and the cart with it."""
    buyer = shop.buyer()
    buyer.put(PIZZA)
    entered = buyer.call("PUT", f"/cart/codes/{code}")
    assert entered.status_code == OK, entered.text
    return buyer, entered.json()


def pays(tab: tuple[Buyer, dict[str, Any]]) -> requests.Response:
    buyer, cart = tab
    return buyer.pay_until_decided("pm_card_visa", total=cart["total"])


def uses(shop: Shop, code: str) -> dict[str, int]:
    found: dict[str, int] = shop.audit()["stock"][f"code#{code}"]
    return found


def test_of_twenty_tabs_by_the_last_use_one_has_it_and_the_others_are_told(shop: Shop) -> None:
    tabs = [chosen(shop, "LAST-ONE") for _ in range(TABS)]
    with ThreadPoolExecutor(TABS) as pool:
        answers = list(pool.map(pays, tabs))
    told = [one.json().get("type", "").rpartition("/")[2] for one in answers if one.status_code == 409]

    assert [one.status_code for one in answers].count(ORDERED) == 1
    assert told == [USED_UP] * (TABS - 1)
    for buyer, cart in tabs:
        now = buyer.cart()
        said = [(one["code"], one["applied"], one["why"]) for one in now["codes"]]
        assert said in ([], [("LAST-ONE", False, "used-up")])
        assert not said or now["total"]["amount"] > cart["total"]["amount"]
    assert uses(shop, "LAST-ONE") | {"held": 0, "sold": 0} == dict(received=1, available=0, held=0, sold=0)
    assert shop.audit()["violations"] == []


def test_a_customer_has_a_use_once_and_everybody_else_has_theirs(shop: Shop) -> None:
    tab = buyer, _ = chosen(shop, "ONE-EACH")
    order_id = pays(tab).json()["order_id"]
    buyer.put(PIZZA)
    assert buyer.call("PUT", "/cart/codes/ONE-EACH").json()["why"] == "used-up"
    other, _ = chosen(shop, "ONE-EACH")
    assert other.cart()["codes"][0]["applied"]
    assert buyer.order(order_id)["status"] != "CANCELLED"
