"""Currencies and the amounts of them that the sandbox takes, as Stripe has them.

Source: https://docs.stripe.com/currencies
"""

from local.payment_sandbox.errors import invalid_request

_HUNDREDTHS = "aed aud brl cad chf czk dkk eur gbp hkd huf inr mxn myr nok nzd pln ron sek sgd thb usd"
_DIGITS = dict.fromkeys(_HUNDREDTHS.split(), 2) | {"jpy": 0}
_DIGITS |= dict.fromkeys(["bhd", "jod", "kwd", "omr", "tnd"], 3)
_SMALLEST_AMOUNT = 50
_TENS = 10
"""What has three digits is moved by tens."""


def check_currency(currency: str) -> str:
    """In small letters."""
    known = currency.lower()
    if known not in _DIGITS:
        raise invalid_request(
            f"Invalid currency: {known}. The sandbox supports these currencies: {', '.join(sorted(_DIGITS))}",
            param="currency",
        )
    return known


def check_enough(amount: int | None, param: str) -> None:
    if amount is not None and amount < _SMALLEST_AMOUNT:
        raise invalid_request(
            f"Amount must be at least {_SMALLEST_AMOUNT} in the currency's smallest unit.",
            code="amount_too_small",
            param=param,
        )


def check_steps(amount: int, currency: str, param: str) -> None:
    if _DIGITS[currency] > 2 and amount % _TENS:
        raise invalid_request(f"Amounts in {currency} are multiples of {_TENS}, not {amount}.", param=param)


def text(amount: int, currency: str) -> str:
    """For people: `12.50 EUR`."""
    digits = _DIGITS[currency]
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}} {currency.upper()}" if digits else f"{whole} {currency.upper()}"
