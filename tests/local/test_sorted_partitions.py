"""Queries that are handed their page alone answer as those that look at the whole partition, for less."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ministack.services import dynamodb

from local.aws.patches import sorted_partitions

PATCHED = ("_query", "_set_item")
SCHEMA = [("pk", "HASH"), ("sk", "RANGE")]

Query = Callable[..., dict[str, Any]]


@pytest.fixture(params=["upstream", "patched"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "patched":
        for name in PATCHED:
            monkeypatch.setattr(dynamodb, name, getattr(dynamodb, name))  # put back at the end
        sorted_partitions.apply()
    return str(request.param)


@pytest.fixture
def table(kind: str) -> Iterator[str]:
    dynamodb._create_table(
        {
            "TableName": kind,
            "KeySchema": [{"AttributeName": name, "KeyType": role} for name, role in SCHEMA],
            "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name, _ in SCHEMA],
            "BillingMode": "PAY_PER_REQUEST",
        }
    )
    yield kind
    dynamodb._delete_table({"TableName": kind})


def put(table: str, numbers: Iterator[int] | range) -> None:
    for number in numbers:
        item = {"pk": {"S": "owner"}, "sk": {"S": f"{number:06}"}, "n": {"N": str(number)}}
        status, _, said = dynamodb._put_item({"TableName": table, "Item": item})
        assert status == 200, said


def remove(table: str, number: int) -> None:
    dynamodb._delete_item({"TableName": table, "Key": {"pk": {"S": "owner"}, "sk": {"S": f"{number:06}"}}})


def asked(table: str, condition: str = "", **options: Any) -> tuple[list[int], str | None]:
    """Numbers found, and where the next page starts."""
    values = {":pk": {"S": "owner"}} | options.pop("values", {})
    request = {
        "TableName": table,
        "KeyConditionExpression": " AND ".join(filter(None, ["#pk = :pk", condition])),
        "ExpressionAttributeNames": {"#pk": "pk"} | ({"#sk": "sk"} if condition else {}),
        "ExpressionAttributeValues": values,
    }
    status, _, said = dynamodb._query(request | options)
    answer = json.loads(said)
    assert status == 200, answer
    last = answer.get("LastEvaluatedKey")
    return [int(item["n"]["N"]) for item in answer["Items"]], last and last["sk"]["S"]


def at(number: int) -> dict[str, Any]:
    return {":at": {"S": f"{number:06}"}}


def test_pages_are_the_same_forwards_backwards_bounded_and_after_changes(table: str) -> None:
    put(table, range(0, 60, 2))
    assert asked(table, Limit=3) == ([0, 2, 4], "000004")
    put(table, range(1, 60, 2))
    remove(table, 3)

    assert asked(table, Limit=4) == ([0, 1, 2, 4], "000004")
    assert asked(table, Limit=3, ScanIndexForward=False) == ([59, 58, 57], "000057")
    assert asked(table, "#sk < :at", values=at(50), Limit=2, ScanIndexForward=False) == ([49, 48], "000048")
    assert asked(table, "#sk <= :at", values=at(50), Limit=2, ScanIndexForward=False)[0] == [50, 49]
    assert asked(table, "#sk > :at", values=at(2), Limit=2)[0] == [4, 5]
    assert asked(table, "#sk >= :at", values=at(2), Limit=2)[0] == [2, 4]
    assert asked(table, "#sk = :at", values=at(7), Limit=2) == ([7], None)
    between = at(10) | {":to": {"S": "000012"}}
    assert asked(table, "#sk BETWEEN :at AND :to", values=between, Limit=9) == ([10, 11, 12], None)
    start = {"pk": {"S": "owner"}, "sk": {"S": "000057"}}
    assert asked(table, Limit=2, ScanIndexForward=False, ExclusiveStartKey=start)[0] == [56, 55]
    assert len(asked(table)[0]) == 59
    odd = {"FilterExpression": "n IN (:one, :five)"}
    values = {":one": {"N": "1"}, ":five": {"N": "5"}}
    assert asked(table, Limit=4, values=values, **odd) == ([1], "000004")


def test_the_last_page_says_whether_there_is_more(table: str) -> None:
    put(table, range(5))

    assert asked(table, Limit=5) == ([0, 1, 2, 3, 4], "000004")
    assert asked(table, Limit=6) == ([0, 1, 2, 3, 4], None)


@pytest.mark.parametrize("kind", ["patched"], indirect=True)
def test_a_page_of_a_large_partition_looks_at_as_few_items_as_one_of_a_small(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    judge = dynamodb._evaluate_condition
    monkeypatch.setattr(dynamodb, "_evaluate_condition", lambda *a, **b: looked.append(a) or judge(*a, **b))

    counts = []
    for numbers in (range(30), range(30, 3000)):
        put(table, numbers)
        looked.clear()
        asked(table, "#sk < :at", values=at(20), Limit=5, ScanIndexForward=False)
        counts.append(len(looked))

    assert counts[0] == counts[1] <= 5 + sorted_partitions.OUTSIDE


@pytest.mark.parametrize("kind", ["patched"], indirect=True)
def test_a_partition_that_upstream_made_is_put_in_order_when_asked(table: str) -> None:
    put(table, range(20))
    items = dynamodb._tables.get(table)["items"]
    items["owner"] = dict(items["owner"])

    assert asked(table, Limit=2, ScanIndexForward=False)[0] == [19, 18]
    put(table, range(20, 21))
    assert asked(table, Limit=2, ScanIndexForward=False)[0] == [20, 19]
