"""What the journal keeps of a customer's words: answers to operators about returns (changes_store.py).
For the command that erases a person (docs/decisions/0086-what-is-erased.md).
"""

from collections.abc import Collection

from functions.operator.journal_store import TABLE
from functions.shared.items import ERASED
from functions.shared.table import scan, write
from functions.shared.write import Item, Write

_TEXTS = ("reason", "note")


def erase_answers(return_ids: Collection[str]) -> None:
    """A mark in the place of why these came back, and of what their customer was told: by a scan, for the
    command alone. Again changes nothing."""
    for item in scan(TABLE):
        answer = item.get("answer")
        if isinstance(answer, dict) and answer.get("return_id") in return_ids:
            _erase(item, answer)


def _erase(item: Item, answer: Item) -> None:
    erased = _without_texts(answer)
    if isinstance(answer.get("decision"), dict):
        erased["decision"] = _without_texts(answer["decision"])
    if erased == answer:
        return
    write(
        Write.update(
            TABLE,
            "change",
            {"bucket": item["bucket"], "at": item["at"]},
            "SET #answer = :erased",
            condition="#request = :request",
            values={"erased": erased, "request": item["request"]},
        )
    )


def _without_texts(told: Item) -> Item:
    return told | {name: ERASED for name in _TEXTS if told.get(name) is not None}
