"""Amounts as people type them: in the shop's currency, with all of its digits behind the point. `1250` is
refused where there are cents: it may be meant as cents."""

import argparse
import re

from functions.payment import provider_limits
from functions.shared.money import digits, shop_currency
from ops.errors import CommandError

_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")


def plain_amount(text: str) -> str:
    """What may be an amount in some currency: which is the shop's is known once the shop is."""
    if not _PLAIN.fullmatch(text):
        raise argparse.ArgumentTypeError(f"an amount of the shop's currency in plain digits, not {text!r}")
    return text


def minor_units(text: str) -> int:
    """From the least amount that the payment provider can move to the most that it takes at once, in minor
    units. Raises CommandError."""
    currency = shop_currency()
    behind, limits = digits(currency), provider_limits.limits(currency)
    whole, _, rest = text.partition(".")
    found = int(whole + rest)
    if len(rest) != behind or not limits.step <= found <= limits.maximum or found % limits.step:
        least, greatest = (typed(one, currency) for one in (limits.step, limits.maximum))
        raise CommandError(f"AMOUNT: {currency} from {least} to {greatest} by steps of {least}; not {text}")
    return found


def typed(amount: int, currency: str) -> str:
    """Minor units as they are typed: `12.50`."""
    behind = digits(currency)
    whole, rest = divmod(amount, 10**behind)
    return f"{whole}.{rest:0{behind}}" if behind else str(whole)
