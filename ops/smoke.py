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
from typing import Any

from functions.payment import provider_limits
from functions.payment.limits import CurrencyUnknown
from ops.errors import CommandError
from ops.smoke_delivery import deliver
from ops.smoke_order import Say, buy_and_cancel
from ops.smoke_shop import SmokeFailed, SmokeShop, check_address, expect
from ops.smoke_target import deployed_shop

LINE = "smoke"
NOT_SAID = "nobody has said that its payment keys are test keys (KEYS=test)"


def walk(shop: SmokeShop, unpaid: str | None, say: Say) -> str | None:
    """The id of the order that was placed and cancelled; None where none was. `unpaid` is why nothing may be
    paid here, or None. Raises SmokeFailed, with everything given back that could be."""
    session = expect(shop.ask("POST", "/sessions"), "a session", 201)
    shop.token = str(session.get("token", ""))
    say("session: a new guest")
    product = _choose(expect(shop.ask("GET", "/catalog"), "the catalog", 200))
    if product is None:
        say("catalog: nothing is for sale and in stock, so nothing more was tried (ops load-catalog)")
        return None
    say(f"catalog: chose {product['sku']}")
    try:
        filled = expect(shop.ask("PUT", f"/cart/lines/{LINE}", _line(product)), "the cart", 200)
        cart, address = deliver(shop, filled)
        say(f"cart: one {product['sku']}, {_told(cart)}")
        if unpaid:
            say(f"checkout: not tried, since {unpaid}")
            return None
        return buy_and_cancel(shop, cart, address, say)
    finally:
        _empty(shop, say)


def _choose(catalog: dict[str, Any]) -> dict[str, Any] | None:
    """Something in stock, of which plenty is there before that of which little is, cheap before dear."""
    products = [one for one in catalog.get("products", []) if one["stock"] != "sold_out"]
    return min(products, key=_preference, default=None)


def _preference(product: dict[str, Any]) -> tuple[bool, bool, int]:
    """What costs less than the provider takes comes last."""
    price = product["unit_price"]
    return price["amount"] < _least(price["currency"]), product["stock"] != "in_stock", price["amount"]


def _least(currency: str) -> int:
    """The least that the payment provider takes, in minor units. Raises SmokeFailed."""
    try:
        return provider_limits.limits(currency).minimum
    except CurrencyUnknown:
        raise SmokeFailed(f"the catalog: the payment provider takes no {currency}") from None


def _line(product: dict[str, Any]) -> dict[str, Any]:
    chosen = {one["name"]: _first(one) for one in product["options"] if one["required"]}
    return {"sku": product["sku"], "options": chosen, "quantity": 1}


def _first(option: dict[str, Any]) -> Any:
    name = option["choices"][0]["name"]
    return [name] if option["multiple"] else name


def _told(cart: dict[str, Any]) -> str:
    """What it costs, and what for."""
    total, delivery = cart["total"], cart["delivery"]
    brought = f" by {delivery['method']} ({delivery['country']})" if delivery else ""
    return f"{total['amount']} {total['currency']} in minor units{brought}"


def _empty(shop: SmokeShop, say: Say) -> None:
    """What stays in the cart of a guest holds nothing; so what goes wrong here is only said."""
    try:
        answer = shop.ask("DELETE", f"/cart/lines/{LINE}")
    except SmokeFailed as silent:
        say(f"cart: not emptied ({silent})")
        return
    say("cart: emptied" if answer.status == 200 else f"cart: not emptied ({answer.told})")


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
