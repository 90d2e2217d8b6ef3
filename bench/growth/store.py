"""DynamoDB's tables with the items of so many numbered orders in them, each made when it is read.

What the shop writes lies over them. Queries give out pages as DynamoDB does, at most `Limit` items or 1 MB,
and read no more than they give out. What no numbered order can be found by raises Unanswerable, and so does
reading a table that grows with orders from end to end: nothing is passed over in silence.
"""

import heapq
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from bench.growth.copies import Copies
from bench.growth.numbered import Numbers, of_bucket, of_owner
from bench.units import item_size
from harness.simulator.dynamodb import Key, Params, Tables
from harness.simulator.values import Item
from harness.template import HASH, Template

PAGE_BYTES = 1024 * 1024
DUE = "due"
LISTS = "lists"
_GONE: Item = {}
_CONDITION = re.compile(r"#(\w+) = :(\w+)(?: AND #(\w+) (<|<=|>=) :(\w+))?")
_BETWEEN = re.compile(r"#(\w+) = :(\w+) AND #(\w+) BETWEEN :(\w+) AND :(\w+)")
_PREFIX = re.compile(r"#(\w+) = :(\w+) AND begins_with\(#(\w+), :(\w+)\)")


class Unanswerable(AssertionError):
    """Nobody made this question answerable; the message says which."""


@dataclass
class Layers(MutableMapping[Key, Item]):
    """What was written to a table over what is copied; `_GONE` hides a copy."""

    table: str
    copies: Copies
    written: dict[Key, Item] = field(default_factory=dict)

    def __getitem__(self, key: Key) -> Item:
        found = self.written[key] if key in self.written else self.copies.find(self.table, key)
        if not found:
            raise KeyError(key)
        return found

    def __setitem__(self, key: Key, item: Item) -> None:
        self.written[key] = item

    def __delitem__(self, key: Key) -> None:
        self.written[key] = _GONE

    def __iter__(self) -> Iterator[Key]:
        _must(not self.copies.grows(self.table), f"{self.table} is read from end to end")
        return (key for key, item in self.written.items() if item)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class _Range:
    """A key condition: a partition, and what its sort key must be below (or, if it `includes` it, equal) and
    above, not below `least`, and what it begins with: an empty text is no limit."""

    partition: str
    below: str = ""
    includes: bool = False
    above: str = ""
    prefix: str = ""
    least: str = ""

    def holds(self, value: str) -> bool:
        under = not self.below or value < self.below or (self.includes and value == self.below)
        return under and value > self.above and value >= self.least and value.startswith(self.prefix)

    def going_on(self, start: str, newest: bool) -> "_Range":
        """What is left behind a page that ended there."""
        return replace(self, below=start, includes=False) if newest else replace(self, above=start)


class NumberedTables(Tables):
    """Tables of a shop that has `copies.size` orders."""

    def __init__(self, template: Template, copies: Copies) -> None:
        super().__init__(template)
        self._copies = copies
        self.items: dict[str, Any] = {name: Layers(HASH.sub("", name), copies) for name in self._keys}

    def snapshot(self) -> Any:
        return {name: dict(layers.written) for name, layers in self.items.items()}

    def restore(self, snapshot: Any) -> None:
        for name, layers in self.items.items():
            layers.written = dict(snapshot[name])

    def _query(self, params: Params) -> Params:
        name, index = params["TableName"], params.get("IndexName", "")
        partition, sort = self._indexes[name][index] if index else self._keys[name]
        asked = _asked(params, partition, sort)
        newest = not params.get("ScanIndexForward", True)
        if "ExclusiveStartKey" in params:
            asked = asked.going_on(params["ExclusiveStartKey"][sort]["S"], newest)
        own, copied = self._own(name, partition, sort, asked), self._copied(name, index, sort, asked, newest)
        own.sort(key=lambda item: item[sort]["S"], reverse=newest)
        merged = heapq.merge(own, copied, key=lambda item: item[sort]["S"], reverse=newest)
        return self._page(merged, params, [*self._keys[name], partition, sort])

    def _own(self, name: str, partition: str, sort: str, asked: _Range) -> list[Item]:
        """What was written, and what is copied under one order's id."""
        layers = self.items[name]
        found = dict(layers.written)
        if layers.table == "Orders" and partition == "order_id":
            under = self._copies.find_all(layers.table, asked.partition)
            found = under | found
        return [
            item
            for item in found.values()
            if item.get(partition) == {"S": asked.partition} and sort in item and asked.holds(item[sort]["S"])
        ]

    def _copied(self, name: str, index: str, sort: str, asked: _Range, newest: bool) -> Iterator[Item]:
        layers = self.items[name]
        numbers = self._numbers(layers.table, index, asked.partition)
        _must(not (asked.prefix and numbers), "numbered orders are sorted by time")

        def item(place: int) -> tuple[Key, Item]:
            return self._copies.listed(layers.table, numbers[place], sort)

        def value(place: int) -> str:
            return str(item(place)[1][sort]["S"])

        places = range(len(numbers))
        if asked.below:
            cut = bisect_right if asked.includes else bisect_left
            places = places[: cut(places, asked.below, key=value)]
        if asked.least:
            places = places[bisect_left(places, asked.least, key=value) :]
        if asked.above:
            places = places[bisect_right(places, asked.above, key=value) :]
        for place in reversed(places) if newest else places:
            key, found = item(place)
            if key not in layers.written:
                yield found

    def _numbers(self, table: str, index: str, partition: str) -> Numbers:
        """Numbers of the orders that a table or an index lists under this key, by its sort key."""
        size, none = self._copies.size, Numbers(0, 0, 1)
        if not self._copies.grows(table):
            return none
        if (table, index) in (("Orders", ""), ("Orders", LISTS)):
            return none  # no numbered order has a return, or was given money back
        if (table, index) == ("OrderViews", ""):
            return of_owner(size, partition.removeprefix("owner#"))
        name, _, bucket = partition.rpartition("#")
        if (table, index) == ("OrderViews", "by_email"):
            return Numbers(size, 0, 1)  # all that were placed with the one address of the samples
        if (table, index) == ("OrderViews", "by_status"):
            kind = self._copies.statuses.get(name)
            return of_bucket(size, kind, int(bucket)) if kind else none
        if (table, index) == ("Orders", DUE):
            return of_bucket(size, self._copies.due, int(bucket)) if name == DUE else none
        raise Unanswerable(f"no numbered order is found by {table} {index} {partition}")

    def _page(self, merged: Iterator[Item], params: Params, attributes: list[str]) -> Params:
        page: list[Item] = []
        room = PAGE_BYTES
        for item in merged:
            page.append(item)
            room -= item_size(item)
            if len(page) == params.get("Limit") or room < 0:
                last = {name: item[name] for name in attributes}
                return {"Items": page, "Count": len(page), "LastEvaluatedKey": last}
        return {"Items": page, "Count": len(page)}


def _asked(params: Params, partition: str, sort: str) -> _Range:
    condition = params["KeyConditionExpression"]
    names, values = params["ExpressionAttributeNames"], params["ExpressionAttributeValues"]
    parsed = _CONDITION.fullmatch(condition) or _PREFIX.fullmatch(condition) or _BETWEEN.fullmatch(condition)
    if parsed is None:
        raise Unanswerable(f"not understood: {condition}")
    _must(names[f"#{parsed[1]}"] == partition, f"{condition} is about no partition")
    value = values[f":{parsed[2]}"]["S"]
    if not parsed[3]:
        return _Range(value)
    _must(names[f"#{parsed[3]}"] == sort, f"{condition} is not about how it is sorted")
    limit = values[f":{parsed[parsed.re.groups]}"]["S"]
    if parsed[4] == ">=":
        return _Range(value, least=limit)
    if parsed.re is _BETWEEN:
        return _Range(value, below=limit, includes=True, least=values[f":{parsed[4]}"]["S"])
    if parsed.re is _PREFIX:
        return _Range(value, prefix=limit)
    return _Range(value, below=limit, includes=parsed[4] == "<=")


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Unanswerable(otherwise)
