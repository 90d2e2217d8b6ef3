"""One currency a shop: what its files speak, and what its orders were placed in."""

from dataclasses import dataclass

from functions.credit import whole_store as credits_store
from functions.order import store as orders
from functions.payment import provider_limits
from functions.payment.limits import CurrencyUnknown, Limits
from functions.shared.money import USUAL, Money, shop_currency
from ops.errors import CommandError
from ops.fields import shown, whole_number
from ops.located_json import Node, Wrong


@dataclass(frozen=True)
class Prices:
    """How a file speaks of money."""

    currency: str
    limits: Limits

    def read(self, node: Node, what: str) -> Money:
        """An amount that the payment provider can move. Raises Wrong."""
        amount, step = whole_number(node, what, self.limits.maximum), self.limits.step
        if amount % step:
            raise Wrong(node.line, f"{what}: a multiple of {step}, or no provider takes it; not {amount}")
        return Money(amount, self.currency)

    def read_if_said(self, found: dict[str, Node], what: str, name: str) -> int | None:
        """The same of a member that may be left out, in minor units. Raises Wrong."""
        return self.read(found[name], f"{what}: {name}").amount if name in found else None


def prices_of(found: dict[str, Node]) -> Prices:
    """By the `currency` of a file; one that names none speaks euros. Raises Wrong."""
    node = found.get("currency")
    currency = USUAL if node is None else node.value
    try:
        return Prices(currency, provider_limits.limits(currency))
    except (CurrencyUnknown, TypeError):
        line = node.line if node else 1
        raise Wrong(line, f"currency: one that the provider takes, as EUR; not {shown(currency)}") from None


def require_currency(spoken: str) -> None:
    """A file is of the shop's currency, and that is the one of all that was ever paid or owed. Raises
    CommandError."""
    currency = shop_currency()
    if spoken != currency:
        raise CommandError(f"the file's currency is {spoken}, the shop's is {currency}")
    for kept, what in ((orders.any_currency(), "orders"), (credits_store.any_currency(), "credit")):
        if kept not in (None, currency):
            raise CommandError(
                f"there are {what} in {kept}, and a shop's currency does not change: deploy it with"
                f" currency={kept} again"
            )
