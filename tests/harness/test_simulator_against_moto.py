"""The simulator agrees with moto: DynamoDB's answers with its answers, the machines' paths with the
paths that its interpreter takes."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.returns import store as returns_store
from functions.returns.inspect_return import inspect_return
from functions.returns.returns import InspectionResult, Verdict
from harness.customers import ASKING_CARD, DECLINED_CARD
from harness.moto.cloud import running_cloud
from harness.moto.world import FORWARD, NOT_PACKED, PACKED, REFUNDED, WAITING, WAY_BACK
from harness.records import FULFILMENT, RETURN, SKU
from harness.simulator.cloud import SimulatedCloud
from harness.simulator.dynamodb import Refused
from harness.simulator.simulator import Simulator
from harness.talker import Talker
from harness.template import REGION, Template

Told = list[tuple[str, dict[str, Any], Any]]


@pytest.fixture(scope="module")
def told(template: Template) -> Told:
    """A shop's day on the simulator: each call to DynamoDB, and its answer or its error."""
    cloud = SimulatedCloud(template)
    calls: Told = []
    serve = cloud.tables.call

    def listening(operation: str, params: dict[str, Any]) -> Any:
        try:
            answer = serve(operation, params)
        except Refused as refused:
            calls.append((operation, params, refused.answer))
            raise
        calls.append((operation, params, answer))
        return answer

    cloud.tables.call = listening  # type: ignore[method-assign]
    with cloud.running():
        _a_day(Simulator(cloud))
    return calls


def _a_day(shop: Simulator) -> None:
    shop.sells(stock=4, shards=2)
    delivered = shop.places_order(quantity=2)
    declined = shop.places_order(DECLINED_CARD)
    asked = shop.places_order(ASKING_CARD)
    unlucky = shop.places_order(quantity=4)
    shop.run_to_rest()
    assert shop.execution(delivered).path == tuple(FORWARD)
    assert shop.execution(declined).path == (*FORWARD[:2], *WAY_BACK)
    assert shop.execution(asked).path == tuple(WAITING)
    assert shop.execution(unlucky).path == ("ReserveStock", *WAY_BACK)
    shop.answers_bank(asked)
    for event in shop.events_of(asked):
        assert shop.delivers_event(event).status == 200
        assert shop.delivers_event(event).status == 200
    shop.run_to_rest()
    assert shop.execution(asked).path == (*WAITING, "ConfirmOrder")
    shop.relay()
    shop.relay()
    shop.run_to_rest()
    for work in shop.offers():
        shop.report(work, "packed" if work["order_id"] == delivered else "rejected")
    assert shop.cancels(delivered).status == 409
    shop.run_to_rest()
    assert shop.execution(delivered, FULFILMENT).path == tuple(PACKED)
    assert shop.execution(asked, FULFILMENT).path == tuple(NOT_PACKED)
    _sends_back(shop, delivered)
    _is_talked_about(shop, delivered)
    tokens = [shop.api("POST", "/sessions").json for _ in range(2)]
    shop.fills_cart({SKU: 1}, tokens[0]["owner"])
    for _ in range(2):
        merged = shop.api("POST", "/cart/merge", {"token": tokens[0]["token"]}, owner=tokens[1]["owner"])
        assert merged.status == 200
    assert shop.api("GET", "/orders?limit=1", owner=shop.order(delivered).owner).status in (200, 404)
    shop.time_passes(3600)
    shop.sweep()
    assert shop.violations() == []


def _is_talked_about(shop: Simulator, order_id: str) -> None:
    talker = Talker(shop, order_id, shop.order(order_id).owner)
    for text in ("one", "two", "one"):
        assert talker.posts(text).status == 201
    assert talker.marks(1).status == 200
    assert [message["text"] for message in talker.looks()] == ["one", "two"]
    talker.peeks()


def _sends_back(shop: Simulator, order_id: str) -> None:
    owner = shop.order(order_id).owner
    for _ in range(2):
        body = {"reason": "cold", "lines": [{"line_id": SKU, "quantity": 1}]}
        headers = {"Idempotency-Key": "back"}
        answer = shop.api("POST", f"/orders/{order_id}/returns", body, headers, owner=owner)
        shop.run_to_rest()
    return_id = answer.json["return_id"]
    inspect_return(return_id, Verdict(InspectionResult.ACCEPTED), "test")
    shop.run_to_rest()
    assert shop.execution(return_id, RETURN).path == tuple(REFUNDED)
    assert returns_store.load(return_id).shown == "REFUNDED"


def test_every_answer_of_the_stages_tables_is_motos(template: Template, told: Told) -> None:
    with running_cloud(template, "http://127.0.0.1:9", wired=True):
        client = boto3.client("dynamodb", region_name=REGION)
        for operation, params, answer in told:
            motos = _motos(client, operation, params)
            assert _comparable(_plain(motos)) == _comparable(_plain(answer)), (operation, params)
    assert {one for one, _, _ in told} == {
        "BatchGetItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    }


def _motos(client: Any, operation: str, params: dict[str, Any]) -> Any:
    try:
        return client._make_api_call(operation, params)
    except ClientError as error:
        return error.response


def _plain(answer: Any) -> Any:
    """Enumerations are the text they stand for; moments of the answer are not compared."""
    return json.loads(json.dumps(answer, default=str))


def _comparable(answer: dict[str, Any]) -> Any:
    """What the product reads of an answer; a scan and a batch have no order."""
    if "Error" in answer:
        reasons = [
            (reason["Code"], _sorted_sets(reason.get("Item") or None))
            for reason in answer.get("CancellationReasons", [])
        ]
        return answer["Error"]["Code"], reasons, _sorted_sets(answer.get("Item"))
    kept = {name: answer[name] for name in ("Item", "Items", "Attributes", "Responses") if name in answer}
    return _sorted_sets(kept)


def _sorted_sets(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: sorted(one) if name in ("SS", "NS") else _sorted_sets(one) for name, one in value.items()
        }
    if isinstance(value, list):
        return sorted((_sorted_sets(one) for one in value), key=repr)
    return value
