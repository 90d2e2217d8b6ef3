"""Conversations broken on purpose, and the pairs that must find each."""

from dataclasses import replace
from typing import Any

from functions.conversation import store
from functions.shared.write import Write
from tests.interleavings.variants import Broken, Found, _all, _patched

_STANDS = "attribute_exists(#conversation) OR attribute_not_exists(#conversation)"


def _anyhow(name: str) -> Broken:
    """The write that this builder makes has no condition."""
    real = getattr(store, name)

    def build(*given: Any) -> Write:
        built = real(*given)
        used = {key: value for key, value in built.values.items() if f":{key}" in built.changes}
        return replace(built, condition=_STANDS, values=used)

    return _patched(store, name, build)


def _marks(condition: str) -> Broken:
    """A mark is moved on this condition, or on none."""

    class Loosely(Write):
        @classmethod
        def update(cls, *given: Any, **more: Any) -> Write:
            built = Write.update(*given, **more)
            if "_upto = :upto" not in built.changes:
                return built
            values = {key: one for key, one in built.values.items() if f":{key}" in built.changes + condition}
            return replace(built, condition=condition or _STANDS, values=values)

    return _patched(store, "Write", Loosely)


VARIANTS: dict[str, Found] = {
    "a message takes its number whoever took it": (
        _all(_anyhow("_advance"), _anyhow("_message")),
        ("say || say", "say || say, one customer in two tabs"),
    ),
    "a client_id is marked whatever it stands for": (
        _anyhow("_marker"),
        ("say || say again", "say || redelivery", "say over HTTP || redelivery"),
    ),
    "what the shop has read is taken off its list whatever was said meanwhile": (
        _marks("#operator_upto < :upto"),
        ("say || read",),
    ),
    "a mark goes back": (_marks(""), ("read || read",)),
}
