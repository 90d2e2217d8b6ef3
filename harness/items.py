"""Stored items as tests and scenarios read, write and spoil them, behind the back of the code that owns
them."""

import os
from typing import Any, TypeVar

from functions.shared import table
from functions.shared.write import Item, pack

Found = TypeVar("Found")
MISSING = object()


def present(found: Found | None) -> Found:
    """What was looked for, which must be there."""
    assert found is not None
    return found


def item_of(name: str, key: Item) -> Item:
    return present(table.get(name, key))


def puts(name: str, item: Item) -> None:
    table.client().put_item(TableName=os.environ[name], Item=pack(item))


def breaks(name: str, key: Item, attribute: str, value: Any = MISSING) -> Item:
    """Take an attribute of an item away, or make it this; the item as it was."""
    before = item_of(name, key)
    rest = {one: known for one, known in before.items() if one != attribute}
    puts(name, rest if value is MISSING else rest | {attribute: value})
    return before
