"""One order's trace, from the request that placed it to its return; and what is measured on the way."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from functions.operations.show_trace import show_trace
from functions.operations.trace_spans import Span, as_otlp
from functions.order.store import OrderUnknown
from functions.shared import trace
from functions.shared.observe import logger
from harness.customers import ASKING_CARD, DECLINED_CARD
from harness.moto.world import World
from infra.watch.objectives import OBJECTIVES
from local.alarms.measured import points_of

Capture = pytest.CaptureFixture[str]


def metrics(capsys: Capture) -> list[dict[str, Any]]:
    """Those that were written since this was asked last."""
    out = capsys.readouterr().out.splitlines()
    return [json.loads(one) for one in out if one.startswith('{"_aws')]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is written down, as it is."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logger.registered_formatter)
    logger.addHandler(handler)
    yield handler.stream
    logger._logger.removeHandler(handler)


def about(order_id: str, log: io.StringIO) -> list[dict[str, Any]]:
    """The lines that name the order."""
    found = [json.loads(one) for one in log.getvalue().splitlines()]
    return [one | {"function": "any"} for one in found if one.get("order_id") == order_id]


def named(spans: list[Span], name: str) -> Span:
    (found,) = [one for one in spans if one.name == name]
    return found


def test_one_trace_has_the_request_every_step_the_packing_and_the_return(
    shop: World, log: io.StringIO
) -> None:
    order, return_id = shop.sent_back()
    shop.takes_back(return_id)

    spans = show_trace(order.order_id, about(order.order_id, log))

    whole = spans[0]
    assert (whole.name, whole.parent) == ("order", None)
    for machine, steps in {
        "checkout": ("ReserveStock", "AuthorizePayment", "ConfirmOrder"),
        "fulfilment": ("AwaitPacking", "CompleteOrder"),
        "return": ("AwaitInspection", "RefundPayment", "RestockItems", "CloseReturn"),
    }.items():
        parent = named(spans, machine)
        assert parent.parent == whole.span_id
        assert [one.name for one in spans if one.parent == parent.span_id] == list(steps)
    asked = named(spans, "POST /orders/{order_id}/returns")
    assert named(spans, "return").links == [asked.span_id]
    assert named(spans, "checkout").links == [named(spans, "POST /checkouts").span_id]
    assert [one.name for one in whole.events if not one.name.startswith("line:")] == [
        *("OrderPlaced", "OrderConfirmed", "OrderFulfilling", "OrderCompleted"),
        *("ReturnRequested", "ReturnAccepted", "ReturnRefunded"),
    ]


def test_spans_are_told_apart_and_stand_in_others_that_are_there(shop: World, log: io.StringIO) -> None:
    order, return_id = shop.sent_back()
    shop.takes_back(return_id)

    spans = show_trace(order.order_id, about(order.order_id, log))

    ids = [one.span_id for one in spans]
    assert len(ids) == len(set(ids))
    assert {one.parent for one in spans[1:]} <= set(ids)
    assert {link for one in spans for link in one.links} <= set(ids)


def test_a_steps_failures_are_tries_of_their_own_and_its_lines_stand_in_its_state(
    shop: World, log: io.StringIO
) -> None:
    shop.fault("ReserveStock", "before", times=2, error="SomethingBroke")
    order_id = shop.buys(DECLINED_CARD)

    spans = show_trace(order_id, about(order_id, log))

    state = named(spans, "ReserveStock")
    tries = [one for one in spans if one.parent == state.span_id]
    assert [one.status for one in tries] == ["error", "error", "ok"]
    assert tries[0].attributes == {"error.type": "SomethingBroke"}
    declined = named(spans, "AuthorizePayment")
    assert declined.status == "error"
    assert [one.attributes["outcome"] for one in declined.events if "outcome" in one.attributes] == [
        "PaymentDeclined"
    ]


def test_an_order_that_goes_on_has_spans_that_have_not_ended(shop: World) -> None:
    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()

    spans = show_trace(order_id, [])

    assert spans[0].ended_at is None
    assert named(spans, "AwaitCustomerAction").as_dict()["ms"] is None
    shop.tells(shop.customer_answers(order_id))
    shop.run_to_end()


def test_a_collector_is_given_one_trace(shop: World) -> None:
    order_id = shop.buys()

    told = as_otlp(order_id, show_trace(order_id, []))

    (resource,) = told["resourceSpans"]
    (scope,) = resource["scopeSpans"]
    assert {one["traceId"] for one in scope["spans"]} == {trace.trace_id(order_id)}
    assert [one for one in scope["spans"] if "parentSpanId" not in one] == scope["spans"][:1]
    assert all(int(one["endTimeUnixNano"]) >= int(one["startTimeUnixNano"]) for one in scope["spans"])


def test_there_is_no_trace_of_no_order(shop: World) -> None:
    with pytest.raises(OrderUnknown):
        show_trace("ord_" + "a" * 32, [])


def test_what_objectives_go_by_is_written_as_they_name_it(shop: World, capsys: Capture) -> None:
    shop.buys()
    shop.always("AuthorizePayment")
    shop.buys()

    told = {(metric.name, metric.dimensions) for one in metrics(capsys) for metric, _ in points_of(one)}

    named = {
        (one.name, one.dimensions)
        for objective in OBJECTIVES
        for one in (*objective.failed, *objective.total)
        if one.namespace == "PaidOnce"
    }
    # The others are seen by the rehearsal of the runbook (tests/runbook), which has their alarms go off.
    elsewhere = {"CheckoutsRefused", "OrdersSwept", "OrdersParked", "OrdersCompleted", "PackingsAbandoned"}
    assert {one for one in named if one[0] not in elsewhere} <= told


def test_how_long_a_checkout_took_is_told_unless_a_bank_asked(shop: World, capsys: Capture) -> None:
    shop.buys()
    assert [one for one in metrics(capsys) if "CheckoutTime" in one]

    order_id = shop.places_order(ASKING_CARD)
    shop.run_to_rest()
    shop.tells(shop.customer_answers(order_id))
    shop.run_to_end()

    confirmed = [one for one in metrics(capsys) if "OrdersConfirmed" in one]
    assert len(confirmed) == 1
    assert "CheckoutTime" not in confirmed[0]
