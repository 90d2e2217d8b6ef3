"""Money in integer minor units (cents), one currency per shop."""

from dataclasses import dataclass
from typing import Any, Self

CURRENCY = "EUR"


@dataclass(frozen=True, order=True)
class Money:
    """An amount in minor units: `Money(1250)` is 12.50 in the shop's currency."""

    amount: int
    currency: str = CURRENCY

    def __add__(self, other: Self) -> "Money":
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.amount * quantity, self.currency)

    def _same_currency(self, other: Self) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")

    def as_dict(self) -> dict[str, Any]:
        """The one shape money has outside: `{"amount": int, "currency": str}`."""
        return {"amount": self.amount, "currency": self.currency}

    def text(self) -> str:
        """For people: `EUR 1,234.50`."""
        sign, units = "-" if self.amount < 0 else "", abs(self.amount)
        return f"{self.currency} {sign}{units // 100:,}.{units % 100:02}"

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Money":
        return Money(data["amount"], data["currency"])


ZERO = Money(0)
