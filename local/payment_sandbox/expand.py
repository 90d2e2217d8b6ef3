"""`expand[]`: ids in an answer replaced by the objects they name (https://docs.stripe.com/api/expanding_objects)."""

from collections.abc import Callable
from typing import Any

from local.payment_sandbox.errors import invalid_request
from local.payment_sandbox.params import Params

_EXPANDABLE = {
    "payment_intent": ("latest_charge",),
    "charge": ("payment_intent",),
    "refund": ("charge", "payment_intent"),
    "dispute": ("charge", "payment_intent"),
    "event": (),
}

Lookup = Callable[[str], dict[str, Any]]


def wanted_expansions(params: Params, kind: str, listed: bool = False) -> tuple[str, ...]:
    """The fields to expand; in a list they are asked for as `data.field`."""
    prefix = "data." if listed else ""
    allowed = {prefix + name: name for name in _EXPANDABLE[kind]}
    fields = params.strings("expand")
    for name in fields:
        if name not in allowed:
            raise invalid_request(f"This property cannot be expanded ({name}).", param="expand")
    return tuple(allowed[name] for name in fields)


def expanded(shown: dict[str, Any], fields: tuple[str, ...], lookup: Lookup) -> dict[str, Any]:
    return shown | {name: lookup(shown[name]) for name in fields if shown[name] is not None}
