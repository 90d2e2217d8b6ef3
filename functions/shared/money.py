"""Money in integer minor units (cents, where there are cents), one currency per shop."""

import os
from dataclasses import dataclass, field
from typing import Any, Self

USUAL = "EUR"
"""The currency of a shop, and of a file, that names none."""

DIGITS = 2
_OTHER_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""ISO 4217's, of currencies whose minor unit is no hundredth."""
_DIGITS = {currency: digits for digits, names in _OTHER_DIGITS.items() for currency in names.split()}


def shop_currency() -> str:
    """The shop's own (ISO 4217), chosen with its deployment (infra/settings.py)."""
    return os.environ.get("CURRENCY") or USUAL


def digits(currency: str) -> int:
    """So many digits of an amount stand behind the point."""
    return _DIGITS.get(currency, DIGITS)


@dataclass(frozen=True, order=True)
class Money:
    """An amount in minor units: `Money(1250)` is 12.50 in a shop whose currency has cents."""

    amount: int
    currency: str = field(default_factory=shop_currency)

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
        """For people: `EUR 1,234.50`, `JPY 1,235`, `BHD 1,234.500`."""
        behind = digits(self.currency)
        whole, rest = divmod(abs(self.amount), 10**behind)
        sign, point = "-" if self.amount < 0 else "", f".{rest:0{behind}}" if behind else ""
        return f"{self.currency} {sign}{whole:,}{point}"

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Money":
        return Money(data["amount"], data["currency"])
