"""The payment provider's limits, for those who ask it nothing else: provider.py without its library."""

from functions.payment.limits import Limits
from functions.payment.stripe.limits import MAXIMUM as MAXIMUM
from functions.payment.stripe.limits import limits as limits
from functions.shared.money import shop_currency


def of_shop() -> Limits:
    """Those of the shop's currency."""
    return limits(shop_currency())
