"""The door's look at the account: credit that is not there is refused before an order is written.

It holds nothing: between the look and ReserveStock other orders may use it, and only ReserveStock decides.
"""

from functions.credit import store
from functions.credit.account import CreditShort


def look_at_credit(owner: str, amount: int) -> None:
    """`amount` in minor units; where none is to be used, nobody looks. Raises CreditShort."""
    if amount and store.load(owner).balance < amount:
        raise CreditShort(owner)
