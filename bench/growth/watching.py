"""Watches handlers that work on a numbered store: each call to AWS with its units, and its bytes of items."""

from dataclasses import dataclass
from typing import Any

from bench.charging import PAGES, Call, keys
from bench.observing import Observer
from bench.units import Item, item_size
from harness.simulator.simulator import Simulator


@dataclass(frozen=True)
class Weighed(Call):
    """`item_bytes` of the items that it read, or wrote: as they stood before, and after."""

    item_bytes: int = 0


class Watch(Observer):
    """The bill's own observer, before a store of the simulator."""

    def __init__(self, shop: Simulator) -> None:
        super().__init__(shop)  # type: ignore[arg-type]  # it takes a runner and a template, and asks no more
        self._shop = shop

    def _stored(self, operation: str, params: dict[str, Any]) -> list[Item | None]:
        tables = self._shop.cloud.tables
        return [tables._found(name, dict(key)) for name, key in keys(operation, params, self._tables)]

    def _charged(
        self,
        operation: str,
        params: dict[str, Any],
        before: list[Item | None],
        answer: dict[str, Any] | None,
    ) -> Call:
        call = super()._charged(operation, params, before, answer)
        if operation in PAGES:
            weight = sum(map(item_size, (answer or {}).get("Items", [])))
        else:
            after = self._stored(operation, params)
            weight = sum(map(item_size, before)) + sum(map(item_size, after))
        return Weighed(
            call.operation, call.writes, call.reads, call.events, call.file_bytes, item_bytes=weight
        )
