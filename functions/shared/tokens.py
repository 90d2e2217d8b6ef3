"""Task tokens, kept with what an execution waits for.

Every try of a state has a token of its own, and the try that lives need not be the one that is written last:
an earlier one whose answer was lost, or that was slow, may be written after it. So none takes the place of
another, and all of them are answered: those that are gone do no harm.
"""

from collections.abc import Mapping
from typing import Any


def keep(within: str = "") -> str:
    """The part of an update that keeps more tokens, in an item or in a map of it (`#stuck.`); its values are
    those of `values_of_keep`."""
    name = f"{within}#task_tokens"
    return f"{name} = list_append(if_not_exists({name}, :no_tokens), :new_tokens)"


def values_of_keep(*task_tokens: str) -> dict[str, Any]:
    return {"no_tokens": [], "new_tokens": list(task_tokens)}


def kept(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The tokens that an item keeps, in the order in which they were written. Items of before there could be
    several have one under a name of its own. Raises TypeError for what cannot be tokens."""
    one, several = item.get("task_token"), item.get("task_tokens", [])
    if not isinstance(several, list) or not all(isinstance(token, str) for token in several):
        raise TypeError("task_tokens holds what is no token")
    return (*([one] if one else []), *several)
