"""Items of numbered orders: copies of real ones (samples.py) with the order's own id, owner and times.

Each copy is as long as its sample, whatever its number, so what a call reads does not grow by digits.
"""

import json
import re
from collections.abc import Mapping
from functools import cached_property

from bench.growth import numbered
from bench.growth.samples import Sample
from harness.simulator.dynamodb import Key
from harness.simulator.values import Item
from harness.template import HASH

_ORDER = re.compile(r"ord_[a-h]{32}")
_OWNER = re.compile(r"own_\w{26}")
_LAST_DIGITS = re.compile(r"\d{12}$")
_BUCKETS = ("due_bucket", "status_bucket", "sold_bucket")

Items = dict[Key, Item]


class Copies:
    """What is kept of `size` orders, by the names of the tables without their hash."""

    def __init__(self, size: int, samples: Mapping[str, Sample]) -> None:
        assert size % numbered.CYCLE_ORDERS == 0, "whole cycles"  # noqa: S101 - or sizes differ in their ends
        self.size = size
        self._samples = samples
        self._written = {kind: _patterns(sample) for kind, sample in samples.items()}

    def find(self, table: str, key: Key) -> Item | None:
        number = self._number(key)
        return None if number is None else self.items(table, number).get(key)

    def items(self, table: str, number: int) -> Items:
        """All of one order in a table."""
        pattern = self._written[numbered.became(number)].get(table)
        if pattern is None or number >= self.size:
            return {}
        text = (
            pattern.replace("@order@", numbered.order_id(number))
            .replace("@owner@", numbered.owner(number))
            .replace("@placed@", numbered.placed_at(number))
            .replace("@due@", numbered.due_at(number))
            .replace("@bucket@", str(numbered.bucket(number)))
            .replace("@number@", f"{number:012}")
        )
        return {tuple(key): item for key, item in json.loads(text)}

    def find_all(self, table: str, order_id: str) -> Items:
        number = numbered.number_of(order_id)
        return {} if number is None else self.items(table, number)

    def listed(self, table: str, number: int, sort: str) -> tuple[Key, Item]:
        """The order's item that an index, or its owner's partition, sorts by this attribute."""
        ((key, item),) = [one for one in self.items(table, number).items() if sort in one[1]]
        return key, item

    def grows(self, table: str) -> bool:
        return any(table in patterns for patterns in self._written.values())

    @cached_property
    def statuses(self) -> dict[str, str]:
        """What became of an order, by the status that its row says."""
        return {sample.order.status.value: kind for kind, sample in self._samples.items()}

    @property
    def due(self) -> str:
        """What became of the orders that are to be looked after some day."""
        return numbered.FULFILLING

    def count(self) -> int:
        """Items in all tables."""
        kinds = {kind: 0 for kind in self._samples}
        for kind in kinds:
            listed = (numbered.of_bucket(self.size, kind, one) for one in range(numbered.BUCKETS))
            kinds[kind] = sum(map(len, listed))
        each = {kind: sum(map(len, sample.items.values())) for kind, sample in self._samples.items()}
        return sum(each[kind] * number for kind, number in kinds.items())

    def _number(self, key: Key) -> int | None:
        text = "/".join(key)
        order = _ORDER.search(text)
        if order:
            return numbered.number_of(order[0])
        owner = _OWNER.search(text)
        if owner:
            first = numbered.of_owner(self.size, owner[0])
            return first[0] if len(first) else None
        digits = _LAST_DIGITS.search(text)
        return int(digits[0]) if digits else None


def _patterns(sample: Sample) -> dict[str, str]:
    """By table: JSON of its keys and items with a mark in each place that is a number's own."""
    return {
        HASH.sub("", table): _marked(json.dumps([[key, _own(item)] for key, item in items.items()]), sample)
        for table, items in sample.items.items()
    }


def _own(item: Item) -> Item:
    """The item with marks where a place is known by its attribute."""
    marked = dict(item)
    if "due_at" in item:
        marked["due_at"] = {"S": "@due@"}
    for name in _BUCKETS:
        if name in item and "#" in item[name]["S"]:
            marked[name] = {"S": item[name]["S"].rpartition("#")[0] + "#@bucket@"}
    return marked


def _marked(text: str, sample: Sample) -> str:
    order = sample.order
    return (
        text.replace(order.order_id, "@order@")
        .replace(order.owner, "@owner@")
        .replace(order.placed_at, "@placed@")
    )
