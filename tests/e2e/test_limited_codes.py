"""Twenty tabs at once by the last use of a code: one has it, the others are told before they pay; and a code
for each customer once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.e2e.shop import PIZZA, Buyer, Shop

TABS = 20
OK, ORDERED, USED_UP = 200, 201, "code-used-up"


@contextmanager
def offering(shop: Shop, folder: Path, **code: Any) -> Iterator[None]:
    """The shop's file with this code beside its own; afterwards as it was, the code gone."""
    before = json.loads(shop.ops("show-shop").stdout)
    with_code = before | {"codes": [*before["codes"], code | {"minimum": 0}]}
    try:
        load(shop, folder, with_code)
        yield
    finally:
        load(shop, folder, before)


def load(shop: Shop, folder: Path, file: dict[str, Any]) -> None:
    (path := folder / "shop.json").write_text(json.dumps(file))
    done = shop.ops("load-shop", str(path))
    assert done.returncode == 0, done.stderr


def enter(buyer: Buyer, code: str) -> dict[str, Any]:
    """The cart with the code, once all processes know the file."""

    def entered() -> requests.Response | None:
        answer = buyer.call("PUT", f"/cart/codes/{code}")
        return answer if answer.status_code == OK else None

    cart: dict[str, Any] = buyer.patience.until(entered, f"nobody knows {code}").json()
    return cart


def chosen(shop: Shop, code: str) -> tuple[Buyer, dict[str, Any]]:
    buyer = shop.buyer()
    buyer.put(PIZZA)
    return buyer, enter(buyer, code)


def pays(tab: tuple[Buyer, dict[str, Any]]) -> requests.Response:
    buyer, cart = tab
    return buyer.pay_until_decided("pm_card_visa", total=cart["total"])


def order_of(tab: tuple[Buyer, dict[str, Any]]) -> str:
    """The order's id, once whoever takes orders knows the file as well: until then it costs more there."""

    def ordered() -> requests.Response | None:
        answer = pays(tab)
        return None if answer.json().get("type", "").endswith("price-changed") else answer

    order_id: str = tab[0].patience.until(ordered, "nobody takes the price with the code").json()["order_id"]
    return order_id


def uses(shop: Shop, code: str) -> dict[str, int]:
    found: dict[str, int] = shop.audit()["stock"][f"code#{code}"]
    return found


def test_of_twenty_tabs_by_the_last_use_one_has_it_and_the_others_are_told(
    shop: Shop, tmp_path: Path
) -> None:
    with offering(shop, tmp_path, code="LAST-ONE", rate=1000, uses=1):
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


def test_a_customer_has_a_use_once_and_everybody_else_has_theirs(shop: Shop, tmp_path: Path) -> None:
    with offering(shop, tmp_path, code="ONE-EACH", rate=1000, uses_per_customer=1):
        buyer, cart = chosen(shop, "ONE-EACH")
        order_id = order_of((buyer, cart))
        buyer.put(PIZZA)
        assert buyer.call("PUT", "/cart/codes/ONE-EACH").json()["why"] == "used-up"
        other, _ = chosen(shop, "ONE-EACH")
        assert other.cart()["codes"][0]["applied"]
        assert buyer.order(order_id)["status"] != "CANCELLED"
