import json
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from tests.handlers import shop as shops
from tests.handlers.shop import Shop


@pytest.fixture(scope="module")
def cloud() -> Iterator[None]:
    """Tables, keys and a state machine that accepts executions and runs none."""
    with pytest.MonkeyPatch.context() as env, mock_aws():
        for name, value in {
            "AWS_DEFAULT_REGION": shops.REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
            "SESSION_KEYS_SECRET": "session-keys",
            "CHECKOUT_MACHINE": shops.MACHINE_ARN,
            "CHECKOUT_DUE_SECONDS": "60",
            "WAIT_FUNCTION": "wait",
            **{table: table for table in shops.TABLES},
        }.items():
            env.setenv(name, value)
        shops.forget_caches()
        shops.create_tables()
        boto3.client("secretsmanager").create_secret(Name="session-keys", SecretString=json.dumps(shops.KEYS))
        yield
        shops.forget_caches()


@pytest.fixture
def shop(cloud: None) -> Shop:
    """A pizzeria without customers, without stock."""
    shops.empty_tables()
    shops.forget_data()
    shops.fill_catalog()
    shops.open_machine()
    return Shop()
