"""Session data that is broken on purpose, for the pairs of session_data_pairs.py and
following_data_pairs.py to find."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from functions.session import data_store
from functions.session.keep_data import Caller, DataKeeper
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


_brought = DataKeeper._brought


def _brought_as_of_now(keeper: DataKeeper, caller: Caller, guest: str, now: datetime) -> str | None:
    """What a guest had kept is written over what the customer did before."""
    return _brought(keeper, replace(caller, began=now), guest, now)


def _brought_by_this_look_or_gone(
    keeper: DataKeeper, caller: Caller, guest: str, now: datetime
) -> str | None:
    """Who finds nothing of the guest's does not see that another look has moved it."""
    found = keeper.store.retrieve(guest, now)
    _brought(keeper, caller, guest, now)
    return found


VARIANTS: dict[str, Found] = {
    "session data is written however late": (
        _patched(data_store, "Write", _Anyhow),
        ("keep, keep || look", "keep, forget || look"),
    ),
    "a look prolongs what was deleted meanwhile": (
        _patched(data_store, "Write", _Prolonging),
        ("forget || look",),
    ),
    "what a guest had kept follows as of now": (
        _patched(DataKeeper, "_brought", _brought_as_of_now),
        ("first look || keep", "first look || forget"),
    ),
    "a look does not see that another has moved it": (
        _patched(DataKeeper, "_brought", _brought_by_this_look_or_gone),
        ("first look || first look",),
    ),
}
