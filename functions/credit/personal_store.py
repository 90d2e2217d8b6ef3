"""All that came to an owner's account and went from it, for the command that exports a person. Erasing leaves
it: how much, when, from where and to where, and what the shop wrote of a grant, which holds nothing personal
(docs/data-at-rest.md).
"""

from functions.credit.account import Entry
from functions.credit.store import entry_from
from functions.credit.writes import ENTRIES, TABLE, head_key
from functions.shared.table import query


def entries_of(owner: str) -> list[Entry]:
    """The oldest first. Raises Unreadable."""
    values = {"account": head_key(owner)["account"], "entries": ENTRIES}
    found = query(TABLE, "#account = :account AND begins_with(#item, :entries)", values)
    return [entry_from(item) for item in found]
