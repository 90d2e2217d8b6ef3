"""Whom a connection follows: what is theirs, it is told of."""

from functions.session.groups import OPERATORS
from functions.session.owners_store import readable_owners


def followed_by(owner: str, operator: bool) -> tuple[str, ...]:
    """The owner first, and the guests whose carts were merged into the owner's; operators also what is told
    to all of them. One read."""
    found = readable_owners(owner)
    return (*found, OPERATORS) if operator else found
