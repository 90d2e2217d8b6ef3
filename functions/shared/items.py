"""Stored items read strictly, and one by one: an item that cannot be read is said to be so by name. It is
never taken for one that is not there, and stops nobody from reading the others.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import wraps
from traceback import extract_tb
from typing import Any, TypeVar

from functions.shared.money import Money
from functions.shared.write import Item

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

ERASED = "[erased]"
"""Stands where something personal stood that was taken out on its person's wish."""

Aside = dict[str, str]
"""What could not be read, by id, with why. A read of many that is given one puts broken items there and goes
on; a read that is given none raises Unreadable, so that whoever does not ask is not told half."""


class Unreadable(Exception):
    """An item that is stored otherwise than this version writes it. Names attributes, never what is in
    them."""


def reader(read: Callable[[Item], T]) -> Callable[[Item], T]:
    """A function that makes a value of an item: whatever it trips over is Unreadable."""

    @wraps(read)
    def strict(item: Item) -> T:
        try:
            return read(item)
        except KeyError as missing:
            raise Unreadable(f"{missing.args[0]} is missing") from None
        except (LookupError, TypeError, ValueError, AttributeError) as broken:
            raise Unreadable(f"something in it is a {type(broken).__name__}") from None

    return strict


def read_each(
    items: Iterable[Item], read: Callable[[Item], T], name: Callable[[Item], str], aside: Aside | None
) -> Iterator[T]:
    """What each item says; one that cannot be read goes `aside` under its `name`, or raises."""
    for item in items:
        try:
            one = read(item)
        except Exception as broken:
            if aside is None:
                raise
            aside[name(item)] = describe(broken)
            continue
        yield one


def describe(failure: Exception) -> str:
    """A failure for logs and operators: its class and where in our code it was raised. Not its text, which
    may quote what it was about, but for Unreadable, which does not."""
    name = type(failure).__name__
    if isinstance(failure, Unreadable):
        return f"{name}: {failure}"
    places = [(one.filename, one.lineno) for one in extract_tb(failure.__traceback__)]
    ours = [(path.rpartition("functions/")[2], line) for path, line in places if "functions/" in path]
    return f"{name} (functions/{ours[-1][0]}:{ours[-1][1]})" if ours else name


def value(item: Item, name: str, kind: type[T]) -> T:
    """The attribute, which is of this type; True is no number. Raises Unreadable."""
    if name not in item:
        raise Unreadable(f"{name} is missing")
    found = item[name]
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise Unreadable(f"{name} is not of type {kind.__name__}")
    return found


def optional(item: Item, name: str, kind: type[T]) -> T | None:
    """The same, None where there is none."""
    return value(item, name, kind) if item.get(name) is not None else None


def word(item: Item, name: str, words: type[Word]) -> Word:
    """An attribute that is one of these words. Raises Unreadable."""
    found = value(item, name, str)
    try:
        return words(found)
    except ValueError:
        raise Unreadable(f"{name} is an unknown word") from None


def money(item: Item, name: str) -> Money:
    """Raises Unreadable."""
    found = value(item, name, dict)
    return Money(value(found, "amount", int), value(found, "currency", str))


def quantities(item: Item, name: str) -> dict[str, int]:
    """Units by line id; none where there is no such attribute. Raises Unreadable."""
    found = optional(item, name, dict) or {}
    if not all(type(units) is int for units in found.values()):
        raise Unreadable(f"{name} holds something that is no number of units")
    return found


def check_json(item: Item, name: str) -> None:
    """The attribute holds nothing that JSON cannot say: it will be shown, or sent. Raises Unreadable."""
    if not _is_json(item.get(name)):
        raise Unreadable(f"{name} holds what no JSON can")


def _is_json(found: Any) -> bool:
    if isinstance(found, dict):
        return all(map(_is_json, found.values()))
    if isinstance(found, list):
        return all(map(_is_json, found))
    return found is None or isinstance(found, str | int)
