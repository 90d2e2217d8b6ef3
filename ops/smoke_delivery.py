"""Where the smoke checkout has its goods brought to, and by which method: as the shop itself would."""

from typing import Any

from ops.smoke_shop import SmokeFailed, SmokeShop, expect

ADDRESS = {
    "name": "Smoke Checkout",
    "line1": "1 Test Street",
    "city": "Testville",
    "postal_code": "10121",
    "region": "Test Region",
    "country": "IT",
}
"""All that any country's addresses have: nobody minds what is given too much. The country is for goods that
nobody has to bring, in a shop that may be anywhere."""


def deliver(shop: SmokeShop, cart: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The cart at what it costs brought to an address, and that address: in the country that the shop takes
    where its customer chose nothing, by the method that it takes there. Raises SmokeFailed where nobody can
    say what the cart costs."""
    address = ADDRESS
    if chosen := cart["delivery"]:
        place = {"country": chosen["country"], "region": chosen["region"] or ADDRESS["region"]}
        address = ADDRESS | place
        wish = {"method": chosen["method"]} | place
        cart = expect(shop.ask("PUT", "/cart/delivery", wish), "the cart's delivery", 200)
    if not cart["priced"]:
        raise SmokeFailed("the cart is not priced: the shop's own prices are silent, or wrong")
    return cart, address
