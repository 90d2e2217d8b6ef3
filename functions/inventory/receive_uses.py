"""Receive the uses of codes: as many as there are to be in all, less what was ever received."""

from collections.abc import Mapping
from functools import partial

from functions.inventory import receive_stock, stock, store
from functions.inventory.look_store import look_at
from functions.inventory.stock import Shelves
from functions.inventory.uses import sku_of
from functions.shared import ids
from functions.shared.contention import contend
from functions.shared.errors import BusinessError


class FewerUses(BusinessError):
    """More uses of the `code` were `received` than there are to be."""

    def __init__(self, code: str, received: int) -> None:
        super().__init__(f"{code}: {received} uses were received")
        self.code = code
        self.received = received


def receive_uses(uses: Mapping[str, int], signed_by: str) -> dict[str, int]:
    """What was received by code, of those of which anything was missing of `uses` in all. Again, or beside
    itself, it receives nothing. Raises FewerUses, LayoutMoving before anything is received; Contended."""
    shelves = look_at([sku_of(code) for code in uses])
    missing = {code: _missing(code, most, shelves[sku_of(code)]) for code, most in uses.items()}
    return {code: _receive(code, uses[code], signed_by) for code, units in missing.items() if units}


def _receive(code: str, uses: int, signed_by: str) -> int:
    attempt = partial(_try_to_receive, code, uses, signed_by)
    tries, pause = receive_stock.TRIES, receive_stock.PAUSE_SECONDS
    return contend(attempt, f"receive uses of {code}", tries=tries, pause=pause)


def _try_to_receive(code: str, uses: int, signed_by: str) -> int:
    """Who receives between the look and the write has it refused, and looked at again. There are as many
    shards as so many uses need: nobody sets those of a code."""
    shelves = store.look(sku_of(code))
    missing = _missing(code, uses, shelves)
    if not missing:
        return 0
    available, layout = shelves.available + missing, stock.widened(shelves.layout, uses)
    return receive_stock.correct(ids.new_receipt(), shelves, available, signed_by, layout=layout)


def _missing(code: str, uses: int, shelves: Shelves) -> int:
    received = sum(shard.received for shard in shelves.shards)
    if uses < received:
        raise FewerUses(code, received)
    return uses - received
