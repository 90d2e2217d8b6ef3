"""How far a migration of what is stored has come: an item a migration in the Journal table, beside the
changes of each day."""

from functions.operator.journal_store import LABEL, TABLE
from functions.shared.items import optional
from functions.shared.table import get, write
from functions.shared.write import Item, Write

BUCKET = "migrations"


def place(name: str) -> Item | None:
    """The key after which the migration goes on; None where it begins, or has come to its end."""
    item = get(TABLE, _key(name))
    return optional(item, "after", dict) if item else None


def keep_place(name: str, after: Item | None) -> None:
    """All that comes before this key is done; None: all is. Of two who are at work, either place is true."""
    key = _key(name)
    changes = "SET #after = :after" if after else "REMOVE #after"
    write(
        Write.update(
            TABLE,
            LABEL,
            key,
            changes,
            condition="attribute_not_exists(#bucket) OR #bucket = :bucket",
            values={"bucket": BUCKET} | ({"after": after} if after else {}),
        )
    )


def _key(name: str) -> Item:
    return {"bucket": BUCKET, "at": name}
