"""Dead letters: every queue is listed with its age and first error, and all can be worked on again."""

import json
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.operations import dead_letters as letters
from functions.order import views_store
from functions.shared.table import scan
from harness.moto.world import World
from harness.records import FULFILMENT
from harness.stream import records
from harness.template import REGION
from ops import dead_letters
from tests.workflows.operating import Capture, refused, told

EVERY = [
    "JobsFailures",
    "MeasureFailures",
    "NoticesHeldBackFailures",
    "NotifyFailures",
    "PackingRequestsFailures",
    "PackingResultsFailures",
    "ReconcileFailures",
    "RelayFailures",
    "RotateKeysFailures",
    "SayingsFailures",
    "SweepFailures",
    "UpdatesFailures",
    "WarehouseFailures",
]
LATE = 4000


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch, operator: None, shop: World) -> None:
    outputs = [
        {"OutputKey": name, "OutputValue": str(value)}
        for name, value in shop.cloud.template.outputs().items()
    ]
    monkeypatch.setattr(dead_letters, "_outputs", lambda: iter(outputs))


def puts(shop: World, queue: str, body: Any, errors: dict[str, str] | None = None, **more: str) -> None:
    noted = {name: {"DataType": "String", "StringValue": value} for name, value in (errors or {}).items()}
    shop.cloud.sqs.send_message(
        QueueUrl=shop.cloud.queue_url(queue), MessageBody=json.dumps(body), MessageAttributes=noted, **more
    )


def count(shop: World, queue: str) -> int:
    name = "ApproximateNumberOfMessages"
    found = shop.cloud.sqs.get_queue_attributes(QueueUrl=shop.cloud.queue_url(queue), AttributeNames=[name])
    return int(found["Attributes"][name])


def left(queue: str) -> int:
    """Messages, those included that a redrive has taken and not removed: they come back."""
    return letters.waiting(dead_letters.named(queue))


def entry(capsys: Capture, queue: str) -> dict[str, Any]:
    listed = told(capsys, "list-dead-letters")["queues"]
    assert [one["queue"] for one in listed] == EVERY
    found: dict[str, Any] = next(one for one in listed if one["queue"] == queue)
    return found


def test_every_queue_is_listed_also_those_that_are_empty(shop: World, capsys: Capture) -> None:
    assert entry(capsys, "SweepFailures") == {
        "queue": "SweepFailures",
        "messages": 0,
        "oldest_seconds": None,
        "first_error": None,
        "redrive": "to function",
    }


@pytest.mark.parametrize("name", ["ErrorMessage", "ERROR_MESSAGE"])
def test_a_queue_tells_its_oldest_message_and_the_first_error_without_personal_data(
    shop: World, capsys: Capture, name: str
) -> None:
    puts(shop, "SweepFailures", {}, {name: "no mail to ada@example.com"})
    puts(shop, "SweepFailures", {}, {name: "later"})
    shop.time_passes(90)

    found = entry(capsys, "SweepFailures")

    assert found["messages"] == 2
    assert 90 <= found["oldest_seconds"] < 120
    assert found["first_error"] == "no mail to ..."
    assert entry(capsys, "SweepFailures")["messages"] == 2, "to look takes nothing away"


def test_a_message_of_a_queue_goes_back_to_it_in_its_group(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand, where SQS is an emulator that does not know how to move messages."""
    monkeypatch.setattr(letters.sqs(), "start_message_move_task", unknown)
    asked = {"order_id": "ord_x", "task_token": "t", "execution": "ord_x"}
    puts(shop, "PackingRequestsFailures", asked, MessageGroupId="ord_x", MessageDeduplicationId="1")

    report = told(capsys, "redrive-dead-letters", "PackingRequestsFailures", "--yes")

    assert report == {"queues": [{"queue": "PackingRequestsFailures", "redriven": 1, "left": 0}]}
    (message,) = shop.messages("PackingRequests")
    assert json.loads(message["body"]) == asked
    assert message["attributes"]["MessageGroupId"] == "ord_x"
    assert message["attributes"]["MessageDeduplicationId"] != "1", "it would be dropped for five minutes"
    assert left("PackingRequestsFailures") == 0


def unknown(**_: str) -> Any:
    raise ClientError({"Error": {"Code": "InvalidAction", "Message": "?"}}, "StartMessageMoveTask")


@pytest.mark.parametrize("answer", [None, "AWS.SimpleQueueService.UnsupportedOperation"])
def test_sqs_moves_the_messages_itself_where_it_can(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch, answer: str | None
) -> None:
    """Refused, because somebody has it move them already, is as good."""
    moved: list[str] = []

    def start(SourceArn: str) -> Any:
        moved.append(SourceArn)
        if answer:
            raise ClientError({"Error": {"Code": answer, "Message": "already"}}, "StartMessageMoveTask")
        return {}

    puts(shop, "WarehouseFailures", {"order_id": "ord_x"})
    monkeypatch.setattr(letters.sqs(), "start_message_move_task", start)

    report = told(capsys, "redrive-dead-letters", "WarehouseFailures", "--yes")

    assert report["queues"][0]["left"] == 0
    assert [arn.rpartition(":")[2].startswith("WarehouseFailures") for arn in moved] == [True]
    assert count(shop, "Warehouse") == 0


def test_the_event_of_a_failed_function_is_handed_to_it_again(
    shop: World, capsys: Capture, tmp_path: Path
) -> None:
    order_id = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    aborted = shop.aborts(order_id)
    event = {"detail": {"executionArn": aborted, "name": order_id}}
    puts(shop, "SweepFailures", event, {"ErrorMessage": "busy"})

    report = told(capsys, "redrive-dead-letters", "--yes", "--why", "DynamoDB is back")

    assert report == {"queues": [{"queue": "SweepFailures", "redriven": 1, "left": 0}]}
    assert left("SweepFailures") == 0
    (line,) = (tmp_path / "logs" / "ops.log").read_text().splitlines()
    assert "SweepFailures (1 of 1)" in line
    assert "DynamoDB is back" in line
    shop.run_to_rest()
    assert shop.path(f"{order_id}-2")
    shop.answers_bank_token(order_id, "PaymentDeclined")
    shop.run_to_end()


def test_an_event_that_fails_again_stays(shop: World, capsys: Capture) -> None:
    shop.fault("Sweep", "before", error="Broken")
    puts(shop, "SweepFailures", {})

    report = told(capsys, "redrive-dead-letters", "SweepFailures", "--yes", status=1)

    assert report == {"queues": [{"queue": "SweepFailures", "redriven": 0, "left": 1}]}
    assert left("SweepFailures") == 1


def lost_batch(shop: World) -> dict[str, Any]:
    """What Lambda leaves of stream records that the relay failed at: where they were, not what they said."""
    at = [one["dynamodb"]["NewImage"]["at"]["S"] for one in records()]
    return {
        "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 11},
        "DDBStreamBatchInfo": {
            "startSequenceNumber": "1",
            "approximateArrivalOfFirstRecord": min(at),
            "approximateArrivalOfLastRecord": max(at),
            "batchSize": len(at),
        },
    }


def test_what_the_relay_gave_up_is_made_again_from_the_log(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = shop.confirmed()
    told_again: list[str] = []
    events = boto3.client("events", region_name=REGION)

    def put(Entries: list[dict[str, Any]]) -> dict[str, Any]:
        told_again.extend(one["DetailType"] for one in Entries)
        return {"FailedEntryCount": 0, "Entries": [{} for _ in Entries]}

    monkeypatch.setattr(events, "put_events", put)
    monkeypatch.setattr("functions.relay.bus._client", lambda: events)
    puts(shop, "RelayFailures", lost_batch(shop))
    assert entry(capsys, "RelayFailures")["first_error"] == "RetryAttemptsExhausted"
    assert list(scan("ORDER_VIEWS_TABLE")) == []

    report = told(capsys, "redrive-dead-letters", "RelayFailures", "--yes")

    assert report == {"queues": [{"queue": "RelayFailures", "redriven": 1, "left": 0}]}
    assert [
        position.rpartition("#")[2] for _, position in views_store.by_status(shop.order(order_id).status, 9)
    ] == [order_id]
    assert told_again == ["OrderPlaced", "OrderConfirmed"]
    assert left("RelayFailures") == 0
    shop.time_passes(LATE)
    shop.sweep()  # the fulfilment that nobody began
    shop.run_to_rest()
    assert shop.path(order_id, FULFILMENT) == ["AwaitPacking"]
    assert shop.cancels(order_id).status == 202
    shop.delivers("PackingRequests", "OfferPacking")
    shop.run_to_end()


def test_what_could_not_be_told_stays_for_another_time(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.confirmed()
    puts(shop, "RelayFailures", lost_batch(shop))
    monkeypatch.setattr("functions.relay.replay_events.publish", list)

    report = told(capsys, "redrive-dead-letters", "RelayFailures", "--yes", status=1)

    assert report["queues"] == [{"queue": "RelayFailures", "redriven": 0, "left": 1}]
    assert left("RelayFailures") == 1


def test_nothing_is_redriven_without_a_yes(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    puts(shop, "WarehouseFailures", {})
    monkeypatch.setattr(sys, "stdin", None)
    assert "--yes" in refused(capsys, "redrive-dead-letters")
    assert count(shop, "WarehouseFailures") == 1


def test_where_nothing_waits_nothing_is_asked(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert told(capsys, "redrive-dead-letters") == {"queues": []}


def test_a_queue_that_does_not_exist_is_one_clear_line(capsys: Capture) -> None:
    assert "NotifyFailures" in refused(capsys, "redrive-dead-letters", "Orders", "--yes")
