"""Whom a connection follows: what is theirs, it is told of."""

from collections.abc import Iterable

from functions.session.groups import OPERATORS, owner_by_link
from functions.session.owners_store import readable_owners


def followed_by(owner: str, operator: bool, orders: Iterable[str] = ()) -> tuple[str, ...]:
    """The owner first, and the guests whose carts were merged into the owner's; operators also what is told
    to all of them, and each of these orders, whosever it is. A customer has no order by its id. One read."""
    found = readable_owners(owner)
    return (*found, OPERATORS, *map(owner_by_link, orders)) if operator else found
