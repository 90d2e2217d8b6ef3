"""What amounts a payment provider takes: rules that need neither its library nor its keys."""

from dataclasses import dataclass

from functions.shared.errors import BusinessError


class CurrencyUnknown(Exception):
    """The provider's adapter states nothing of this currency."""


class NotInSteps(BusinessError):
    """An amount that the provider cannot move: no multiple of `step` minor units."""

    def __init__(self, step: int) -> None:
        super().__init__(f"amounts are multiples of {step} minor units")
        self.step = step


@dataclass(frozen=True)
class Limits:
    """Of one currency, in minor units. `exponent`: so many digits of an amount stand behind the point (2 for
    EUR, 0 for JPY). What is held is a multiple of `step`, from `minimum` to `maximum`, both included."""

    exponent: int
    step: int
    minimum: int
    maximum: int

    def check(self, amount: int) -> None:
        """Raises NotInSteps."""
        if amount % self.step:
            raise NotInSteps(self.step)
