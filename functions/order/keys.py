"""The keys of the Orders table: what stands under an order's id, and the indexes `due` and `lists`.

Several contexts keep items there, each its own: order (head, events), returns (a return each), refunds (a
refund of an amount each), operator (what an operator has to look at).
"""

from functions.shared import ids
from functions.shared.write import Item

TABLE = "ORDERS_TABLE"
HEAD = "head"
EVENT = "event#"
RETURN = "return#"
REFUND = "refund#"
OPERATOR = "operator"

DUE_INDEX = "due"
DUE_BUCKETS = 8

LISTS_INDEX = "lists"
"""Sparse: returns and refunds of an amount by the state they are in, events that tell of money given back."""
REFUNDS = "REFUNDS"


def head_key(order_id: str) -> Item:
    return {"order_id": order_id, "item": HEAD}


def event_key(order_id: str, number: int) -> Item:
    return {"order_id": order_id, "item": f"{EVENT}{number:06}"}


def operator_key(order_id: str) -> Item:
    return {"order_id": order_id, "item": OPERATOR}


def subject_key(subject: str) -> Item:
    """The key of an order's head, of a return, or of a refund of an amount, by its id."""
    order_id = ids.order_of_part(subject)
    if order_id is None:
        return head_key(subject)
    return {"order_id": order_id, "item": (RETURN if ids.order_of_return(subject) else REFUND) + subject}


def subject_of(key: Item) -> str:
    """The id of the order whose head stands under this key, or of the return or the refund."""
    return str(key["order_id"] if key["item"] == HEAD else key["item"].partition("#")[2])


FIRST_PLACE = "0"
"""Before all others: DynamoDB compares with no empty text."""


def place_in_list(at: str, name: str) -> str:
    """Where something stands in its list: later ones are greater, no two are alike."""
    return f"{at}#{name}"


def due_bucket(subject: str) -> str:
    """Spreads what is due over partitions, so that a flash sale does not meet in one of them."""
    return f"due#{sum(subject.encode()) % DUE_BUCKETS}"


def due_buckets() -> list[str]:
    return [f"due#{number}" for number in range(DUE_BUCKETS)]
