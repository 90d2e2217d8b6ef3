"""Show an owner's account: what is in it, and what came and went, newest first."""

from typing import Any

from functions.credit import store
from functions.credit.account import Account, Entry
from functions.shared.money import Money


def show_balance(account: Account) -> dict[str, Any]:
    """`{balance, held}`."""
    return {
        "balance": Money(account.balance, account.currency).as_dict(),
        "held": Money(account.held, account.currency).as_dict(),
    }


def show_credit(owner: str, limit: int, start: str = "") -> tuple[dict[str, Any], str]:
    """`{balance, held, entries}` with at most `limit` entries from the place `start` on, and the place that
    the next page starts at, empty at the end. Raises Unreadable."""
    return show_account(store.load(owner), limit, start)


def show_account(account: Account, limit: int, start: str) -> tuple[dict[str, Any], str]:
    """The same, of an account that was read."""
    entries, left = store.page_of_entries(account.owner, limit, start)
    return show_balance(account) | {"entries": [_present(one, account) for one in entries]}, left


def _present(entry: Entry, account: Account) -> dict[str, Any]:
    """Its amount is less than nothing where the account was taken from."""
    amount = Money(entry.changes(account.owner), account.currency)
    about = {"why": entry.why or None, "order_id": entry.order_id or None}
    return {"type": entry.type, "amount": amount.as_dict(), "at": entry.at} | about
