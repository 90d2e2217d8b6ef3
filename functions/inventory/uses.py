"""Codes with a limit as stock: their uses in all are units of a SKU of their own, held, sold and given back
as any; beside them it is counted how many of them a customer has.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.pricing.shop import Use
from functions.shared.errors import BusinessError

PREFIX = "code#"
"""No SKU of a product has a `#`."""


class CodeUsedUp(BusinessError):
    """There is no use left of these `codes`: in all, or for this customer. Its text says so as that of an
    OutOfStock does."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(sorted(codes))
        super().__init__(json.dumps({sku_of(code): 0 for code in self.codes}))


@dataclass(frozen=True)
class CustomerUse:
    """One of the `most` uses of a code that this customer has."""

    code: str
    customer: str
    most: int

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "customer": self.customer, "most": self.most}


@dataclass(frozen=True)
class CustomerCount:
    """How many uses of a code a customer's orders hold or have had."""

    code: str
    customer: str
    used: int


def sku_of(code: str) -> str:
    """Under which its uses are in stock."""
    return PREFIX + code


def codes_in(skus: Iterable[str]) -> list[str]:
    """The codes among these SKUs."""
    return [sku.removeprefix(PREFIX) for sku in skus if sku.startswith(PREFIX)]


def units_of(uses: Iterable[Use]) -> dict[str, int]:
    """What is wanted of stock for these uses, by SKU."""
    return {sku_of(use.code): 1 for use in uses if use.in_all}


def counted_in(uses: Iterable[Use]) -> list[str]:
    """The codes of which it is counted how many a customer has used."""
    return [use.code for use in uses if use.most is not None]


def customer_uses(uses: Iterable[Use], customer: str) -> tuple[CustomerUse, ...]:
    """What is to be counted of them."""
    return tuple(CustomerUse(use.code, customer, use.most) for use in uses if use.most is not None)


def used_up(uses: Iterable[Use], available: Mapping[str, int], used: Mapping[str, int]) -> frozenset[str]:
    """The codes of which no use is left. `available`: units by SKU; `used`: by code, the customer's."""

    def gone(use: Use) -> bool:
        in_all = use.in_all and available.get(sku_of(use.code), 0) < 1
        return in_all or (use.most is not None and used.get(use.code, 0) >= use.most)

    return frozenset(use.code for use in uses if gone(use))
