"""What amounts a payment provider takes: rules that need neither its library nor its keys."""

from dataclasses import dataclass


class CurrencyUnknown(Exception):
    """The provider's adapter states nothing of this currency."""


@dataclass(frozen=True)
class Limits:
    """Of one currency, in minor units. `exponent`: so many digits of an amount stand behind the point (2 for
    EUR, 0 for JPY). What is held is a multiple of `step`, from `minimum` to `maximum`, both included."""

    exponent: int
    step: int
    minimum: int
    maximum: int
