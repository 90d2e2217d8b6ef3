"""One flash sale on a shop of this machine: played, counted, and held against what was promised."""

import json
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from bench.flash_sale.crowd import CARD, DECLINED_CARD, Told, rush
from bench.flash_sale.shelf_history import ShelfHistory, ShelfRecorder
from local.running import Running

SKU = "tiramisu"
LINE: dict[str, Any] = {"sku": SKU, "options": {}, "quantity": 1}
TOLERANCE_SECONDS = 0.005
"""The embedded cloud counts its moments in milliseconds."""


@dataclass(frozen=True)
class Sale:
    """`orders` were written for the buyers; `sold` units are what the audit shows more than before."""

    units: int
    told: list[Told]
    history: ShelfHistory
    orders: int
    sold: int
    audit: dict[str, Any]

    @property
    def confirmed(self) -> list[Told]:
        return [one for one in self.told if one.confirmed]

    @property
    def refused(self) -> list[Told]:
        return [one for one in self.told if one.sold_out]

    @property
    def declined(self) -> list[Told]:
        return [one for one in self.told if one.status == 402]

    @property
    def falsely_refused(self) -> list[Told]:
        """Told "sold out" although a unit was available at every moment at which it can have been decided."""
        return [one for one in self.refused if self._there_was_one(one)]

    def _there_was_one(self, told: Told) -> bool:
        begin, end = told.decided_since - TOLERANCE_SECONDS, told.answered + TOLERANCE_SECONDS
        return self.history.least_between(begin, end) > 0

    def faults(self) -> list[str]:
        """What is not as it was promised; in words."""
        found = [*map(str, self.audit["violations"])]
        if not self.declined and len(self.confirmed) != min(self.units, len(self.told)):
            found.append(f"{len(self.confirmed)} of {self.units} units were bought")
        if len(self.confirmed) != self.sold:
            found.append(f"{len(self.confirmed)} buyers were told 201, {self.sold} units are sold")
        if self.falsely_refused:
            found.append(f"{len(self.falsely_refused)} were told sold out while a unit was available")
        others = len(self.told) - len(self.confirmed) - len(self.refused) - len(self.declined)
        if others:
            statuses = sorted({one.status for one in self.told} - {201, 402})
            found.append(f"{others} were told neither of it (all answers: {statuses})")
        if self.history.last != self.audit["stock"][SKU]["available"]:
            found.append("the stock's history does not end where the stock stands")
        return found


def play(run: Running, buyers: int, units: int, declined: float = 0.0) -> Sale:
    """The sale of so many units to so many buyers, of whose cards a share is declined, in a running shop."""
    _set_stock(run, units)
    endpoint_url: str = json.loads((run.home / "run.json").read_text())["endpoint_url"]
    before, recorder = run.audit(), ShelfRecorder.begin(endpoint_url, SKU)
    every = round(1 / declined) if declined else buyers + 1
    cards = [DECLINED_CARD if number % every == every - 1 else CARD for number in range(buyers)]
    told = rush(run.url, LINE, cards)
    after = run.audit()
    return Sale(
        units=units,
        told=told,
        history=recorder.read(),
        orders=sum(after["orders"].values()) - sum(before["orders"].values()),
        sold=after["stock"][SKU]["sold"] - before["stock"][SKU]["sold"],
        audit=after,
    )


def report(sale: Sale) -> str:
    """Counts and times, a line each."""
    door = sum(one.at_the_door for one in sale.refused)
    beyond = sale.orders - len(sale.confirmed)
    lines = [
        f"{len(sale.told)} buyers, {sale.units} units",
        f"confirmed               {len(sale.confirmed):6}   {_times(sale.confirmed)}",
        f"refused at the door     {door:6}   {_times([one for one in sale.refused if one.at_the_door])}",
        f"refused with an order   {len(sale.refused) - door:6}   "
        f"{_times([one for one in sale.refused if not one.at_the_door])}",
        f"declined                {len(sale.declined):6}   {_times(sale.declined)}",
        f"falsely refused         {len(sale.falsely_refused):6}",
        f"orders written          {sale.orders:6}   {beyond} beyond those confirmed",
        f"told to come again      {sum(one.busy for one in sale.told):6} times",
        f"audit                   {'ok' if sale.audit['ok'] else 'broken'}",
    ]
    return "\n".join(lines)


def _times(told: list[Told]) -> str:
    if len(told) < 2:
        return ""
    cuts = quantiles([one.seconds for one in told], n=100, method="inclusive")
    return f"p50 {cuts[49]:6.2f} s   p99 {cuts[98]:6.2f} s"


def _set_stock(run: Running, units: int) -> None:
    done = run.ops("set-stock", SKU, str(units))
    if done.returncode:
        raise RuntimeError(f"the stock could not be set: {done.stderr.strip()}")
