"""What an audit may still say of a shop of which something cannot be read: nothing about the orders in doubt,
and nothing that counts over all where one is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.shared import ids
from functions.shared.items import Aside

_RESERVATION, _USES = "reservation#", "uses#"


@dataclass(frozen=True)
class Unread:
    """What could not be read, by kind and id, with why. `stock` is by the ids of that table, `carts` by
    owner, `credits` by the keys of that table."""

    orders: Aside = field(default_factory=dict)
    payments: Aside = field(default_factory=dict)
    returns: Aside = field(default_factory=dict)
    refunds: Aside = field(default_factory=dict)
    stock: Aside = field(default_factory=dict)
    carts: Aside = field(default_factory=dict)
    fulfilments: Aside = field(default_factory=dict)
    conversations: Aside = field(default_factory=dict)
    credits: Aside = field(default_factory=dict)

    @property
    def order_ids(self) -> frozenset[str]:
        """Orders of which not all is known."""
        reserved = (name.removeprefix(_RESERVATION) for name in self.stock if name.startswith(_RESERVATION))
        parts = (ids.order_of_part(one) or "" for one in (*self.returns, *self.refunds))
        return frozenset({*self.orders, *self.payments, *self.fulfilments, *parts, *reserved})

    @property
    def holders(self) -> bool:
        """Whether what orders hold can be counted no more."""
        return any(name.startswith(_RESERVATION) for name in self.stock)

    @property
    def receipts(self) -> bool:
        """Whether what was received can be counted no more."""
        return any(not name.startswith((_RESERVATION, _USES)) for name in self.stock)

    @property
    def uses(self) -> bool:
        """Whether what customers have used of codes can be counted no more."""
        return self.holders or any(name.startswith(_USES) for name in self.stock)

    def sentences(self) -> Iterator[str]:
        kinds = {
            "order": self.orders,
            "payment of": self.payments,
            "return": self.returns,
            "refund": self.refunds,
            "stock": self.stock,
            "cart of": self.carts,
            "fulfilment of": self.fulfilments,
            "conversation": self.conversations,
            "credit": self.credits,
        }
        for kind, aside in kinds.items():
            yield from (f"unreadable: {kind} {name}: {why}" for name, why in sorted(aside.items()))
