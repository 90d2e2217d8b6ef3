import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import boto3
import moto.dynamodb.responses
import pytest
from botocore.client import BaseClient
from moto import mock_aws

from functions.catalog.replace_catalog import replace_catalog
from functions.catalog.store import save
from functions.conversation import bus as conversation_bus
from functions.conversation import queue as conversation_queue
from functions.relay import bus as bus_gateway
from functions.shared import clock
from functions.shared.money import Money
from harness.moto.shortcuts import shortened_moto
from harness.sockets import Sockets
from harness.template import Template
from tests.handlers import cloud as clouds
from tests.handlers.bus import Bus
from tests.handlers.conversing import EventBus, Queue, Talk
from tests.handlers.guests import Guest, new_guest
from tests.handlers.shop import PIZZA, PLENTY, WATER, Reply, Shop, fill_catalog
from tests.handlers.tabs import Tabs


@pytest.fixture(scope="package")
def cloud(template: Template) -> Iterator[None]:
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
            "SOCKET_URL": "https://socket.test/live",
            "PAYMENT_SECRET": clouds.STRIPE_SECRET,
            "DECLINES_OF_SESSION": "5",
            "DECLINES_OF_ADDRESS": "50",
        }.items():
            env.setenv(name, value)
        # DynamoDB reads 100 items in a transaction since 2022.
        env.setattr(moto.dynamodb.responses, "TRANSACTION_MAX_ITEMS", 100)
        clouds.forget_caches()
        for table in clouds.create_tables(template):
            env.setenv(table, table)
        clouds.create_machine()
        for name, held in {"session-keys": clouds.KEYS, clouds.STRIPE_SECRET: clouds.STRIPE_KEYS}.items():
            boto3.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(held))
        fill_catalog()
        yield
        clouds.forget_caches()


@pytest.fixture(scope="package")
def full_shelves(cloud: None) -> bytes:
    """Plenty of everything, received once for all tests."""
    clouds.empty_tables()
    for product in (PIZZA, WATER):
        Shop().stock(product.sku, PLENTY)
    return clouds.remembered("STOCK_TABLE")


@pytest.fixture
def shop(full_shelves: bytes) -> Shop:
    """A pizzeria without customers, with plenty of everything."""
    clouds.empty_tables()
    clouds.put_back("STOCK_TABLE", full_shelves)
    clouds.forget_data()
    clouds.replace_machine()
    return Shop()


@pytest.fixture
def empty_shelves(shop: Shop) -> None:
    """Nothing was ever received."""
    clouds.empty_table("STOCK_TABLE")
    clouds.forget_data()


@pytest.fixture
def guest(shop: Shop) -> Guest:
    return new_guest(shop)


@pytest.fixture
def tabs(shop: Shop) -> Iterator[Tabs]:
    """What clients of the socket are connected to."""
    sockets = Sockets()
    with sockets.connected():
        yield Tabs(shop, sockets)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations that AWS is asked for."""
    made: list[str] = []
    through = BaseClient._make_api_call

    def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        made.append(operation)
        return through(client, operation, params)

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    return made


@pytest.fixture
def placed(shop: Shop) -> Reply:
    """The answer to a checkout of two waters, of which there are ten."""
    shop.stock("water", 10)
    shop.put("w", quantity=2)
    return shop.check_out(500)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each pause, none of which is slept."""
    pauses: list[float] = []
    monkeypatch.setattr(clock, "pause", pauses.append)
    return pauses


@pytest.fixture
def time_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the test takes, it takes no time."""
    standing = clock.now()
    monkeypatch.setattr(clock, "now", lambda: standing)


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the monotonic clock shows, which tests move."""
    moment = [0.0]
    monkeypatch.setattr(clock, "monotonic", lambda: moment[0])
    return moment


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


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, pauses: list[float]) -> Bus:
    """EventBridge, and pauses that take no time."""
    bus = Bus()
    monkeypatch.setenv("EVENT_BUS", "paidonce")
    monkeypatch.setattr(bus_gateway, "_client", lambda: bus)
    return bus


@pytest.fixture
def talk(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    """A shop in which nobody has said anything yet."""
    sockets, queue, bus = Sockets(), Queue(), EventBus()
    monkeypatch.setenv("SAYINGS_QUEUE", "sayings")
    monkeypatch.setenv("EVENT_BUS", "paidonce")
    monkeypatch.setattr(conversation_bus, "_client", lambda: bus)
    monkeypatch.setattr(conversation_queue, "_client", lambda: queue)
    with sockets.connected():
        yield Talk(shop, sockets, queue, bus)


@pytest.fixture
def withdrawn_water(shop: Shop) -> Iterator[None]:
    """Two waters are in the cart, unless an order claims it, and water is no longer sold."""
    shop.put("w", quantity=2)
    replace_catalog([PIZZA])
    clouds.forget_data()
    yield
    replace_catalog([PIZZA, WATER])
    clouds.forget_data()
