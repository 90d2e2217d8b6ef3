"""The smoke checkout: one walk through a deployed shop, over HTTP, that leaves nothing behind.

`python -m ops.smoke [URL]` (`make smoke`): a session, the catalog, a cart, a checkout, the order read,
cancelled and read again. Without URL it is the shop that the AWS credentials at hand have deployed. Each step
is said as it is done. Exit status 0: all that was asked of the shop went well; 1: something did not; 2: it
was not begun.

No real card is ever charged. The only payment method that it knows is Stripe's test card, which a live key
refuses; and it pays at all only where it knows that the keys are test keys: it has read the kind of the key
from the secret (with credentials), or whoever gives a URL says so (KEYS=test). Otherwise the walk ends in
front of the till, says why, and empties its cart.
"""

import argparse
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from ops.errors import CommandError
from ops.smoke_shop import Answer, SmokeFailed, SmokeShop, check_address
from ops.smoke_target import deployed_shop

TEST_CARD = "pm_card_visa"
"""Stripe's own, of test mode: under a live key there is no such payment method, and nothing is charged."""
LINE = "smoke"
ADDRESS = {
    "name": "Smoke Checkout",
    "line1": "1 Test Street",
    "city": "Turin",
    "postal_code": "10121",
    "country": "IT",
}
ENOUGH = 100
"""Minor units: below, a provider may not take the amount."""
LOOKS = 60
LOOK_SECONDS = 1.0
NOT_SAID = "nobody has said that its payment keys are test keys (KEYS=test)"

Say = Callable[[str], None]


def walk(shop: SmokeShop, unpaid: str | None, say: Say) -> str | None:
    """The id of the order that was placed and cancelled; None where none was. `unpaid` is why nothing may be
    paid here, or None. Raises SmokeFailed, with everything given back that could be."""
    session = _expect(shop.ask("POST", "/sessions"), "a session", 201)
    shop.token = str(session.get("token", ""))
    say("session: a new guest")
    product = _choose(_expect(shop.ask("GET", "/catalog"), "the catalog", 200))
    if product is None:
        say("catalog: nothing is for sale and in stock, so nothing more was tried (ops load-catalog)")
        return None
    say(f"catalog: chose {product['sku']}")
    try:
        cart = _expect(shop.ask("PUT", f"/cart/lines/{LINE}", _line(product)), "the cart", 200)
        total = cart["total"]
        say(f"cart: one {product['sku']}, {total['amount']} {total['currency']} in minor units")
        if unpaid:
            say(f"checkout: not tried, since {unpaid}")
            return None
        return _buy_and_cancel(shop, total, say)
    finally:
        _empty(shop, say)


def _choose(catalog: dict[str, Any]) -> dict[str, Any] | None:
    """Something in stock, of which plenty is there before that of which little is, cheap before dear."""
    products = [one for one in catalog.get("products", []) if one["stock"] != "sold_out"]
    return min(products, key=_preference, default=None)


def _preference(product: dict[str, Any]) -> tuple[bool, bool, int]:
    amount = product["unit_price"]["amount"]
    return amount < ENOUGH, product["stock"] != "in_stock", amount


def _line(product: dict[str, Any]) -> dict[str, Any]:
    chosen = {one["name"]: _first(one) for one in product["options"] if one["required"]}
    return {"sku": product["sku"], "options": chosen, "quantity": 1}


def _first(option: dict[str, Any]) -> Any:
    name = option["choices"][0]["name"]
    return [name] if option["multiple"] else name


def _buy_and_cancel(shop: SmokeShop, total: dict[str, Any], say: Say) -> str:
    order_id = _check_out(shop, total)
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


def _check_out(shop: SmokeShop, total: dict[str, Any]) -> str:
    """The id of the confirmed order: the same request, under one key, until it is decided."""
    body = {"payment_method": TEST_CARD, "expected_total": total, "shipping_address": ADDRESS}
    key = f"smoke-{uuid.uuid4()}"
    answer = Answer(0, {})
    for _ in range(LOOKS):
        answer = _ask_to_buy(shop, body, key)
        if answer.status != 202:
            break
        time.sleep(LOOK_SECONDS)
    order_id = str(answer.body.get("order_id", ""))
    if answer.status == 201:
        return order_id
    if order_id:
        _cancel(shop, order_id)
    raise SmokeFailed(f"the checkout was not confirmed: {answer.told}{_where(order_id)}")


def _ask_to_buy(shop: SmokeShop, body: dict[str, Any], key: str) -> Answer:
    try:
        return shop.ask("POST", "/checkouts", body, Idempotency_Key=key, Prefer="wait=10")
    except SmokeFailed as silent:
        raise SmokeFailed(f"{silent}; whether an order was placed is not known (ops list-orders)") from None


def _where(order_id: str) -> str:
    return f"; {order_id} is CANCELLED and holds nothing" if order_id else "; no order was placed"


def _order(shop: SmokeShop, order_id: str) -> dict[str, Any]:
    return _expect(shop.ask("GET", f"/orders/{order_id}"), "the order", 200)


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


def _empty(shop: SmokeShop, say: Say) -> None:
    """What stays in the cart of a guest holds nothing; so what goes wrong here is only said."""
    try:
        answer = shop.ask("DELETE", f"/cart/lines/{LINE}")
    except SmokeFailed as silent:
        say(f"cart: not emptied ({silent})")
        return
    say("cart: emptied" if answer.status == 200 else f"cart: not emptied ({answer.told})")


def _expect(answer: Answer, what: str, status: int) -> dict[str, Any]:
    if answer.status != status or not answer.body:
        raise SmokeFailed(f"{what}: answered {answer.told}, not {status}")
    return answer.body


def say_step(line: str) -> None:
    print(f"  {line}", flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m ops.smoke")
    parser.add_argument("url", nargs="?", default="", metavar="URL", help="where the shop's API begins")
    parser.add_argument("--keys", default="", choices=["", "test"], help="with a URL: what its keys are")
    options = parser.parse_args(arguments)
    try:
        if options.url:
            base, unpaid = options.url, None if options.keys == "test" else NOT_SAID
        else:
            base, unpaid = deployed_shop()
        shop = SmokeShop(check_address(base))
    except (CommandError, SmokeFailed) as not_begun:
        print(f"smoke: {not_begun}", file=sys.stderr)
        return 2
    return smoke(shop, unpaid)


def smoke(shop: SmokeShop, unpaid: str | None) -> int:
    """The walk, told on stdout; the exit status."""
    print(f"Smoke checkout at {shop.base}", flush=True)
    try:
        placed = walk(shop, unpaid, say_step)
    except SmokeFailed as failed:
        print(f"smoke: {failed}", file=sys.stderr)
        return 1
    except (KeyError, TypeError, IndexError) as strange:
        print(f"smoke: the shop answers otherwise than its document says: {strange!r}", file=sys.stderr)
        return 1
    print("Smoke checkout: well" if placed else "Smoke checkout: well, as far as it went", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
