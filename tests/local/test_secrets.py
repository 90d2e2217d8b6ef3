"""A secret's versions in the embedded cloud: what a compare-and-set stands on."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import Cloud


@pytest.fixture
def secrets(cloud: Cloud) -> Any:
    return cloud.client("secretsmanager")


@pytest.fixture
def name(secrets: Any) -> Iterator[str]:
    name = f"versions-{uuid.uuid4()}"
    secrets.create_secret(Name=name, SecretString="first")
    yield name
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


def put(secrets: Any, name: str, token: str, value: str) -> None:
    secrets.put_secret_value(SecretId=name, ClientRequestToken=token, SecretString=value)


def test_an_id_stands_for_one_value_even_after_it_is_no_longer_current(secrets: Any, name: str) -> None:
    tokens = [str(uuid.uuid4()) for _ in range(4)]
    for number, token in enumerate(tokens):
        put(secrets, name, token, f"value {number}")
    for token in tokens:
        with pytest.raises(ClientError, match="ResourceExistsException"):
            put(secrets, name, token, "another")
    assert secrets.get_secret_value(SecretId=name)["SecretString"] == "value 3"


def test_the_same_value_under_the_same_id_is_a_repeat(secrets: Any, name: str) -> None:
    token = str(uuid.uuid4())
    put(secrets, name, token, "second")
    put(secrets, name, token, "second")
    found = secrets.get_secret_value(SecretId=name)
    assert (found["SecretString"], found["VersionId"]) == ("second", token)


def test_without_an_id_every_write_is_a_new_version(secrets: Any, name: str) -> None:
    for value in ("second", "second", "third"):
        secrets.put_secret_value(SecretId=name, SecretString=value)
    assert secrets.get_secret_value(SecretId=name)["SecretString"] == "third"
