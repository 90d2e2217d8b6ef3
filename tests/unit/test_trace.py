"""The ids of an order's trace follow from the order; every line about it has them."""

import json
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from functions.conversation import on_messages
from functions.fulfilment import on_packing_requests
from functions.notification import on_failed_checkouts
from functions.shared import messages, observe, trace
from functions.shared.observe import about, concerns, ids_of, metric_line

ORDER, OTHER = "ord_" + "a" * 32, "ord_" + "b" * 32
RETURN = "ret_" + "a" * 32 + "_" + "c" * 8


def test_a_return_is_part_of_its_orders_trace() -> None:
    assert trace.order_of(RETURN) == ORDER
    assert trace.order_of(ORDER) == ORDER
    assert trace.order_of("own_x") is None
    assert trace.order_of(None) is None


def test_ids_are_those_of_w3c_trace_context_and_the_same_each_time() -> None:
    assert trace.trace_id(ORDER) == "520d58e9246f892a5c6501aa8427d860"
    assert len(trace.span_id(ORDER, "reserve_stock")) == 16
    assert trace.span_id(ORDER, "a", "b") != trace.span_id(ORDER, "ab")
    assert trace.trace_id(ORDER) != trace.trace_id(OTHER)


def test_a_line_has_the_order_that_is_worked_on() -> None:
    with about(ORDER):
        assert ids_of({}) == {"order_id": ORDER, "trace_id": trace.trace_id(ORDER)}
    assert ids_of({}) == {}


def test_a_line_that_names_an_order_itself_is_about_that() -> None:
    with about(ORDER):
        assert ids_of({"order_id": OTHER})["order_id"] == OTHER
        assert ids_of({"subject": RETURN}) == ids_of({"return_id": RETURN})
        assert ids_of({"return_id": RETURN})["order_id"] == ORDER


def test_a_steps_line_belongs_to_its_states_span() -> None:
    with about(RETURN):
        assert ids_of({"step": "close_return"})["span_id"] == trace.span_id(RETURN, "close_return")


def test_what_is_found_out_on_the_way_holds_until_the_work_ends() -> None:
    with about():
        assert ids_of({}) == {}
        concerns(ORDER)
        with about(OTHER):
            assert ids_of({})["order_id"] == OTHER
        assert ids_of({})["order_id"] == ORDER
    assert ids_of({}) == {}


@pytest.mark.parametrize("given", ["", None, "no order", {"a": 1}, 5])
def test_what_names_no_order_is_not_written_down_as_one(given: Any) -> None:
    with about(given):
        assert ids_of({}) == {}


def test_a_metric_has_its_order_beside_it_and_not_as_a_dimension() -> None:
    with about(ORDER):
        line = metric_line({"A": (1, "Count"), "B": (2.5, "Milliseconds")}, why="x")

    (declared,) = line["_aws"]["CloudWatchMetrics"]
    assert declared["Dimensions"] == [["why"]]
    assert declared["Metrics"] == [{"Name": "A", "Unit": "Count"}, {"Name": "B", "Unit": "Milliseconds"}]
    assert (line["order_id"], line["why"], line["A"], line["B"]) == (ORDER, "x", 1, 2.5)


def test_a_metric_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    observe.count("Told")

    (written,) = capsys.readouterr().out.splitlines()
    assert json.loads(written)["Told"] == 1


@pytest.mark.parametrize(
    ("handler", "body"),
    [
        (on_packing_requests, {"order_id": ORDER, "task_token": "t", "execution": ORDER}),
        (on_failed_checkouts, {"detail-type": "OrderPlaced", "detail": {"order_id": ORDER}}),
        (
            on_messages,
            {"conversation": ORDER, "owner": "own_a", "operator": False, "client_id": "c", "text": ""},
        ),
    ],
    ids=lambda one: one.__name__.rpartition(".")[2] if isinstance(one, ModuleType) else "",
)
def test_a_message_that_fails_says_which_order_it_is_about(
    handler: Any, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    for name in ("offer_packing", "notify", "say"):
        monkeypatch.setattr(handler, name, fail, raising=False)
    said: list[dict[str, str]] = []
    noted = SimpleNamespace(exception=lambda _, extra: said.append(ids_of(extra)))
    monkeypatch.setattr(messages, "logger", noted)

    failed = handler.handle({"Records": [{"messageId": "m", "body": json.dumps(body)}]}, None)

    assert failed == {"batchItemFailures": [{"itemIdentifier": "m"}]}
    assert [one["order_id"] for one in said] == [ORDER]
    assert ids_of({}) == {}
