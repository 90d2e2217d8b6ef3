"""A warehouse's answer: by message and by URL the same rules, which are those of the API's document."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from contract.fulfilment_models import ReportBody
from functions.fulfilment.report import Report, ReportMalformed, read_message, report_from

LINE = {"line_id": "line-1", "quantity": 2}
LONG = "a.b:c_" + "d" * 58


@pytest.mark.parametrize(
    ("told", "report"),
    [
        ({"outcome": "accepted"}, Report("accepted")),
        ({"outcome": "packed"}, Report("packed")),
        ({"outcome": "packed", "lines": None, "why": None}, Report("packed")),
        ({"outcome": "packed", "lines": []}, Report("packed", ())),
        ({"outcome": "packed", "lines": [LINE]}, Report("packed", (("line-1", 2),))),
        ({"outcome": "packed", "lines": [LINE] * 50}, Report("packed", (("line-1", 2),) * 50)),
        ({"outcome": "packed", "lines": [LINE | {"line_id": LONG}]}, Report("packed", ((LONG, 2),))),
        ({"outcome": "packed", "lines": [LINE | {"quantity": 0}]}, Report("packed", (("line-1", 0),))),
        ({"outcome": "rejected", "why": "Mehl ist aus 🍞"}, Report("rejected", None, "Mehl ist aus 🍞")),
        ({"outcome": "rejected", "why": "x" * 200}, Report("rejected", None, "x" * 200)),
    ],
)
def test_a_report_says_the_same_by_message_and_by_url(told: dict[str, Any], report: Report) -> None:
    assert read_message(json.dumps({"callback_id": "offered", **told})) == ("offered", report)
    assert report_from(told) == report
    ReportBody.model_validate_json(json.dumps(told), strict=True)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"outcome": "lost"},
        {"outcome": None},
        {"outcome": ["packed"]},
        {"outcome": "packed", "by": "somebody"},
        {"outcome": "packed", "lines": LINE},
        {"outcome": "packed", "lines": [LINE] * 51},
        {"outcome": "packed", "lines": [None]},
        {"outcome": "packed", "lines": [{"line_id": "line-1"}]},
        {"outcome": "packed", "lines": [{"quantity": 1}]},
        {"outcome": "packed", "lines": [LINE | {"sku": "bread"}]},
        {"outcome": "packed", "lines": [LINE | {"line_id": ""}]},
        {"outcome": "packed", "lines": [LINE | {"line_id": "line-1\n"}]},
        {"outcome": "packed", "lines": [LINE | {"line_id": "x" * 65}]},
        {"outcome": "packed", "lines": [LINE | {"line_id": 1}]},
        {"outcome": "packed", "lines": [LINE | {"quantity": -1}]},
        {"outcome": "packed", "lines": [LINE | {"quantity": 100}]},
        {"outcome": "packed", "lines": [LINE | {"quantity": 1.0}]},
        {"outcome": "packed", "lines": [LINE | {"quantity": "1"}]},
        {"outcome": "packed", "lines": [LINE | {"quantity": True}]},
        {"outcome": "rejected", "why": ""},
        {"outcome": "rejected", "why": "x" * 201},
        {"outcome": "rejected", "why": "no\nflour"},
        {"outcome": "rejected", "why": "\ud800"},
        {"outcome": "rejected", "why": 7},
    ],
)
def test_what_is_no_report_is_refused_by_message_and_by_url(told: dict[str, Any]) -> None:
    with pytest.raises(ReportMalformed):
        read_message(json.dumps({"callback_id": "offered", **told}))
    with pytest.raises(ReportMalformed):
        report_from(told)
    with pytest.raises(ValidationError):
        ReportBody.model_validate_json(json.dumps(told), strict=True)


NO_OBJECTS = ["", "packed", "[]", "null", '"packed"', '{"outcome": "packed"']
OF_NO_OFFER = [{"callback_id": callback_id, "outcome": "packed"} for callback_id in (None, "", "x" * 513, 7)]


@pytest.mark.parametrize("message", [*NO_OBJECTS, *map(json.dumps, OF_NO_OFFER)])
def test_a_message_that_is_no_json_object_or_names_no_offer_is_no_report(message: str) -> None:
    with pytest.raises(ReportMalformed):
        read_message(message)
