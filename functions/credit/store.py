"""Reading the Credits table. Its keys stand in writes.py."""

from dataclasses import dataclass

from functions.credit.account import Account, Entry, EntryType
from functions.credit.writes import ENTRIES, TABLE, code_key, head_key
from functions.shared.contention import Contended
from functions.shared.items import optional, reader, value, word
from functions.shared.table import get, query
from functions.shared.write import Item

MOST_MERGES = 20
"""So often one account may have been merged into another, and that one on."""


@dataclass(frozen=True)
class GiftCode:
    """`code_id` is the hash that it is stored under; `redeemed_by` the owner who redeemed it, if anybody
    did."""

    code_id: str
    amount: int
    redeemed_by: str | None = None


def load(owner: str) -> Account:
    """Read consistently; an empty account where nothing ever came to it. Raises Unreadable."""
    item = get(TABLE, head_key(owner))
    return account_from(owner, item) if item else Account(owner)


def standing(owner: str) -> Account:
    """The account to which all goes that is for this owner: their own or, once it was merged, the one at the
    end of the way. Raises Contended where the way has no end."""
    for _ in range(MOST_MERGES):
        account = load(owner)
        if account.merged_into is None:
            return account
        owner = account.merged_into
    raise Contended(f"find an account: it was merged {MOST_MERGES} times")


def load_code(code_id: str) -> GiftCode | None:
    """The code of this hash, if the shop issued one. Raises Unreadable."""
    item = get(TABLE, code_key(code_id))
    return code_from(code_id, item) if item else None


def page_of_entries(owner: str, limit: int, start: str = "") -> tuple[list[Entry], str]:
    """At most `limit` entries of the account, the newest first, from the place `start` on, that included
    (all, if it is empty); and the place that the next page starts at, empty at the end. Raises Unreadable."""
    values = {"account": head_key(owner)["account"], "first": ENTRIES, "last": start or f"{ENTRIES}~"}
    condition = "#account = :account AND #item BETWEEN :first AND :last"
    found = list(query(TABLE, condition, values, newest=limit + 1))
    left = str(found[limit]["item"]) if len(found) > limit else ""
    return [entry_from(item) for item in found[:limit]], left


@reader
def entry_from(item: Item) -> Entry:
    """Raises Unreadable."""
    return Entry(
        word(item, "type", EntryType),
        value(item, "amount", int),
        value(item, "from", str),
        value(item, "to", str),
        value(item, "at", str),
        optional(item, "why", str) or "",
        optional(item, "order_id", str) or "",
    )


def account_from(owner: str, item: Item) -> Account:
    """Raises Unreadable."""
    return Account(
        owner,
        value(item, "balance", int),
        value(item, "held", int),
        value(item, "currency", str),
        optional(item, "merged_into", str),
    )


def code_from(code_id: str, item: Item) -> GiftCode:
    """Raises Unreadable."""
    return GiftCode(code_id, value(item, "amount", int), optional(item, "redeemed_by", str))
