"""Which codes a customer finds used up: as it is looked at, for showing and not for deciding."""

from collections.abc import Sequence

from functions.inventory import store as inventory
from functions.inventory.uses import counted_in, units_of, used_up
from functions.pricing.shop import Shop


def with_uses_left(shop: Shop, owner: str, codes: Sequence[str]) -> Shop:
    """The shop without the uses that this owner finds gone, of these codes: one read, and none where no code
    of them has a limit."""
    uses = shop.uses_of(codes)
    if not uses:
        return shop
    available, used = inventory.levels_and_uses(list(units_of(uses)), owner, counted_in(uses))
    return shop.without_uses(used_up(uses, available, used))
