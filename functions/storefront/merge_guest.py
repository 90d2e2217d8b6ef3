"""Merge what a guest has into an owner's, as after a login: the cart, the orders and the credit."""

from functions.cart.merge_carts import Merged, merge_carts
from functions.credit.merge_accounts import merge_accounts
from functions.session.token import Session


def merge_guest(owner: str, guest: Session) -> Merged:
    """The owner's cart with what the guest's held. Again changes nothing.

    An account of a customer's stays the customer's, who will log in again. Raises what merge_carts raises;
    then nothing has moved.
    """
    merged = merge_carts(owner, guest.owner)
    if guest.kind == "guest":
        merge_accounts(owner, guest.owner)
    return merged
