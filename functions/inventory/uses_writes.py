"""Counts of what customers have used of codes: items of the Stock table, `uses#<code>#<customer>`, and the
writes on them that take part in others' transactions. The order's reservation names them, and is written with
them, so that each is counted, and given back, once.
"""

from functions.inventory.uses import CustomerUse
from functions.shared.write import Item, Write

TABLE = "STOCK_TABLE"


def uses_key(code: str, customer: str) -> Item:
    return {"id": f"uses#{code}#{customer}"}


def uses_label(code: str) -> str:
    return f"uses:{code}"


def count(use: CustomerUse) -> Write:
    """One use more; refused under the code's label where the customer has had them all."""
    return Write.update(
        TABLE,
        uses_label(use.code),
        uses_key(use.code, use.customer),
        "SET #used = if_not_exists(#used, :none) + :one, #code = :code, #customer = :customer",
        condition="attribute_not_exists(#id) OR #used < :most",
        values={"none": 0, "one": 1, "most": use.most, "code": use.code, "customer": use.customer},
    )


def uncount(use: CustomerUse) -> Write:
    """One use less; refused under the code's label where there is none."""
    return Write.update(
        TABLE,
        uses_label(use.code),
        uses_key(use.code, use.customer),
        "SET #used = #used - :one",
        condition="#used >= :one",
        values={"one": 1},
    )
