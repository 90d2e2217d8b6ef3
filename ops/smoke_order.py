"""The smoke checkout's order: placed with a test card, looked at, cancelled."""

import time
import uuid
from collections.abc import Callable
from typing import Any

from ops.smoke_shop import Answer, SmokeFailed, SmokeShop, expect

TEST_CARD = "pm_card_visa"
"""Stripe's own, of test mode: under a live key there is no such payment method, and nothing is charged."""
LOOKS = 60
LOOK_SECONDS = 1.0

Say = Callable[[str], None]


def buy_and_cancel(shop: SmokeShop, cart: dict[str, Any], address: dict[str, str], say: Say) -> str:
    """The id of the order. Raises SmokeFailed, with it cancelled if it can be."""
    order_id = _check_out(shop, cart, address)
    try:
        order = _order(shop, order_id)
        say(f"checkout: {order_id} is {order['status']}, paid with the provider's test card")
        if order["charged"]["amount"] != 0:
            raise SmokeFailed(f"{order_id} is charged before it is packed: {order['charged']}")
    finally:
        _cancel(shop, order_id)
    ended = _order(shop, order_id)
    if ended["charged"]["amount"] or ended["refunded"]["amount"]:
        raise SmokeFailed(f"{order_id} is cancelled, but {ended['charged']} was charged")
    say(f"cancelled: {order_id} holds nothing any more, and nothing was charged")
    return order_id


def _check_out(shop: SmokeShop, cart: dict[str, Any], address: dict[str, str]) -> str:
    """The id of the confirmed order. Where nothing is brought the cart knows no address, and tax may depend
    on it: then what the checkout says that it costs is agreed to."""
    body = {"payment_method": TEST_CARD, "expected_total": cart["total"], "shipping_address": address}
    answer = _decided(shop, body)
    if answer.problem == "price-changed" and not cart["delivery"]:
        answer = _decided(shop, body | {"expected_total": answer.body["total"]})
    order_id = str(answer.body.get("order_id", ""))
    if answer.status == 201:
        return order_id
    if order_id:
        _cancel(shop, order_id)
    raise SmokeFailed(f"the checkout was not confirmed: {answer.told}{_where(order_id)}")


def _decided(shop: SmokeShop, body: dict[str, Any]) -> Answer:
    """The same request, under one key, until it is decided."""
    key = f"smoke-{uuid.uuid4()}"
    answer = Answer(0, {})
    for _ in range(LOOKS):
        answer = _ask_to_buy(shop, body, key)
        if answer.status != 202:
            break
        time.sleep(LOOK_SECONDS)
    return answer


def _ask_to_buy(shop: SmokeShop, body: dict[str, Any], key: str) -> Answer:
    try:
        return shop.ask("POST", "/checkouts", body, Idempotency_Key=key, Prefer="wait=10")
    except SmokeFailed as silent:
        raise SmokeFailed(f"{silent}; whether an order was placed is not known (ops list-orders)") from None


def _where(order_id: str) -> str:
    return f"; {order_id} is CANCELLED and holds nothing" if order_id else "; no order was placed"


def _order(shop: SmokeShop, order_id: str) -> dict[str, Any]:
    return expect(shop.ask("GET", f"/orders/{order_id}"), "the order", 200)


def _cancel(shop: SmokeShop, order_id: str) -> None:
    """Returns once it is CANCELLED, which it is only when all it held is given back. Raises SmokeFailed."""
    answer = shop.ask("POST", f"/orders/{order_id}/cancel")
    for _ in range(LOOKS):
        status = _order(shop, order_id)["status"]
        if status == "CANCELLED":
            return
        if status in ("COMPLETED", "RETURNED") or answer.status not in (200, 202):
            break
        time.sleep(LOOK_SECONDS)
    raise SmokeFailed(
        f"{order_id} could not be cancelled ({answer.told}): it is {status}. It was paid with a test card;"
        f" look at it (ops find-order {order_id}), and take its parcel back if the warehouse packed it"
    )
