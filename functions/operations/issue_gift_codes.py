"""Issue gift codes: they are shown once, to who asked for them, and only their hashes are kept."""

from typing import Any

from functions.credit import writes
from functions.credit.gift_code import new_code, read_code
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.payment import provider_limits
from functions.shared import ids
from functions.shared.money import Money
from functions.shared.table import MOST_WRITES, transact

MOST_CODES = 1000
AT_ONCE = MOST_WRITES - 1
"""Codes of one transaction, beside its entry in the journal."""


def issue_gift_codes(number: int, amount: int, signed: Signed) -> dict[str, Any]:
    """So many new codes of this worth (minor units): `{batch, amount, codes}`. A call that breaks off has
    shown none: those that it had stored by then are nobody's. Raises NotInSteps."""
    provider_limits.of_shop().check(amount)
    batch = ids.new_batch()
    codes = [new_code() for _ in range(number)]
    for start in range(0, number, AT_ONCE):
        part = codes[start : start + AT_ONCE]
        told = Entry("issue-gift-codes", batch, signed, {"codes": len(part), "amount": amount})
        hashes = [ids.hash_of_code(read_code(code)) for code in part]
        issued = [writes.issue(one, amount, batch, signed.at) for one in hashes]
        transact([*issued, journal_store.entry(told)])
    return {"batch": batch, "amount": Money(amount).as_dict(), "codes": codes}
