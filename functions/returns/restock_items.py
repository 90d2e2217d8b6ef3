"""What has come back stands on the shelf again."""

from functions.inventory import stock, writes
from functions.inventory import store as stock_store
from functions.order import store as order_store
from functions.returns import claim
from functions.returns.returns import Return
from functions.shared.errors import TransientError
from functions.shared.table import ConditionRefused, TransactionConflicted, transact

TRIES = 10


class RestockContended(TransientError):
    """The reservation or a shard moved every time the units were about to be put back."""


def restock_items(one: Return) -> None:
    """Once for each return, however often it is called: units sold become available where they came from, and
    the order's reservation remembers the return. Finding it there is a success."""
    wanted = claim.units_by_sku(order_store.load(one.order_id), one.lines)
    for _ in range(TRIES):
        reservation = stock_store.load_reservation(one.order_id)
        if reservation is None:
            raise stock.NotThatMany(f"{one.order_id} has no reservation")
        if one.return_id in reservation.returned:
            return
        back, left = stock.take_back(reservation.units, wanted)
        try:
            transact(writes.take_in(reservation, one.return_id, back, left))
        except (ConditionRefused, TransactionConflicted):
            continue
        return
    raise RestockContended(one.return_id)
