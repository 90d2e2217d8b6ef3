"""A property of the templates on which something that is promised rests, with the reason why it is so."""

from dataclasses import dataclass
from typing import Any

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Pin:
    """`values`: one that every resource of the kind has, or values by construct, and then no other construct
    has the property. Several of one construct stand in a tuple, in the template's order."""

    kind: str
    path: str
    values: Any
    reason: str
