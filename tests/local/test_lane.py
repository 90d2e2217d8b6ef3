"""What workers ask over the lane is answered as over HTTP."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from local.aws import lane_items
from local.aws.lane_client import ANSWER, REQUEST, Lane
from tests.local.conftest import Cloud

TABLE = "paidonce"


def dynamodb(tries: int = 1) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url="http://127.0.0.1:1",
        region_name="eu-west-1",
        aws_access_key_id="000000000000",
        aws_secret_access_key="test",
        config=Config(retries={"mode": "standard", "total_max_attempts": tries}, read_timeout=0.2),
    )


class Told:
    """A lane's `exchange` that gives prepared answers, and keeps what it was asked."""

    def __init__(self, *answers: tuple[int, dict[str, Any]] | OSError) -> None:
        self.answers = list(answers)
        self.heads: list[Any] = []
        self.bodies: list[Any] = []

    def __call__(self, head: bytes, body: bytes, *_patience: Any) -> tuple[int, bytes, bytes]:
        self.heads.append(json.loads(head))
        self.bodies.append(json.loads(body))
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer[0], b"{}", json.dumps(answer[1]).encode()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane_items.time, "sleep", lambda _seconds: None)


def test_a_call_names_its_operation_account_and_region() -> None:
    told = Told((200, {"Item": {"a": {"S": "b"}}}))
    found = lane_items.Items(told).call(dynamodb(), "GetItem", {"TableName": TABLE, "Key": {}})

    (method, path, headers), (body,) = told.heads[0], told.bodies
    assert (method, path, body) == ("POST", "/", {"TableName": TABLE, "Key": {}})
    assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert "Credential=000000000000/" in headers["authorization"]
    assert "/eu-west-1/dynamodb/" in headers["authorization"]
    assert found["Item"] == {"a": {"S": "b"}}
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_refusal_is_the_clients_own_error_with_all_its_members() -> None:
    client, reasons = dynamodb(), [{"Code": "ConditionalCheckFailed", "Item": {"n": {"N": "1"}}}]
    name = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
    told = Told((400, {"__type": name, "message": "no", "CancellationReasons": reasons}))

    with pytest.raises(client.exceptions.TransactionCanceledException) as caught:
        lane_items.Items(told).call(client, "TransactWriteItems", {"TransactItems": []})

    assert caught.value.response["Error"] == {"Code": "TransactionCanceledException", "Message": "no"}
    assert caught.value.response["CancellationReasons"] == reasons


def test_a_transaction_is_given_one_token_for_all_its_tries() -> None:
    told = Told(ConnectionResetError(), (200, {}))

    lane_items.Items(told).call(dynamodb(tries=2), "TransactWriteItems", {"TransactItems": []})

    first, second = (body["ClientRequestToken"] for body in told.bodies)
    assert first == second != ""


@pytest.mark.parametrize(
    ("broken", "error"), [(TimeoutError(), ReadTimeoutError), (ConnectionResetError(), ConnectionClosedError)]
)
def test_what_is_not_answered_is_asked_as_often_as_the_client_may(
    broken: OSError, error: type[Exception]
) -> None:
    told = Told(broken, broken, (200, {}))

    with pytest.raises(error):
        lane_items.Items(told).call(dynamodb(tries=2), "GetItem", {})

    assert len(told.bodies) == 2


def test_a_failure_of_dynamodb_is_tried_again_and_a_refusal_is_not() -> None:
    failed, refused = (500, {"__type": "InternalServerError"}), (400, {"__type": "ValidationException"})
    again, once = Told(failed, (200, {})), Told(refused, (200, {}))

    lane_items.Items(again).call(dynamodb(tries=2), "GetItem", {})
    with pytest.raises(ClientError, match="ValidationException"):
        lane_items.Items(once).call(dynamodb(tries=2), "GetItem", {})

    assert (len(again.bodies), len(once.bodies)) == (2, 1)


def test_binary_values_come_back_as_they_went() -> None:
    told = Told((200, {"Item": {"b": {"B": "AP8="}, "s": {"BS": ["AQ=="]}, "l": {"L": [{"B": "AA=="}]}}}))

    found = lane_items.Items(told).call(dynamodb(), "PutItem", {"Item": {"b": {"B": b"\x00\xff"}}})

    assert told.bodies[0] == {"Item": {"b": {"B": "AP8="}}}
    assert found["Item"] == {"b": {"B": b"\x00\xff"}, "s": {"BS": [b"\x01"]}, "l": {"L": [{"B": b"\x00"}]}}


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A far end that answers each request with 200 and its body, in small pieces, or not at all."""
    place = str(tmp_path / "l")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen()
        threading.Thread(target=_serve, args=[listener, request.param], daemon=True).start()
        yield place


def _serve(listener: socket.socket, pieces: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            channel, _ = listener.accept()
            threading.Thread(target=_echo, args=[channel, pieces], daemon=True).start()


def _echo(channel: socket.socket, pieces: int) -> None:
    with channel, channel.makefile("rb") as read:
        while pieces and (lengths := read.read(REQUEST.size)):
            head, body = REQUEST.unpack(lengths)
            read.read(head)
            answer = ANSWER.pack(200, 2, body) + b"{}" + read.read(body)
            for start in range(0, len(answer), pieces):
                channel.sendall(answer[start : start + pieces])
        while channel.recv(4096):
            pass  # until the far end leaves


@pytest.mark.parametrize("place", [1 << 20, 7], indirect=True)
def test_an_answer_is_put_together_from_its_pieces_and_the_socket_is_kept(place: str) -> None:
    lane = Lane(place)

    for body in (b"", b"x" * 5000, b"last"):
        assert lane.exchange(b"head", body, 1, 5) == (200, b"{}", body)

    assert len(lane._idle) == 1


@pytest.mark.parametrize("place", [0], indirect=True)
def test_a_socket_on_which_nothing_came_in_time_is_not_used_again(place: str) -> None:
    lane = Lane(place)

    with pytest.raises(TimeoutError):
        lane.exchange(b"head", b"body", 1, 0.05)

    assert lane._idle == []


def test_a_worker_writes_and_is_refused_as_by_http(cloud: Cloud) -> None:
    answer, failed = cloud.invoke("act", do="transact", key="by-lane")
    assert not failed, answer
    answer, failed = cloud.invoke("act", do="transact", key="by-lane", add=2_000_000)
    assert not failed, answer

    answer, failed = cloud.invoke("act", do="transact", key="by-lane")

    assert failed
    assert answer["errorType"] == "TransactionCanceledException"
    assert "ConditionalCheckFailed" in answer["errorMessage"]
    found = cloud.client("dynamodb").query(
        TableName=cloud.outputs["Table"],
        KeyConditionExpression="pk = :pk AND sk = :head",
        ExpressionAttributeValues={":pk": {"S": "by-lane"}, ":head": {"S": "head"}},
    )
    assert [item["n"] for item in found["Items"]] == [{"N": "2000001"}]
