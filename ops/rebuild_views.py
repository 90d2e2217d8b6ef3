"""`rebuild-views`: make every row of the read models again from the orders' logs, while the shop is open."""

from dataclasses import asdict
from typing import Any

from functions.relay import rebuild_views as relay


def rebuild_views() -> dict[str, Any]:
    """`{orders, written, removed, failed}`; `failed` are orders that no row can be made of."""
    return asdict(relay.rebuild_views())
