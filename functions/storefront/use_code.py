"""Enter a code into a cart: whether a use is left is looked at now; it is held only once it is ordered."""

from functions.cart.cart import Cart
from functions.cart.change_cart import enter_code
from functions.cart.pricing import quote_cart
from functions.catalog import store as catalog
from functions.pricing.quote import Quote, Quotes
from functions.pricing.store import shop_of
from functions.storefront.uses_left import with_uses_left


def use_code(owner: str, code: str, if_match: int | None, quotes: Quotes) -> Cart:
    """The changed cart. Raises what enter_code raises."""
    offer = catalog.offer()
    shop = shop_of(offer)

    def quoted_for(cart: Cart) -> Quote:
        return quote_cart(cart, offer, with_uses_left(shop, owner, cart.codes), quotes)

    return enter_code(owner, code, if_match, quoted_for)
