"""The groups that a session's owner may be in, and what the owners are called of operators' sessions, and of
sessions by an order's link."""

OPERATORS = "operators"
"""The group of those who may call what lies under /ops. Their connections follow it, as if it were an
owner."""

CUSTOMERS = "customers"
"""The group of those who have an account. Who is in no group is a guest."""

OPERATOR_PREFIX = "op_"
"""What the owner of an operator's session begins with, before the operator's name."""

LINK_PREFIX = "link_"
"""What the owner of a session by an order's link begins with, before the order's id. It is nobody's cart and
nobody's orders: what it may do is what is granted to it by name."""


def owner_by_link(order_id: str) -> str:
    """The owner of every session that was opened by this order's link. Connections of operators who look at
    the order follow it, as if it were an owner."""
    return LINK_PREFIX + order_id


def order_of_link(owner: str) -> str | None:
    """The order whose link opened this owner's session; None for every other owner."""
    return owner.removeprefix(LINK_PREFIX) if owner.startswith(LINK_PREFIX) else None
