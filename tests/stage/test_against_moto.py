"""The stage agrees with the world that the other tests act in: DynamoDB's answers with moto's, the machines'
paths with those that moto's interpreter takes."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.returns import store as returns_store
from functions.returns.decide_return import decide_return
from functions.returns.returns import Verdict
from tests.stage.cloud import SmallCloud
from tests.stage.dynamodb import Refused
from tests.stage.stage import FULFILMENT, RETURN, SKU, Stage
from tests.workflows import fulfil
from tests.workflows.returning import REFUNDED
from tests.workflows.saga import ASKING_CARD, DECLINED_CARD, FORWARD, WAITING, WAY_BACK
from tests.world.cloud import running_cloud
from tests.world.template import REGION, Template

Told = list[tuple[str, dict[str, Any], Any]]


@pytest.fixture(scope="module")
def told(template: Template) -> Told:
    """A shop's day on the stage: each call to DynamoDB, and its answer or its error."""
    cloud = SmallCloud(template)
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
        _a_day(Stage(cloud))
    return calls


def _a_day(stage: Stage) -> None:
    stage.sells(stock=4, shards=2)
    delivered = stage.places_order(quantity=2)
    declined = stage.places_order(DECLINED_CARD)
    asked = stage.places_order(ASKING_CARD)
    unlucky = stage.places_order(quantity=4)
    stage.run_to_rest()
    assert stage.execution(delivered).path == tuple(FORWARD)
    assert stage.execution(declined).path == (*FORWARD[:2], *WAY_BACK)
    assert stage.execution(asked).path == tuple(WAITING)
    assert stage.execution(unlucky).path == ("ReserveStock", *WAY_BACK)
    stage.customer_answers(asked)
    for event in stage.events_of(asked):
        assert stage.delivers_event(event).status == 200
        assert stage.delivers_event(event).status == 200
    stage.run_to_rest()
    assert stage.execution(asked).path == (*WAITING, "ConfirmOrder")
    stage.relays()
    stage.relays()
    stage.run_to_rest()
    for work in stage.offers():
        stage.reports(work, "packed" if work["order_id"] == delivered else "rejected")
    assert stage.cancels(delivered).status == 409
    stage.run_to_rest()
    assert stage.execution(delivered, FULFILMENT).path == tuple(fulfil.PACKED)
    assert stage.execution(asked, FULFILMENT).path == tuple(fulfil.NOT_PACKED)
    _sends_back(stage, delivered)
    tokens = [stage.api("POST", "/sessions").json for _ in range(2)]
    stage.fills_cart({SKU: 1}, tokens[0]["owner"])
    for _ in range(2):
        merged = stage.api("POST", "/cart/merge", {"token": tokens[0]["token"]}, owner=tokens[1]["owner"])
        assert merged.status == 200
    assert stage.api("GET", "/orders?limit=1", owner=stage.order(delivered).owner).status in (200, 404)
    stage.time_passes(3600)
    stage.sweeps()
    assert stage.violations() == []


def _sends_back(stage: Stage, order_id: str) -> None:
    owner = stage.order(order_id).owner
    for _ in range(2):
        body = {"reason": "cold", "lines": [{"line_id": SKU, "quantity": 1}]}
        answer = stage.api("POST", f"/orders/{order_id}/returns", body, owner=owner)
        stage.run_to_rest()
    return_id = answer.json["return_id"]
    decide_return(return_id, Verdict.ACCEPTED, "test", None)
    stage.run_to_rest()
    assert stage.execution(return_id, RETURN).path == tuple(REFUNDED)
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
