"""A person, as the shop knows one: an owner, and the guests whose carts that owner merged."""

from dataclasses import dataclass

from functions.cart import store as cart_store
from functions.conversation.access import about_nothing
from functions.order import store as order_store
from functions.order import views_store
from functions.order.order import Event, Order
from functions.refunds import store as amounts_store
from functions.refunds.refund import AmountRefund
from functions.returns import store as returns_store
from functions.returns.returns import Return
from functions.session.owners_store import readable_owners


@dataclass(frozen=True)
class Known:
    """One order of a person's, with its log, its returns and its refunds of an amount."""

    order: Order
    events: list[Event]
    returns: list[Return]
    refunds: list[AmountRefund]

    @property
    def under_way(self) -> str | None:
        """Why it still needs its address, or its return's photos, or has news for its customer; None once
        nothing of it is to come."""
        if not self.order.head.ended:
            return f"it is {self.order.status}"
        going = [f"{one.return_id} is {one.shown}" for one in self.returns if one.open]
        going += [f"{one.refund_id} is {one.stage}" for one in self.refunds if one.open]
        return next(iter(going), None)


@dataclass(frozen=True)
class Person:
    """`owners`: the one that was asked about first, then the merged guests. `orders`: ids of all that are
    known, the oldest of each owner first."""

    owners: tuple[str, ...]
    orders: tuple[str, ...]

    @property
    def conversations(self) -> list[str]:
        """What conversations of theirs are stored under, whether anything was said or not."""
        return [*self.orders, *map(about_nothing, self.owners)]


def find(owner: str) -> Person:
    """Orders are found by their rows, which follow an order within seconds, and by the claims on carts, which
    are there with the order."""
    owners = readable_owners(owner)
    found = [order_id for one in owners for order_id in views_store.of_owner(one)]
    found += [claim for one in owners if (claim := cart_store.trace(one).checkout)]
    return Person(owners, tuple(dict.fromkeys(found)))


def read(order_id: str) -> Known:
    """Raises OrderUnknown, Unreadable."""
    order, events = order_store.load_with_events(order_id)
    return Known(order, events, returns_store.of_order(order_id), amounts_store.of_order(order_id))
