"""What the handlers stand on, in moto: tables with the stores' keys, session keys, a state machine."""

import json
from functools import cache
from typing import Any

import boto3
from moto.dynamodb.models import dynamodb_backends

from functions.catalog import store as catalog_store
from functions.checkout import api_checkouts as checkout_handler
from functions.inventory import store as stock_store
from functions.payment import credentials
from functions.payment import on_webhook as webhook
from functions.session import store as session_store
from functions.shared import aws

REGION = "eu-west-1"
ACCOUNT = "123456789012"
TABLES = {
    "CATALOG_TABLE": ("sku",),
    "CARTS_TABLE": ("owner",),
    "OWNERS_TABLE": ("owner",),
    "ORDERS_TABLE": ("order_id", "item"),
    "ORDER_VIEWS_TABLE": ("owner", "placed"),
    "STOCK_TABLE": ("id",),
    "PAYMENTS_TABLE": ("order_id",),
    "IDEMPOTENCY_TABLE": ("id",),
}
INDEXES = {
    "ORDER_VIEWS_TABLE": {"by_status": ("status_bucket", "placed"), "by_day": ("sold_bucket", "placed")},
}
KEYS = {"k1": "first-secret-of-at-least-32-bytes", "k2": "second-secret-of-at-least-32-byte"}
STRIPE_SECRET = "stripe"
STRIPE_KEYS = {"api_key": "sk_test_handlers", "webhook_secret": "whsec_handlers"}
MACHINE_ARN = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:checkout"


@cache
def workflows() -> Any:
    return boto3.client("stepfunctions")


def create_tables() -> None:
    client = boto3.client("dynamodb")
    for variable, keys in TABLES.items():
        indexes = INDEXES.get(variable, {})
        named = {key for index in indexes.values() for key in index} | set(keys)
        request: dict[str, Any] = {
            "TableName": variable,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in sorted(named)],
            "KeySchema": key_schema(keys),
        }
        if indexes:
            request["GlobalSecondaryIndexes"] = [
                {
                    "IndexName": name,
                    "KeySchema": key_schema(index),
                    "Projection": {"ProjectionType": "ALL"},
                }
                for name, index in indexes.items()
            ]
        client.create_table(**request)


def key_schema(keys: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
    ]


def empty_tables() -> None:
    """All but the catalog. Behind moto's back, since it is by far the cheapest."""
    for name in TABLES.keys() - {"CATALOG_TABLE"}:
        empty_table(name)


def empty_table(name: str) -> None:
    backends: Any = dynamodb_backends
    backends[ACCOUNT][REGION].tables[name].items.clear()


def forget_caches() -> None:
    """What a fresh process would not know."""
    for cached in (
        workflows,
        aws.client,
        checkout_handler._placing,
        webhook._handling,
    ):
        cached.cache_clear()
    forget_data()


def forget_data() -> None:
    """What a process reads again after a while."""
    session_store._cached = None
    credentials._cached = credentials._refused = credentials._silent = None
    catalog_store._cache.cache_clear()
    stock_store._counts.clear()


def replace_machine() -> None:
    """A machine without executions, unless it is still without; moto takes executions and runs none."""
    client = workflows()
    if not client.list_executions(stateMachineArn=MACHINE_ARN)["executions"]:
        return
    client.delete_state_machine(stateMachineArn=MACHINE_ARN)
    create_machine()


def create_machine() -> None:
    client = workflows()
    definition = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
    client.create_state_machine(
        name="checkout", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/test"
    )
