"""The stream of the Orders table: what is in the logs, as the records that DynamoDB would have sent."""

from typing import Any

from functions.shared.table import scan
from functions.shared.write import pack

Record = dict[str, Any]


def records() -> list[Record]:
    """One INSERT for each event in the table, oldest first."""
    events = [item for item in scan("ORDERS_TABLE") if item["item"].startswith("event#")]
    events.sort(key=lambda item: (item["at"], item["order_id"], item["item"]))
    return [record(item, sequence) for sequence, item in enumerate(events, start=1)]


def heads() -> list[Record]:
    """One MODIFY for the head of each order, as it stands."""
    found = [item for item in scan("ORDERS_TABLE") if item["item"] == "head"]
    return [record(item, number, "MODIFY") for number, item in enumerate(found, start=1)]


def record(item: dict[str, Any], sequence: int, name: str = "INSERT") -> Record:
    keys = {"order_id": item["order_id"], "item": item["item"]}
    return {
        "eventID": f"id-{sequence}",
        "eventName": name,
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": pack(keys),
            "NewImage": pack(item),
            "SequenceNumber": f"{sequence:021}",
            "StreamViewType": "NEW_IMAGE",
        },
    }


def sequence(record: Record) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number
