"""A query of a table reads the items that it answers: upstream sorts and looks at the whole partition.

Partitions keep their sort keys in order as items come and go. A query that names a limit is handed those
items alone that its page can hold; upstream then checks, sorts, filters and counts them as ever. What is
asked in another way than the product asks (another type of key, older conditions) is left to upstream.
"""

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ministack.services import dynamodb

from local.aws.anchor import expect, replace

QUERY_SOURCE = "50c2e7ec69e9"
SET_SOURCE = "4e78ad492132"
TOKENIZE_SOURCE = "6abb13395c3e"
OUTSIDE = 3
"""Items that may stand at the edges of what is handed over and not belong to the page: a bound that is not
included, the key that the page starts after, and one more, by which it is seen that more is there."""
BELOW, ABOVE = ("LT", "LE"), ("GT", "GE")


@dataclass(frozen=True)
class Page:
    """Items from `first` to `last` (sort keys, both included; None: no bound), so many from one end."""

    first: str | None
    last: str | None
    size: int
    from_the_end: bool


class Partition(dict[str, Any]):
    """Items by sort key. `values` gives a page of them to a query in whose thread one is wanted."""

    _wanted = threading.local()

    def __init__(self, *items: Any) -> None:
        super().__init__(*items)
        self._order: list[str] | None = None

    def __setitem__(self, key: str, item: Any) -> None:
        if self._order is not None and key not in self:
            insort(self._order, key)
        super().__setitem__(key, item)

    def pop(self, key: str, *default: Any) -> Any:
        if self._order is not None and key in self:
            del self._order[bisect_left(self._order, key)]
        return super().pop(key, *default)

    def __delitem__(self, key: str) -> None:
        self.pop(key)

    def values(self) -> Any:
        page: Page | None = getattr(self._wanted, "page", None)
        return super().values() if page is None else [self[key] for key in self._page(page)]

    def _page(self, page: Page) -> Iterable[str]:
        if self._order is None or len(self._order) != len(self):
            self._order = sorted(self)
        low = 0 if page.first is None else bisect_left(self._order, page.first)
        high = len(self._order) if page.last is None else bisect_right(self._order, page.last)
        if page.from_the_end:
            return self._order[max(low, high - page.size) : high]
        return self._order[low : min(high, low + page.size)]


def apply() -> None:
    """Keep partitions in order, and hand queries their page."""
    expect(dynamodb, "_tokenize", source=TOKENIZE_SOURCE)
    query: Any = None
    set_item: Any = None

    def set_in_order(table: dict[str, Any], pk: str, sk: str, item: Any) -> Any:
        if table.get("sk_name") and pk not in table["items"]:
            table["items"][pk] = Partition()
        return set_item(table, pk, sk, item)

    def query_page(data: dict[str, Any]) -> Any:
        Partition._wanted.page = _wanted(data)
        try:
            return query(data)
        finally:
            Partition._wanted.page = None

    query = replace(dynamodb, "_query", query_page, source=QUERY_SOURCE)
    set_item = replace(dynamodb, "_set_item", set_in_order, source=SET_SOURCE)


def _wanted(data: dict[str, Any]) -> Page | None:
    """The page that this query asks for; None where upstream has to see the whole partition."""
    limit, condition = data.get("Limit"), data.get("KeyConditionExpression")
    table = dynamodb._tables.get(dynamodb._normalize_table_name(data.get("TableName")))
    if not table or data.get("IndexName") or not condition or not isinstance(limit, int) or limit < 1:
        return None
    sort_key = table.get("sk_name")
    if not sort_key or dynamodb._get_attr_type(table, sort_key) != "S":
        return None
    bounds = _bounds(str(condition), sort_key, data)
    if bounds is None:
        return None
    first, last = bounds
    backwards = data.get("ScanIndexForward") is False
    start = ((data.get("ExclusiveStartKey") or {}).get(sort_key) or {}).get("S")
    if start is not None and backwards:
        last = start if last is None else min(last, start)
    elif start is not None:
        first = start if first is None else max(first, start)
    _in_order(table, data)
    return Page(first, last, limit + OUTSIDE, backwards)


def _bounds(condition: str, sort_key: str, data: dict[str, Any]) -> tuple[str | None, str | None] | None:
    """Bounds of the sort key, from conditions of the form `NAME op :value AND NAME op :value`; None for any
    other."""
    names = data.get("ExpressionAttributeNames") or {}
    values = data.get("ExpressionAttributeValues") or {}
    try:
        tokens = dynamodb._tokenize(condition)[:-1]
    except ValueError:
        return None
    first = last = None
    for start in range(0, len(tokens), 4):
        clause, joined = tokens[start : start + 3], tokens[start + 3 : start + 4]
        if [kind for kind, _ in clause][::2] not in (["NAME_REF", "VALUE_REF"], ["IDENT", "VALUE_REF"]):
            return None
        if joined and joined[0][1].upper() != "AND":
            return None
        (_, name), (operator, _), (_, reference) = clause
        if names.get(name, name) != sort_key:
            continue
        value = (values.get(reference) or {}).get("S")
        if value is None or operator not in ("EQ", *BELOW, *ABOVE):
            return None
        first = value if operator in ("EQ", *ABOVE) else first
        last = value if operator in ("EQ", *BELOW) else last
    return first, last


def _in_order(table: dict[str, Any], data: dict[str, Any]) -> None:
    """Partitions that upstream made (loaded from disk, say) become such as keep their order."""
    for value in (data.get("ExpressionAttributeValues") or {}).values():
        key = value.get("S") if isinstance(value, dict) else None
        if isinstance(key, str) and type(table["items"].get(key)) is dict:
            table["items"][key] = Partition(table["items"][key])
