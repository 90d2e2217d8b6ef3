"""The audit sees each way in which an account breaks a promise, and nothing in sound ones."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.credit.account import (
    Account,
    Entry,
    EntryType,
    place_of,
    place_of_code,
    place_of_grant,
)
from functions.credit.store import GiftCode
from functions.credit.whole_store import Credits, Grant
from ops.promises_of_credit import broken_credit

AT = "2026-11-27T10:00:00.000Z"
Break = Callable[[Credits], Any]


def sound() -> Credits:
    """A guest redeemed 500 and became Ada, who was granted 200; 100 are held. A code was never redeemed."""
    redeemed = Entry(EntryType.GIFT_CODE, 500, place_of_code("c1"), place_of("guest"), AT)
    granted = Entry(EntryType.GRANT, 200, place_of_grant("g1"), place_of("ada"), AT, "sorry")
    left = Entry(EntryType.MERGED_OUT, 500, place_of("guest"), place_of("ada"), AT)
    return Credits(
        accounts={"ada": Account("ada", 600, 100), "guest": Account("guest", merged_into="ada")},
        entries={
            "ada": [granted, replace(left, type=EntryType.MERGED_IN)],
            "guest": [redeemed, left],
        },
        codes={"c1": GiftCode("c1", 500, "guest"), "c2": GiftCode("c2", 900)},
        grants={"g1": Grant("ada", 200, AT)},
    )


def account(owner: str, **changes: Any) -> Break:
    return lambda kept: kept.accounts.update({owner: replace(kept.accounts[owner], **changes)})


def entry(owner: str, number: int, **changes: Any) -> Break:
    def change(kept: Credits) -> None:
        kept.entries[owner][number] = replace(kept.entries[owner][number], **changes)

    return change


def again(owner: str, number: int) -> Break:
    return lambda kept: kept.entries[owner].append(kept.entries[owner][number])


BROKEN: list[tuple[str, Break]] = [
    ("credit counted wrong", account("ada", balance=601)),
    ("credit counted wrong", account("ada", held=0)),
    ("credit counted wrong", lambda kept: kept.accounts.pop("ada")),
    ("credit counted wrong", lambda kept: kept.entries.pop("ada")),
    ("credit counted wrong", entry("guest", 0, amount=400)),
    ("credit counted wrong", entry("guest", 1, source=place_of("ada"), target=place_of("guest"))),
    ("credit overdrawn", account("ada", balance=-1)),
    ("credit overdrawn", account("ada", held=-1)),
    ("credit left behind", account("guest", balance=1)),
    ("credit given wrong", again("guest", 0)),
    ("credit given wrong", again("ada", 0)),
    ("credit given wrong", entry("guest", 0, amount=501)),
    ("credit given wrong", lambda kept: kept.codes.pop("c1")),
    ("credit given wrong", lambda kept: kept.codes.update(c1=GiftCode("c1", 500))),
    ("credit given wrong", lambda kept: kept.codes.update(c2=GiftCode("c2", 900, "ada"))),
    ("credit given wrong", lambda kept: kept.grants.clear()),
    ("credit given wrong", lambda kept: kept.grants.update(g2=Grant("ada", 200, AT))),
    ("credit moved by halves", lambda kept: kept.entries["ada"].pop()),
    ("credit moved by halves", entry("ada", 1, amount=499)),
    ("credit moved by halves", entry("guest", 1, target=place_of("bob"))),
]


def test_sound_accounts_are_told_nothing_of() -> None:
    assert list(broken_credit(sound(), ())) == []


@pytest.mark.parametrize(("sentence", "breaks"), BROKEN)
def test_each_way_to_break_one_is_told(sentence: str, breaks: Break) -> None:
    kept = sound()
    breaks(kept)

    assert sentence in {one.partition(":")[0] for one in broken_credit(kept, ())}
