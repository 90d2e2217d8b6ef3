"""Answers to operators' requests, by their idempotency keys, in the Journal table: who asks again is answered
the same."""

from typing import Any

from functions.operator.journal_store import TABLE
from functions.shared.errors import KeyReused
from functions.shared.items import value
from functions.shared.table import ConditionRefused, get, write
from functions.shared.write import Item, Write

LABEL = "change"


def answered(change_id: str, request: str) -> dict[str, Any] | None:
    """What the request of this fingerprint was answered, None so far. Raises KeyReused if it was another."""
    item = get(TABLE, _key(change_id))
    return _answer(item, request) if item else None


def keep(change_id: str, request: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Keep the answer; what is answered from now on is returned: that of who was quicker, if anybody was.
    Raises KeyReused."""
    item = _key(change_id) | {"request": request, "answer": answer}
    try:
        write(Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#bucket)"))
    except ConditionRefused as refused:
        standing = refused.refused[LABEL]
        if standing is None:
            raise
        return _answer(standing, request)
    return answer


def _key(change_id: str) -> Item:
    return {"bucket": f"change#{change_id}", "at": "change"}


def _answer(item: Item, request: str) -> dict[str, Any]:
    if item["request"] != request:
        raise KeyReused(item["bucket"])
    return value(item, "answer", dict)
