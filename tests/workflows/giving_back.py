"""What tests of refunds of an amount do and look at."""

import json
from typing import Any

from functions.credit import store as credit_store
from functions.refunds import store as amounts_store
from harness.moto.world import World

WHY = "it came cold"


def asks(shop: World, order_id: str, amount: int, to: str = "card", key: str = "k1", why: str = WHY) -> Any:
    """The answer to an operator who wants an amount given back."""
    body = {"amount": amount, "why": why, "to": to}
    headers = {"Idempotency-Key": key}
    path = f"/ops/orders/{order_id}/refunds"
    return shop.api("POST", path, body, headers, owner="op_ada", groups="operators")


def gives_back(shop: World, order_id: str, amount: int, to: str = "card", key: str = "k1") -> str:
    """The id of a refund that has come to its end."""
    answer = asks(shop, order_id, amount, to, key)
    assert answer.status == 201, answer.body
    shop.run_to_end()
    return str(answer.json["refund_id"])


def stage(refund_id: str) -> str:
    return amounts_store.load(refund_id).stage.value


def balance_of(owner: str) -> int:
    return credit_store.load(owner).balance


def shown(shop: World, order_id: str) -> Any:
    order = shop.order(order_id)
    return shop.api("GET", f"/orders/{order_id}", owner=order.owner).json


def given(shop: World, order_id: str) -> list[tuple[str, int, str]]:
    """As the customer sees it."""
    return [(one["to"], one["amount"]["amount"], one["why"]) for one in shown(shop, order_id)["refunds"]]


def problem(answer: Any) -> tuple[int, str]:
    return answer.status, json.loads(answer.body)["type"].rpartition("/")[2]
