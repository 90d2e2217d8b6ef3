"""Redeem a gift code: its amount comes to the owner's account, once, whoever races for it.

Whoever asks for a code that is not theirs to redeem is answered the same, by the same calls, whether the shop
never issued it or somebody has redeemed it: answers tell nobody which codes there are.
"""

from datetime import datetime
from functools import partial

from functions.credit import store, writes
from functions.credit.account import Account, Entry, EntryType, place_of, place_of_code
from functions.shared import clock, ids
from functions.shared.contention import contend
from functions.shared.errors import BusinessError
from functions.shared.table import transact

TRIES = 20
PAUSE_SECONDS = 0.005


class CodeRefused(BusinessError):
    """There is nothing to redeem with this code for this owner."""


def redeem_code(owner: str, code: str, now: datetime) -> Account:
    """The owner's account as it stands afterwards; `code` is in one piece, as gift_code.read_code has it.

    The same owner again changes nothing. Where the account was merged, the amount goes where the account
    went. Raises CodeRefused, Contended.
    """
    code_id = ids.hash_of_code(code)
    attempt = partial(_redeem, owner, code_id, clock.timestamp(now))
    contend(attempt, "redeem a gift code", tries=TRIES, pause=PAUSE_SECONDS)
    return store.load(owner)


def _redeem(owner: str, code_id: str, at: str) -> None:
    code = store.load_code(code_id)
    if code is None or code.redeemed_by not in (None, owner):
        raise CodeRefused
    if code.redeemed_by == owner:
        return
    credited = store.standing(owner).owner
    entry = Entry(EntryType.GIFT_CODE, code.amount, place_of_code(code_id), place_of(credited), at)
    transact([writes.redeem(code_id, owner, code.amount, at), *writes.deposit(credited, entry)])
