"""What asks for prices in one request."""

from functions.payment import provider_limits
from functions.pricing.quoting import Quoting


def new_quoting() -> Quoting:
    """In steps that the payment provider takes."""
    return Quoting(provider_limits.of_shop().step)
