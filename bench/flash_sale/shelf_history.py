"""How many units of a product were available at every moment of a sale, from the Stock table's own stream.

The stream is that of the embedded cloud, switched on for the sale: the product itself needs none.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from local.settings import client

MILLISECONDS_DIGITS = 20
"""A sequence number of the embedded cloud begins with so many digits of milliseconds since 1970."""
_read = TypeDeserializer().deserialize


@dataclass(frozen=True)
class Change:
    """From `at` on (seconds since 1970), the shard has so many units available."""

    at: float
    shard: int
    available: int


class ShelfHistory:
    """What was available in all shards together, from `there` (available units by shard) on."""

    def __init__(self, there: dict[int, int], changes: Iterable[Change]) -> None:
        now = dict(there)
        self._at = [float("-inf")]
        self._available = [sum(now.values())]
        for change in changes:
            now[change.shard] = change.available
            self._at.append(change.at)
            self._available.append(sum(now.values()))

    def least_between(self, begin: float, end: float) -> int:
        """The fewest units that were available at any moment from `begin` to `end`, in seconds since 1970."""
        first = bisect_right(self._at, begin) - 1
        return min(self._available[first : max(first + 1, bisect_right(self._at, end))])

    @property
    def last(self) -> int:
        return self._available[-1]


@dataclass(frozen=True)
class ShelfRecorder:
    """Records one SKU's shards from the moment of `begin` on."""

    endpoint_url: str
    table: str
    sku: str
    there: dict[int, int]

    @classmethod
    def begin(cls, endpoint_url: str, sku: str) -> "ShelfRecorder":
        """Switch the stream of the Stock table on, while nobody buys."""
        dynamodb = client("dynamodb", endpoint_url)
        table = next(name for name in dynamodb.list_tables()["TableNames"] if "Stock" in name)
        if "StreamSpecification" not in dynamodb.describe_table(TableName=table)["Table"]:
            stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
            dynamodb.update_table(TableName=table, StreamSpecification=stream)
        items = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        found = [shard for page in items for shard in _shards(page["Items"], sku)]
        return cls(endpoint_url, table, sku, {shard["shard"]: shard["available"] for shard in found})

    def read(self) -> ShelfHistory:
        """Everything since `begin`, once the sale is over."""
        records = sorted(self._records(), key=lambda one: str(one["dynamodb"]["SequenceNumber"]))
        return ShelfHistory(self.there, self._changes(records))

    def _changes(self, records: list[Any]) -> Iterator[Change]:
        for record in records:
            at = int(record["dynamodb"]["SequenceNumber"][:MILLISECONDS_DIGITS]) / 1000
            for shard in _shards([record["dynamodb"].get("NewImage", {})], self.sku):
                yield Change(at, shard["shard"], shard["available"])

    def _records(self) -> Iterator[Any]:
        streams = client("dynamodbstreams", self.endpoint_url)
        (stream,) = streams.list_streams(TableName=self.table)["Streams"]
        described = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]
        for shard in described["Shards"]:
            iterator = streams.get_shard_iterator(
                StreamArn=stream["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            while iterator:
                page = streams.get_records(ShardIterator=iterator)
                if not page["Records"]:
                    break
                yield from page["Records"]
                iterator = page.get("NextShardIterator")


def _shards(items: Iterable[dict[str, Any]], sku: str) -> Iterator[dict[str, int]]:
    """Number and available units of the shards of this SKU among items as the API has them."""
    for item in items:
        if "id" in item and item["id"]["S"].startswith(f"shard#{sku}#"):
            yield {name: int(_read(item[name])) for name in ("shard", "available")}
