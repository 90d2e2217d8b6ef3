"""The Owners table: whose orders an owner may read beside their own. One item an owner, key `owner`, with the
guests whose carts were merged into theirs.
"""

from functions.shared.table import Write, get

TABLE = "OWNERS_TABLE"
LABEL = "link"
MOST_GUESTS = 20


def readable_owners(owner: str) -> tuple[str, ...]:
    """Ids of all owners whose orders this one may read, the own id first: one read, at most 21 ids.

    Links are not followed further: what a guest had merged before stays the guest's.
    """
    return (owner, *sorted(linked_guests(owner)))


def linked_guests(owner: str) -> frozenset[str]:
    item = get(TABLE, {"owner": owner})
    return frozenset(item["guests"]) if item else frozenset()


def link(owner: str, guest: str) -> Write:
    """From now on `owner` reads the orders of `guest`. Doing it again changes nothing; refused under `link`
    when it were one guest too many."""
    return Write(
        table=TABLE,
        label=LABEL,
        key={"owner": owner},
        condition="attribute_not_exists(#guests) OR contains(#guests, :guest) OR size(#guests) < :most",
        update="ADD #guests :guests",
        values={"guest": guest, "guests": {guest}, "most": MOST_GUESTS},
    )
