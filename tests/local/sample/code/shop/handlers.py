"""Small Lambda functions that show what the embedded cloud does to handlers."""

import json
import os
import sys
import time
from typing import Any

import boto3


class OutOfStock(Exception):
    pass


def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    if event["path"].endswith("/boom"):
        raise RuntimeError("a secret detail")
    seen = {
        key: event.get(key) for key in ("path", "pathParameters", "queryStringParameters", "body", "headers")
    }
    seen["authorizer"] = event["requestContext"].get("authorizer")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(seen)}


def authorize(event: dict[str, Any], context: Any) -> dict[str, Any]:
    print("authorizing", flush=True)
    token = event["headers"].get("authorization") or event["headers"].get("Authorization")
    if token == "Bearer bad":
        raise Exception("Unauthorized")
    arn = event["methodArn"].split("/", 1)[0] + "/*"
    effect = "Deny" if token == "Bearer denied" else "Allow"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": arn}
    return {
        "principalId": token,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"owner": "guest"},
    }


def act(event: dict[str, Any], context: Any) -> Any:
    do = event.get("do")
    if do == "raise":
        raise OutOfStock("none left")
    if do == "exit":
        sys.exit(3)
    if do == "die":
        os.kill(os.getpid(), 9)
    if do == "sleep":
        time.sleep(event["seconds"])
    if do == "hold":
        _hold(event["began"], event["until"])
    if do == "env":
        return dict(os.environ)
    if do == "context":
        return {"left": context.get_remaining_time_in_millis(), "id": context.aws_request_id}
    if do == "unserializable":
        return object()
    if do == "large":
        return "x" * event["size"]
    if do == "spin":
        open(event["began"], "w").close()
        while True:
            pass
    if do == "say":
        print(event["text"])
    if do == "transact":
        _transact(event["key"], event.get("add", 1))
    return {"pid": os.getpid(), "event": event}


def _hold(began: str, until: str) -> None:
    """Say that it began, and go on when told to; if nobody does, the function's own timeout ends it."""
    open(began, "w").close()
    while not os.path.exists(until):
        time.sleep(0.01)


_dynamodb: Any = None


def _transact(key: str, add: int) -> None:
    global _dynamodb
    _dynamodb = _dynamodb or boto3.client("dynamodb")
    table = os.environ["TABLE"]
    update = {
        "TableName": table,
        "Key": {"pk": {"S": key}, "sk": {"S": "head"}},
        "UpdateExpression": "ADD n :n",
        "ConditionExpression": "attribute_not_exists(n) OR n < :max",
        "ExpressionAttributeValues": {":n": {"N": str(add)}, ":max": {"N": "1000000"}},
    }
    put = {"TableName": table, "Item": {"pk": {"S": key}, "sk": {"S": f"event#{time.time_ns()}"}}}
    _dynamodb.transact_write_items(TransactItems=[{"Update": update}, {"Put": put}])


def heard(event: dict[str, Any], context: Any) -> None:
    """Notes what came by stream or by queue, but for its own notes."""
    for record in event["Records"]:
        told = record["body"] if "body" in record else record["dynamodb"]["Keys"]["pk"]["S"]
        if told != "heard":
            item = {"pk": {"S": "heard"}, "sk": {"S": told}}
            boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item=item)
