"""Counts the work of a query in the embedded cloud: `python -m tests.local.query_work ITEMS` prints how many
calls of functions it makes for a page of a partition that holds so many items, from the end and further down.

A process of its own: patches last as long as the process.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from typing import Any

PAGE = 21


def main() -> None:
    os.environ.setdefault("STATE_DIR", tempfile.mkdtemp(prefix="paidonce-query-"))
    from local.aws.patches import sorted_partitions  # only now is the environment as MiniStack wants it

    sorted_partitions.apply()
    items = int(sys.argv[1])
    _fill(items)
    pages = [_page(), _page(before=f"placed#{items // 2:07}")]
    for page in pages:
        page()  # whatever is put in order once
    print(json.dumps([_calls(page) for page in pages]))


def _fill(items: int) -> None:
    from ministack.services import dynamodb

    key = [{"AttributeName": "owner", "KeyType": "HASH"}, {"AttributeName": "placed", "KeyType": "RANGE"}]
    types = [{"AttributeName": one["AttributeName"], "AttributeType": "S"} for one in key]
    dynamodb._create_table(
        {
            "TableName": "rows",
            "KeySchema": key,
            "AttributeDefinitions": types,
            "BillingMode": "PAY_PER_REQUEST",
        }
    )
    for number in range(items):
        row = {"owner": {"S": "o"}, "placed": {"S": f"placed#{number:07}"}}
        dynamodb._put_item({"TableName": "rows", "Item": row})


def _page(before: str = "") -> Callable[[], None]:
    from ministack.services import dynamodb

    condition, values = "#owner = :owner", {":owner": {"S": "o"}}
    names = {"#owner": "owner"}
    if before:
        condition, values = condition + " AND #placed < :before", values | {":before": {"S": before}}
        names["#placed"] = "placed"
    request = {
        "TableName": "rows",
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "ScanIndexForward": False,
        "Limit": PAGE,
        "ConsistentRead": True,
    }

    def ask() -> None:
        answer = dynamodb._query(dict(request))
        body = json.loads(answer[2])
        assert len(body["Items"]) == PAGE, body
        assert body["Items"][0]["placed"]["S"] < (before or "q")

    return ask


def _calls(work: Callable[[], None]) -> int:
    made = 0

    def count(_frame: Any, event: str, _what: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


if __name__ == "__main__":
    main()
