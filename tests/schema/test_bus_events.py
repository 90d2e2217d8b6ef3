"""Events as each schema had them on the bus: a queue keeps them for days, an archive for longer, and whoever
hears of one late is told the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from functions.notification.message import KINDS, compose, notice_of
from functions.order.history import STEPS
from functions.order.schema import SCHEMA_VERSION, upcast
from tests.unit.test_receipt import ORDER

FOLDER = Path(__file__).parent / "events"
"""One file a schema: what was on the bus, by its type."""
SCHEMAS = range(1, SCHEMA_VERSION + 1)
ALWAYS = {
    "OrderPlaced": {"owner", "total", "items"},
    "OrderCompleted": {"delivered", "charged"},
    "ReturnRefunded": {"return_id", "lines", "declined", "refund", "given_back"},
}
"""What today's data of these always hold."""


def events(schema: int) -> list[tuple[str, dict[str, Any]]]:
    listed = json.loads((FOLDER / f"{schema}.json").read_text())
    return [(one["detail-type"], one["detail"]) for one in listed]


def test_there_are_events_of_every_schema_and_of_every_type_of_the_current_one() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == [str(schema) for schema in SCHEMAS]
    for schema in SCHEMAS:
        assert {detail["schema_version"] for _, detail in events(schema)} == {schema}
    assert {kind for kind, _ in events(SCHEMA_VERSION)} == STEPS.keys()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_event_of_an_older_schema_holds_what_one_of_today_holds(schema: int) -> None:
    for kind, detail in events(schema):
        assert ALWAYS.get(kind, set()) <= upcast(kind, detail["data"], schema).keys(), kind


@pytest.mark.parametrize("schema", SCHEMAS)
def test_customers_are_told_of_events_of_every_schema(schema: int) -> None:
    told = 0
    for kind, detail in events(schema):
        notice = notice_of(kind, detail)
        assert (notice is None) == (kind not in KINDS)
        if notice is not None:
            told += 1
            assert compose(notice, ORDER) is not None or kind == "OrderActionRequired"
    assert told >= 5


def test_a_refund_of_before_says_by_which_way_it_went() -> None:
    """Schema 2 did not: by other ways where an operator had settled it."""
    refund = {"amount": 900, "currency": "EUR"}
    data = {"return_id": "ret_1", "lines": {"p": 1}, "refund": refund, "settled": {"by": "ada", "why": "x"}}
    notice = notice_of("ReturnRefunded", {"order_id": "ord_a", "data": data, "schema_version": 2})
    assert notice is not None
    message = compose(notice, ORDER)
    assert message is not None
    assert "We gave EUR 9.00 back to you." in message.text
