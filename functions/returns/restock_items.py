"""What has come back stands on the shelf again."""

from functools import partial

from functions.inventory import stock, writes
from functions.inventory import store as stock_store
from functions.order import store as order_store
from functions.returns.returns import Return
from functions.shared.contention import contend
from functions.shared.table import transact

TRIES = 10


def restock_items(return_: Return) -> None:
    """Once for each return, however often it is called: units sold become available where they came from, and
    the order's reservation remembers the return. Finding it there is a success. What cannot be sold again
    stays among the units sold. Raises Contended."""
    wanted = stock.wanted(order_store.load(return_.order_id).lines_of(return_.shelved_lines))
    contend(partial(_restock, return_, wanted), f"restock {return_.return_id}", tries=TRIES)


def _restock(return_: Return, wanted: dict[str, int]) -> None:
    reservation = stock_store.load_reservation(return_.order_id)
    if reservation is None:
        raise stock.NotThatMany(f"{return_.order_id} has no reservation")
    if return_.return_id not in reservation.returned:
        back, left = stock.take_back(reservation.units, wanted)
        transact(writes.take_in(reservation, return_.return_id, back, left))
