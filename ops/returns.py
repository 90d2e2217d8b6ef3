"""`list-returns`."""

from itertools import islice
from typing import Any

from functions.operations.return_view import entry_of
from functions.operations.unreadable import named
from functions.returns import store as returns_store
from functions.shared.items import Aside
from ops.unreadable import with_unreadable


def list_returns(limit: int) -> dict[str, Any]:
    """The returns that are not at their end, those that have waited longest first."""
    aside: Aside = {}
    found = [entry_of(one) for one in islice(returns_store.load_open(aside), limit)]
    return with_unreadable({"returns": found}, named(aside))
