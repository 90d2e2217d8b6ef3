"""Say how much of their credit an owner uses for the cart: looked at now, held only once it is ordered."""

from functions.cart.cart import Cart
from functions.cart.change_cart import put_credit
from functions.cart.pricing import quote_cart
from functions.catalog import store as catalog
from functions.credit import store as credit_store
from functions.credit.account import most_for
from functions.payment import provider_limits
from functions.pricing.quote import Quotes
from functions.pricing.store import shop_of
from functions.shared.errors import BusinessError
from functions.shared.money import Money
from functions.storefront.uses_left import with_uses_left


class MoreThanBalance(BusinessError):
    """More credit is to be used than is free: `balance`."""

    def __init__(self, balance: Money) -> None:
        super().__init__(f"{balance.text()} are free")
        self.balance = balance


def use_credit(owner: str, amount: int, if_match: int | None) -> Cart:
    """The changed cart; `amount` in minor units. Raises NotInSteps, MoreThanBalance, and what put_credit
    raises."""
    provider_limits.of_shop().check(amount)
    account = credit_store.load(owner)
    if amount > account.balance:
        raise MoreThanBalance(Money(account.balance, account.currency))
    return put_credit(owner, lambda _: amount, if_match)


def use_all_credit(owner: str, if_match: int | None, quotes: Quotes) -> Cart:
    """The changed cart: it uses what leaves nothing to pay, or as much as the payment provider takes. Raises
    PricesUnavailable, and what put_credit raises."""
    balance, offer = credit_store.load(owner).balance, catalog.offer()
    shop, minimum = shop_of(offer), provider_limits.of_shop().minimum

    def amount_for(cart: Cart) -> int:
        standing = with_uses_left(shop, owner, cart.codes)
        return most_for(quote_cart(cart, offer, standing, quotes).total, balance, minimum)

    return put_credit(owner, amount_for, if_match)


def use_no_credit(owner: str, if_match: int | None) -> Cart:
    """The changed cart. Raises what put_credit raises."""
    return put_credit(owner, lambda _: 0, if_match)
