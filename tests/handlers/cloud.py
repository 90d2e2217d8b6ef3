"""What the handlers stand on, in moto: the app's tables, session keys, a state machine that runs nothing."""

import json
import pickle
import re
from functools import cache
from typing import Any

import boto3
from moto.dynamodb.models import dynamodb_backends

from functions.catalog import store as catalog_store
from functions.inventory import known_levels
from functions.inventory import store as stock_store
from functions.payment import credentials
from functions.session import store as session_store
from harness import caches
from harness.moto.cloud import table_request
from harness.template import ACCOUNT, REGION, Template

KEYS = {"k1": "first-secret-of-at-least-32-bytes", "k2": "second-secret-of-at-least-32-byte"}
STRIPE_SECRET = "stripe"
STRIPE_KEYS = {"api_key": "sk_test_handlers", "webhook_secret": "whsec_handlers"}
MACHINE_ARN = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:checkout"


@cache
def workflows() -> Any:
    return boto3.client("stepfunctions")


def create_tables(template: Template) -> list[str]:
    """The app's tables, each called as the variable that names it; those names."""
    names = []
    for construct, table in template.tables.items():
        names.append(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", construct).upper() + "_TABLE")
        boto3.client("dynamodb").create_table(**table_request(table) | {"TableName": names[-1]})
    return names


def empty_tables() -> None:
    """All but the catalog. Behind moto's back, since it is by far the cheapest."""
    for name in _tables().keys() - {"CATALOG_TABLE"}:
        empty_table(name)


def empty_table(name: str) -> None:
    _tables()[name].items.clear()


def remembered(name: str) -> bytes:
    """What a table holds, to be put back. Behind moto's back, too."""
    return pickle.dumps(dict(_tables()[name].items))


def put_back(name: str, items: bytes) -> None:
    _tables()[name].items.clear()
    _tables()[name].items.update(pickle.loads(items))  # noqa: S301 - its own words


def _tables() -> dict[str, Any]:
    found: dict[str, Any] = dynamodb_backends[ACCOUNT][REGION].tables
    return found


def forget_caches() -> None:
    """What a fresh process would not know."""
    workflows.cache_clear()
    caches.forget_all()


def forget_data() -> None:
    """What a process reads again after a while."""
    session_store._cached = None
    credentials._cached = credentials._refused = credentials._silent = None
    catalog_store._cache.cache_clear()
    forget_stock()


def forget_stock() -> None:
    stock_store._counts.clear()
    known_levels._copies.clear()


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
