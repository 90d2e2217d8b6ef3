"""What one call costs, from its parameters and from the items that stood there before and after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from bench.exact import Exact, plain
from bench.tables import Table
from bench.units import Item, index_units, item_size, read_units, write_units

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")
READS = ("GetItem", "BatchGetItem", "TransactGetItems")
PAGES = ("Query", "Scan")
PUT_FILE = "PutObject"

Units = dict[str, Exact]
"""Request units by table, an index as `Orders/due`."""


@dataclass(frozen=True)
class Call:
    """A call to AWS. `writes` and `reads` in DynamoDB's request units; `events` put on a bus; `file_bytes` of
    the file that it puts into a bucket."""

    operation: str
    writes: Units = field(default_factory=dict)
    reads: Units = field(default_factory=dict)
    events: int = 0
    file_bytes: int = 0

    @property
    def to_dynamodb(self) -> bool:
        return self.operation in (*WRITES, *READS, *PAGES)

    def __str__(self) -> str:
        units = [f"{place} {plain(units)}" for place, units in (self.writes | self.reads).items()]
        return f"{self.operation}: {', '.join(units)}" if units else self.operation


@dataclass(frozen=True)
class Touched:
    """An item that a call names: as it stood before and after, and, of a put that was refused, what it would
    have been."""

    table: Table
    before: Item | None
    after: Item | None
    wanted: Item | None = None


def keys(operation: str, params: Mapping[str, Any], tables: Mapping[str, Table]) -> list[tuple[str, Item]]:
    """The table's name and the key of every item that the call names."""
    if operation == "BatchGetItem":
        return [(name, key) for name, asked in params["RequestItems"].items() for key in asked["Keys"]]
    return [
        (one["TableName"], one["Key"] if "Key" in one else tables[one["TableName"]].key_of(one["Item"]))
        for one in _parts(operation, params)
    ]


def wanted(operation: str, params: Mapping[str, Any]) -> list[Item | None]:
    """The item of each put, None where the call names a key: parallel to `keys`."""
    return [one.get("Item") for one in _parts(operation, params)]


def charge(operation: str, params: Mapping[str, Any], touched: Sequence[Touched]) -> Call:
    """A transaction that is refused is taken to cost what it would have cost: every item was looked at."""
    transactional = operation.startswith("Transact")
    if operation in WRITES:
        return Call(operation, writes=_sum(_write(one, transactional) for one in touched))
    if operation in READS:
        consistent = _consistent(params)
        return Call(operation, reads=_sum(_read(one, consistent, transactional) for one in touched))
    if operation == PUT_FILE:
        return Call(operation, file_bytes=_bytes(params["Body"]))
    return Call(operation, events=len(params.get("Entries", [])))


def charge_page(
    operation: str, params: Mapping[str, Any], found: Sequence[Item], tables: Mapping[str, Table]
) -> Call:
    """A query's or a scan's page. Nothing is filtered or projected, so what is found is what was read."""
    place = tables[params["TableName"]].name
    if "IndexName" in params:
        place += f"/{params['IndexName']}"
    size = sum(map(item_size, found))
    return Call(operation, reads={place: read_units(size, consistent=_consistent(params))})


def _write(one: Touched, transactional: bool) -> Iterator[tuple[str, Exact]]:
    after = one.after if one.wanted is None else one.wanted
    yield one.table.name, write_units(one.before, after, transactional=transactional)
    for index in one.table.indexes:
        units = index_units(index, one.before, one.after)
        if units:
            yield f"{one.table.name}/{index.name}", units


def _read(one: Touched, consistent: bool, transactional: bool) -> Iterator[tuple[str, Exact]]:
    size = item_size(one.before)
    yield one.table.name, read_units(size, consistent=consistent, transactional=transactional)


def _parts(operation: str, params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if operation in ("TransactWriteItems", "TransactGetItems"):
        return [part for entry in params["TransactItems"] for part in entry.values()]
    return [params] if operation in (*WRITES, *READS) else []


def _consistent(params: Mapping[str, Any]) -> bool:
    if "RequestItems" in params:
        return all(asked.get("ConsistentRead", False) for asked in params["RequestItems"].values())
    return bool(params.get("ConsistentRead", False))


def _bytes(body: bytes | BytesIO) -> int:
    """botocore makes a stream of a call's bytes."""
    return len(body) if isinstance(body, bytes) else body.getbuffer().nbytes


def _sum(charged: Any) -> Units:
    total: Units = {}
    for units in charged:
        for place, amount in units:
            total[place] = total.get(place, 0) + amount
    return total
