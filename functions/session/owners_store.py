"""The Owners table: whose orders an owner may see and act on beside their own. One item an owner, key
`owner`, with the guests whose carts were merged into theirs.
"""

from functions.session.groups import order_of_link
from functions.shared.table import ConditionRefused, get, write
from functions.shared.write import Write

TABLE = "OWNERS_TABLE"
LABEL = "link"
MOST_GUESTS = 20


def readable_owners(owner: str) -> tuple[str, ...]:
    """Ids of all owners whose orders are this one's too, the own id first: one read, at most 21 ids. Who came
    by an order's link has no others, which needs no read.

    Links are not followed further: what a guest had merged before stays the guest's.
    """
    if order_of_link(owner):
        return (owner,)
    return (owner, *sorted(linked_guests(owner)))


def linked_guests(owner: str) -> frozenset[str]:
    item = get(TABLE, {"owner": owner})
    return frozenset(item["guests"]) if item else frozenset()


def link(owner: str, guest: str) -> Write:
    """From now on the orders of `guest` are `owner`'s too. Doing it again changes nothing; refused under
    `link` when it were one guest too many."""
    return Write.update(
        TABLE,
        LABEL,
        {"owner": owner},
        "ADD #guests :guests",
        condition="attribute_not_exists(#guests) OR contains(#guests, :guest) OR size(#guests) < :most",
        values={"guest": guest, "guests": {guest}, "most": MOST_GUESTS},
    )


def link_alone(owner: str, guest: str) -> bool:
    """The same without anything beside it; whether the guest is linked now."""
    try:
        write(link(owner, guest))
    except ConditionRefused:
        return False
    return True
