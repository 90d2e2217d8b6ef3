"""Writes on a fulfilment that take part in others' transactions."""

from functions.fulfilment.fulfilment import PackingOutcome
from functions.shared.write import Item, Write

TABLE = "FULFILMENTS_TABLE"
LABEL = "fulfilment"


def key(order_id: str) -> Item:
    return {"order_id": order_id}


def schedule(order_id: str, pack_by: str) -> Write:
    """Say until when there is time to pack; a decision may stand there already (a customer who cancelled at
    once)."""
    return Write.update(
        TABLE,
        LABEL,
        key(order_id),
        "SET #pack_by = :pack_by",
        condition="attribute_not_exists(#pack_by)",
        values={"pack_by": pack_by},
    )


def abandon(order_id: str, seen: PackingOutcome | None, why: str, at: str) -> list[Write]:
    """ABANDONED where nothing was decided, or over PACKED if that was seen; any other decision stays. Refused
    under `fulfilment` if another was made meanwhile."""
    if seen not in (None, PackingOutcome.PACKED):
        return []
    values = {"abandoned": PackingOutcome.ABANDONED, "why": why, "at": at}
    change = Write.update(
        TABLE,
        LABEL,
        key(order_id),
        "SET #decision = :abandoned, #why = :why, #decided_at = :at",
        condition="#decision = :seen" if seen else "attribute_not_exists(#decision)",
        values=values | ({"seen": seen} if seen else {}),
    )
    return [change]
