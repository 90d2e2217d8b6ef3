"""Show an operator the credit of any owner."""

from typing import Any

from functions.credit import store
from functions.credit.show_credit import show_account
from functions.operations.grant_credit import require_owner


def show_owner_credit(owner: str, limit: int, start: str = "") -> tuple[dict[str, Any], str]:
    """`{owner, merged_into, balance, held, entries}`: as the owner sees it, and into whose account it was
    merged, if it was; and the place that the next page starts at, empty at the end. Raises TargetUnknown,
    Unreadable."""
    require_owner(owner)
    account = store.load(owner)
    shown, left = show_account(account, limit, start)
    return {"owner": owner, "merged_into": account.merged_into} | shown, left
