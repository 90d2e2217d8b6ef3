"""Session data that is broken on purpose, for the pairs of session_data_pairs.py to find."""

from typing import Any

from functions.session import data_store
from functions.shared.write import Write
from tests.interleavings.variants import Found, _patched


class _Prolonging(Write):
    """A look prolongs whatever stands there by now."""

    @classmethod
    def update(cls, *given: Any, **more: Any) -> Write:
        values = {name: one for name, one in more["values"].items() if name != "seen"}
        return Write.update(*given, condition="attribute_exists(#session_id)", values=values)


class _Anyhow(Write):
    """A write takes place however late it comes."""

    @classmethod
    def put(cls, table: str, label: str, item: Any, **_: Any) -> Write:
        return Write.put(
            table, label, item, condition="attribute_exists(#item) OR attribute_not_exists(#item)"
        )


VARIANTS: dict[str, Found] = {
    "session data is written however late": (
        _patched(data_store, "Write", _Anyhow),
        ("keep, keep || look", "keep, forget || look"),
    ),
    "a look prolongs what was deleted meanwhile": (
        _patched(data_store, "Write", _Prolonging),
        ("forget || look",),
    ),
}
