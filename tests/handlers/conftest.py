import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import boto3
import moto.dynamodb.responses
import pytest
from moto import mock_aws
from moto.dynamodb.responses import DynamoHandler

from functions.catalog.store import save
from functions.shared import clock
from functions.shared.money import Money
from tests.handlers import cloud as clouds
from tests.handlers.guests import Guest, new_guest
from tests.handlers.shop import WATER, Shop, fill_catalog
from tests.moto_shortcuts import shortened_moto


@pytest.fixture(scope="package")
def cloud() -> Iterator[None]:
    """Tables, keys and a state machine that accepts executions and runs none."""
    with pytest.MonkeyPatch.context() as env, mock_aws(), shortened_moto():
        for name, value in {
            "AWS_DEFAULT_REGION": clouds.REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
            "SESSION_KEYS_SECRET": "session-keys",
            "CHECKOUT_MACHINE": clouds.MACHINE_ARN,
            "CHECKOUT_DUE_SECONDS": "60",
            "WAIT_FUNCTION": "wait",
            "PAYMENT_SECRET": clouds.STRIPE_SECRET,
            **{table: table for table in clouds.TABLES},
        }.items():
            env.setenv(name, value)
        # DynamoDB reads 100 items in a transaction since 2022.
        env.setattr(moto.dynamodb.responses, "TRANSACTION_MAX_ITEMS", 100)
        clouds.forget_caches()
        clouds.create_tables()
        clouds.create_machine()
        boto3.client("secretsmanager").create_secret(
            Name="session-keys", SecretString=json.dumps(clouds.KEYS)
        )
        boto3.client("secretsmanager").create_secret(
            Name=clouds.STRIPE_SECRET, SecretString=json.dumps(clouds.STRIPE_KEYS)
        )
        fill_catalog()
        yield
        clouds.forget_caches()


@pytest.fixture
def shop(cloud: None) -> Shop:
    """A pizzeria without customers, without stock."""
    clouds.empty_tables()
    clouds.forget_data()
    clouds.replace_machine()
    return Shop()


@pytest.fixture
def guest(shop: Shop) -> Guest:
    return new_guest(shop)


@pytest.fixture
def one_call_at_a_time(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For tests with threads: moto's transactions are not atomic, so DynamoDB takes one call after the other;
    between any two calls of one thread come those of others, often."""
    lock = threading.RLock()
    call_action = DynamoHandler.call_action

    def call(handler: Any) -> Any:
        with lock:
            return call_action(handler)

    monkeypatch.setattr(DynamoHandler, "call_action", call)
    monkeypatch.setattr(clock, "pause", lambda seconds: time.sleep(min(seconds, 0.002)))
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def dearer_water(shop: Shop) -> Iterator[None]:
    """Water costs 3.00 from now on."""
    save(replace(WATER, unit_price=Money(300)))
    clouds.forget_data()
    yield
    save(WATER)


@pytest.fixture
def stripe_secret(shop: Shop) -> Iterator[Callable[[Any], None]]:
    """Changes the payment provider's secret, for processes that start now; None takes it away."""
    client = boto3.client("secretsmanager")

    def change(value: Any) -> None:
        client.delete_secret(SecretId=clouds.STRIPE_SECRET, ForceDeleteWithoutRecovery=True)
        if value is not None:
            text = value if isinstance(value, str) else json.dumps(value)
            client.create_secret(Name=clouds.STRIPE_SECRET, SecretString=text)

    yield change
    change(clouds.STRIPE_KEYS)
    clouds.forget_data()
