"""What amounts Stripe takes, by currency. Apart from the adapter: who only asks this needs no library of
Stripe's.

    minimum and digits    https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
    without a point       https://docs.stripe.com/currencies#zero-decimal

The minimum is that of an account which is paid out in the same currency.
"""

from functions.payment.limits import CurrencyUnknown, Limits

MAXIMUM = 99_999_999
"""Eight digits, whatever the currency."""

_CENTS = {"AUD": 50, "CAD": 50, "CHF": 50, "DKK": 250, "EUR": 50, "GBP": 30}
_CENTS |= {"NOK": 300, "NZD": 50, "PLN": 200, "SEK": 300, "USD": 50}
_WHOLE = {"JPY": 50}


def limits(currency: str) -> Limits:
    """Raises CurrencyUnknown."""
    if currency in _CENTS:
        return Limits(exponent=2, step=1, minimum=_CENTS[currency], maximum=MAXIMUM)
    if currency in _WHOLE:
        return Limits(exponent=0, step=1, minimum=_WHOLE[currency], maximum=MAXIMUM)
    raise CurrencyUnknown(currency)
