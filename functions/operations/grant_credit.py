"""Give an owner credit: a goodwill, or what is owed by another way."""

from functools import partial
from typing import Any

from functions.credit import store, writes
from functions.credit.account import Entry, EntryType, place_of, place_of_grant
from functions.credit.show_credit import show_balance
from functions.operations.errors import TargetUnknown
from functions.operator import journal_store
from functions.operator.journal import Entry as Told
from functions.operator.journal import Signed
from functions.payment import provider_limits
from functions.shared import ids
from functions.shared.contention import contend
from functions.shared.errors import KeyReused
from functions.shared.table import ConditionRefused, transact

TRIES = 20
PAUSE_SECONDS = 0.005


def grant_credit(owner: str, amount: int, signed: Signed, grant_id: str) -> dict[str, Any]:
    """Add the amount (minor units) to the owner's account, once for each `grant_id`: `{owner, granted,
    balance, held}`, with the owner of the account that it came to. The owner is shown why.

    Raises TargetUnknown for what is no owner, NotInSteps, KeyReused where the id stands for another grant,
    Contended.
    """
    require_owner(owner)
    provider_limits.of_shop().check(amount)
    attempt = partial(_grant, owner, amount, signed, grant_id)
    contend(attempt, f"grant credit to {owner}", tries=TRIES, pause=PAUSE_SECONDS)
    account = store.standing(owner)
    return {"owner": account.owner, "granted": amount} | show_balance(account)


def require_owner(owner: str) -> None:
    """Raises TargetUnknown for what can be nobody's name: a typo would give money to nobody."""
    if not ids.is_owner(owner):
        raise TargetUnknown(f"{owner!r} is no owner (own_...); find-order names that of an order")


def _grant(owner: str, amount: int, signed: Signed, grant_id: str) -> None:
    credited = store.standing(owner).owner
    places = (place_of_grant(grant_id), place_of(credited))
    entry = Entry(EntryType.GRANT, amount, *places, signed.at, signed.why)
    once = writes.grant(grant_id, owner, amount, signed.at)
    told = journal_store.entry(Told("grant-credit", owner, signed, {"amount": amount}))
    try:
        transact([once, *writes.deposit(credited, entry), told])
    except ConditionRefused as refused:
        if writes.GRANT not in refused.refused:
            raise
        before = refused.refused[writes.GRANT] or {}
        if (before.get("owner"), before.get("amount")) != (owner, amount):
            raise KeyReused(grant_id) from None
