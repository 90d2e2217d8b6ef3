"""Show an order as it was at any version, by its log."""

from dataclasses import asdict
from typing import Any

from functions.operations.show_order import shown
from functions.order import store as orders
from functions.order.history import replay
from functions.shared import ids


class VersionUnknown(Exception):
    """The order never had this version. `latest` is the one that it has."""

    def __init__(self, latest: int) -> None:
        super().__init__(f"the latest version is {latest}")
        self.latest = latest


def show_order_at(order_id: str, version: int) -> dict[str, Any]:
    """What the first `version` events add up to, with these events; what was agreed when it was placed never
    changes. Raises OrderUnknown, VersionUnknown, BrokenLog, Unreadable."""
    if not ids.is_order_id(order_id):
        raise orders.OrderUnknown(order_id)
    order, events = orders.load_with_events(order_id)
    if not 1 <= version <= len(events):
        raise VersionUnknown(len(events))
    then = events[:version]
    found = {"order_id": order_id, "latest_version": len(events), "at": then[-1].at}
    return found | shown(replay(order, then)) | {"events": [asdict(event) for event in then]}
