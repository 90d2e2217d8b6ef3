"""`load-shop`: have prices made by what a shop's file says."""

from collections import Counter
from functools import partial
from typing import Any

from functions.inventory.receive_uses import FewerUses, receive_uses
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.pricing import store
from functions.pricing.shop import Shop
from functions.shared.contention import contend
from ops.currency import require_currency
from ops.errors import CommandError


def load_shop(shop: Shop, signed: Signed) -> dict[str, Any]:
    """`{"taxes": n, "delivery": n, "codes": n, "uses": {code: n}}`, which the journal says, too: the file
    itself is kept where the shop's files are kept. `uses` are those that were received: before the file, so
    that nobody sees a code of which there are none yet. Raises CommandError for another currency than the
    shop's, and for a code of which more were received before; Contended."""
    require_currency(shop.currency)
    load = partial(_load, shop, signed, Counter())
    try:
        return contend(load, "load the shop's file")
    except FewerUses as fewer:
        raise CommandError(
            f"{fewer.code}: uses: {fewer.received} were given out before, and none is taken back;"
            f" say {fewer.received} or more, or let it end"
        ) from None


def _load(shop: Shop, signed: Signed, received: Counter[str]) -> dict[str, Any]:
    """Where another file is kept between the look and the put, more uses may be there by now than this one
    says: it is looked at again. `received` are the uses of all tries."""
    seen = store.revision()
    limited = {code.code: code.uses for code in shop.codes if code.uses is not None}
    received.update(receive_uses(limited, signed.by))
    counts = {"taxes": len(shop.taxes), "delivery": len(shop.delivery), "codes": len(shop.codes)}
    told: dict[str, Any] = counts | {"uses": dict(received)}
    store.replace(shop, seen, [journal_store.entry(Entry("load-shop", "shop", signed, told))])
    return told
