"""What a guest has chosen and ordered goes along to the account that they log in to."""

from enum import StrEnum

from functions.cart import store as carts
from functions.cart.cart import CartFull, CheckoutInProgress
from functions.cart.merge_carts import merge_carts
from functions.credit.merge_accounts import merge_accounts
from functions.session import owners_store
from functions.shared import clock


class Brought(StrEnum):
    """What became of the guest's cart. Their orders are readable by the customer in all cases but `NONE`,
    where there are none."""

    NONE = "none"
    MERGED = "merged"
    IN_CHECKOUT = "in-checkout"
    TOO_FULL = "too-full"


def bring_along(owner: str, guest: str) -> Brought:
    """Merge the guest's credit and cart, and link their orders. A cart that is being checked out stays with
    its order, and one that would be too much stays where it is. Again changes nothing.

    A guest who never had anything in the cart has no orders either, and takes up none of the places that an
    owner has for guests. Raises Contended.
    """
    merge_accounts(owner, guest)
    if carts.load(guest, clock.now()).version == 0:
        return Brought.NONE
    try:
        merge_carts(owner, guest)
    except (CheckoutInProgress, CartFull) as kept:
        owners_store.link_alone(owner, guest)
        return Brought.TOO_FULL if isinstance(kept, CartFull) else Brought.IN_CHECKOUT
    return Brought.MERGED
