"""The door: a look at the stock before an order is written, so that what cannot be had is refused at once.

It holds nothing: between the look and ReserveStock others may buy, and only ReserveStock decides.
"""

from collections.abc import Sequence

from functions.inventory import look_store, stock
from functions.inventory.known_levels import known_levels
from functions.inventory.uses import CodeUsedUp, codes_in, units_of
from functions.order.lines import MissingLine, OrderLine, missing
from functions.pricing.shop import Use
from functions.shared.errors import BusinessError, TransientError
from functions.shared.items import Unreadable
from functions.shared.observe import count


class NotInStock(BusinessError):
    """Some lines want more units than are available: `missing`."""

    def __init__(self, lines: tuple[MissingLine, ...]) -> None:
        super().__init__(f"{len(lines)} lines cannot be had")
        self.missing = lines


def look_at_stock(lines: Sequence[OrderLine], uses: Sequence[Use] = ()) -> None:
    """What lines of one SKU want is taken together. A level that this process knows is enough where it is
    well above that; else all shards are read, and what others hold is not available.

    Uses of codes in all are looked at as units are. Stock that moves too fast to be read, or cannot be read,
    is left to ReserveStock, and so is what a customer has had of a code. Raises NotInStock, CodeUsedUp where
    nothing else is missing.
    """
    wanted = stock.wanted(lines) | units_of(uses)
    levels = known_levels(list(wanted))
    near = [sku for sku, units in wanted.items() if stock.near(levels[sku], units)]
    if not near:
        return
    try:
        shelves = look_store.look_at(near)
    except (TransientError, Unreadable):
        count("CheckoutsNotLookedAt")
        return
    short = stock.short(wanted, {sku: found.available for sku, found in shelves.items()})
    lacking = missing(lines, short)
    if lacking:
        raise NotInStock(lacking)
    if short:
        raise CodeUsedUp(codes_in(short))
