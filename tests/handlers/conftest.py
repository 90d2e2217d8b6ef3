import json
from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest
from moto import mock_aws

from functions.catalog.store import save
from functions.shared.money import Money
from tests.handlers import cloud as clouds
from tests.handlers.shop import WATER, Shop, fill_catalog


@pytest.fixture(scope="package")
def cloud() -> Iterator[None]:
    """Tables, keys and a state machine that accepts executions and runs none."""
    with pytest.MonkeyPatch.context() as env, mock_aws():
        for name, value in {
            "AWS_DEFAULT_REGION": clouds.REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
            "SESSION_KEYS_SECRET": "session-keys",
            "CHECKOUT_MACHINE": clouds.MACHINE_ARN,
            "CHECKOUT_DUE_SECONDS": "60",
            "WAIT_FUNCTION": "wait",
            **{table: table for table in clouds.TABLES},
        }.items():
            env.setenv(name, value)
        clouds.forget_caches()
        clouds.create_tables()
        clouds.create_machine()
        boto3.client("secretsmanager").create_secret(
            Name="session-keys", SecretString=json.dumps(clouds.KEYS)
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
def dearer_water(shop: Shop) -> Iterator[None]:
    """Water costs 3.00 from now on."""
    save(replace(WATER, unit_price=Money(300)))
    clouds.forget_data()
    yield
    save(WATER)
