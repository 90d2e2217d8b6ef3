"""A credit account's rules: money that the shop owes one owner, and every way it came and went.

Double entry: each entry names where the money came from and where it went to. A place is an owner's account,
a gift code, a grant of an operator's, what an order gives back, or an order. What is held for an order is
the owner's until it is spent: it has no entry.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from functions.shared.errors import BusinessError
from functions.shared.money import shop_currency

ACCOUNT = "account#"
CODE = "code#"
GRANT = "grant#"
REFUND = "refund#"
ORDER = "order#"


class CreditShort(BusinessError):
    """Less is free in the owner's account than an order is to use of it."""


class EntryType(StrEnum):
    GIFT_CODE = "gift-code"
    GRANT = "grant"
    REFUND = "refund"
    MERGED_IN = "merged-in"
    MERGED_OUT = "merged-out"
    ORDER = "order"


@dataclass(frozen=True)
class Account:
    """Where an owner's account stands, in minor units: `balance` is free, `held` is set aside for orders.
    `merged_into`: the owner to whom all of it went, and to whom all goes that comes later."""

    owner: str
    balance: int = 0
    held: int = 0
    currency: str = field(default_factory=shop_currency)
    merged_into: str | None = None


@dataclass(frozen=True)
class Entry:
    """`amount` minor units, always more than nothing, went from the place `source` to the place `target`.
    `why` is what the owner is told of it, empty where the type says all; `order_id` the order that it is
    about, empty for none."""

    type: EntryType
    amount: int
    source: str
    target: str
    at: str
    why: str = ""
    order_id: str = ""

    def changes(self, owner: str) -> int:
        """What it adds to this owner's account: less than nothing where it takes."""
        place = place_of(owner)
        return self.amount * ((self.target == place) - (self.source == place))

    def cause(self, owner: str) -> str:
        """What tells this entry from others of its type in this owner's account: its order, or the other
        place."""
        if self.order_id:
            return place_of_order(self.order_id)
        return self.source if self.target == place_of(owner) else self.target


def place_of(owner: str) -> str:
    """The owner's account, as entries name it."""
    return ACCOUNT + owner


def place_of_code(code_id: str) -> str:
    """A gift code by the hash that it is stored under."""
    return CODE + code_id


def place_of_grant(grant_id: str) -> str:
    return GRANT + grant_id


def place_of_refund(claim_id: str) -> str:
    """A return, or a refund of an amount, that gives money back as credit."""
    return REFUND + claim_id


def place_of_order(order_id: str) -> str:
    return ORDER + order_id


def most_for(total: int, balance: int, minimum: int) -> int:
    """How much of a free balance pays for what costs `total`, so that nothing is left to pay, or at least the
    `minimum` that a card takes. Minor units."""
    used = min(balance, total)
    return max(0, total - minimum) if 0 < total - used < minimum else used
