"""The whole Credits table, by a scan: for audits, not for requests."""

from dataclasses import dataclass, field

from functions.credit import writes
from functions.credit.account import ACCOUNT, CODE, GRANT, Account, Entry
from functions.credit.store import GiftCode, account_from, code_from, entry_from
from functions.shared.items import Aside, describe, value
from functions.shared.table import scan
from functions.shared.write import Item


@dataclass(frozen=True)
class Grant:
    owner: str
    amount: int
    at: str


@dataclass
class Credits:
    """`accounts` by owner; `entries` by the owner in whose account they stand; `codes` by their hashes;
    `grants` by their ids."""

    accounts: dict[str, Account] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    codes: dict[str, GiftCode] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)


def load_all(aside: Aside) -> Credits:
    """All of it; what cannot be read goes `aside` by its key."""
    found = Credits()
    for item in scan(writes.TABLE):
        try:
            _take(found, item)
        except Exception as broken:  # noqa: BLE001 - whatever is wrong with one, the others are looked at
            aside[f"{item['account']}/{item['item']}"] = describe(broken)
    return found


def any_currency() -> str | None:
    """In which currency credit was ever given; None as long as there is none."""
    return next((str(item["currency"]) for item in scan(writes.TABLE) if "currency" in item), None)


def _take(found: Credits, item: Item) -> None:
    place, name = str(item["account"]), str(item["item"])
    if place.startswith(CODE):
        code_id = place.removeprefix(CODE)
        found.codes[code_id] = code_from(code_id, item)
    elif place.startswith(GRANT):
        found.grants[place.removeprefix(GRANT)] = _grant_from(item)
    elif name == writes.HEAD:
        owner = place.removeprefix(ACCOUNT)
        found.accounts[owner] = account_from(owner, item)
    else:
        found.entries.setdefault(place.removeprefix(ACCOUNT), []).append(entry_from(item))


def _grant_from(item: Item) -> Grant:
    return Grant(value(item, "owner", str), value(item, "amount", int), value(item, "at", str))
