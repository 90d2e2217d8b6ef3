"""What amounts Stripe takes, by currency. Apart from the adapter: who only asks this needs no library of
Stripe's.

    minimum and digits    https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
    without a point       https://docs.stripe.com/currencies#zero-decimal
    three digits          https://docs.stripe.com/currencies#three-decimal

The minimum is that of an account which is paid out in the same currency. For those of three digits Stripe
states none: it is what 50 US cents come to, and some more. A currency whose digits Stripe counts otherwise
than ISO 4217 (ISK, MGA, UGX) is none that a shop can have.
"""

from functions.payment.limits import CurrencyUnknown, Limits

MAXIMUM = 99_999_999
"""Minor units: eight digits, whatever the currency."""

_CENTS = {"AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50}
_CENTS |= {"GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50}
_CENTS |= {"PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50}
_WHOLE = {"JPY": 50}
_THOUSANDTHS = {"BHD": 200, "JOD": 400, "KWD": 200, "OMR": 200, "TND": 2000}
TENS = 10
"""Of what has three digits, the last is always 0."""


def limits(currency: str) -> Limits:
    """Raises CurrencyUnknown."""
    if currency in _CENTS:
        return Limits(exponent=2, step=1, minimum=_CENTS[currency], maximum=MAXIMUM)
    if currency in _WHOLE:
        return Limits(exponent=0, step=1, minimum=_WHOLE[currency], maximum=MAXIMUM)
    if currency in _THOUSANDTHS:
        return Limits(exponent=3, step=TENS, minimum=_THOUSANDTHS[currency], maximum=MAXIMUM // TENS * TENS)
    raise CurrencyUnknown(currency)
