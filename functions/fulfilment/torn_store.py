"""Fulfilments as replication left them when it broke off, ahead of their orders or behind them.

For the command that goes on in another region, once nobody else writes (ops/mend.py).
"""

from functions.fulfilment.writes import LABEL, TABLE, key
from functions.shared.table import write
from functions.shared.write import Write


def forget_schedule(order_id: str) -> None:
    """It is to be begun again: until when there is time to pack is then said anew."""
    gone = "attribute_exists(#pack_by)"
    write(Write.update(TABLE, LABEL, key(order_id), "REMOVE #pack_by", condition=gone))
