"""What the whole suite is searched for is found wherever it could be told."""

import base64
import logging
from collections.abc import Callable

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from functions.fulfilment import callback
from functions.session.token import KeyRing, Session, sign
from functions.shared import clock, observe
from harness import leaks
from harness.environment import SESSION_KEYS, STRIPE_KEYS
from harness.leaks import (
    CALLBACK,
    CARD,
    CLIENT_SECRET,
    EMAIL,
    NAME,
    PROVIDER_KEY,
    SESSION,
    SIGNED,
    STREET,
    TASK,
    TICKET,
)
from harness.template import REGION

RING = KeyRing("k1", SESSION_KEYS)
ORDER = "ord_" + "a" * 32
TOKEN = "AQB0cmFuc2l0aW9uIHRva2Vu"
TOLD = {
    EMAIL: "ada@example.com",
    NAME: "Ada Lovelace",
    STREET: "Via Roma 1",
    CARD: "pm_card_visa",
    CLIENT_SECRET: "pi_1a_secret_2b",
    PROVIDER_KEY: STRIPE_KEYS["api_key"],
    leaks.SESSION_KEY: SESSION_KEYS["k1"],
    SESSION: sign(Session("own_1", "ses_1", clock.now(), clock.now()), RING),
    CALLBACK: callback.mint(ORDER, "2026-11-26T10:00:00.000Z", RING),
    TICKET: "tkt_" + "a" * 32,
    SIGNED: "https://files.test/receipts/1.html?X-Amz-Signature=1",
    TASK: TOKEN,
}
SECRETS = pytest.mark.parametrize(("kind", "secret"), list(TOLD.items()), ids=list(TOLD))


pytestmark = pytest.mark.leaking


@pytest.fixture(autouse=True)
def token_is_known() -> None:
    leaks.note_tokens({"Records": [{"body": f'{{"task_token": "{TOKEN}"}}'}]})


def kinds() -> set[str]:
    return {one.kind for one in leaks.taken()}


def in_a_message(secret: str) -> None:
    observe.logger.warning(f"told {secret}")


def in_a_field(secret: str) -> None:
    observe.logger.warning("told", extra={"who": {"deep": [secret]}})


def in_a_key_of_every_line(secret: str) -> None:
    observe.logger.append_keys(who=secret)
    observe.logger.info("told")
    observe.logger.remove_keys(["who"])


def in_an_error(secret: str) -> None:
    try:
        raise ValueError(f"no {secret}")
    except ValueError:
        logging.getLogger("anybody").exception("failed")


def in_a_metric(secret: str) -> None:
    observe.count("Told", who=secret)


WAYS = (in_a_message, in_a_field, in_a_key_of_every_line, in_an_error, in_a_metric)


@SECRETS
@pytest.mark.parametrize("tell", WAYS, ids=lambda one: one.__name__)
def test_a_secret_is_found_wherever_it_is_logged(tell: Callable[[str], None], kind: str, secret: str) -> None:
    tell(secret)
    assert kind in kinds()


@pytest.mark.parametrize("kind", leaks.PATTERNS)
@given(data=st.data())
def test_nothing_that_a_pattern_finds_is_passed_over_for_want_of_a_hint(
    kind: str, data: st.DataObject
) -> None:
    leaks.look("anywhere", data.draw(st.from_regex(leaks.PATTERNS[kind])))
    assert kinds()


@given(before=st.binary(min_size=42, max_size=44), after=st.binary(min_size=3))
def test_a_callback_id_is_found_wherever_in_it_the_order_stands(before: bytes, after: bytes) -> None:
    leaks.look("anywhere", base64.urlsafe_b64encode(before + b"\nord_" + after).decode().rstrip("="))
    assert CALLBACK in kinds()


def test_what_is_no_secret_is_not_found() -> None:
    signed = "pm_N9l1" + "b" * 100
    told = {"order_id": ORDER, "intent_id": "pi_1a", "digest": "f" * 64, "signed": signed}
    observe.logger.warning("order started again", extra=told)
    assert kinds() == set()


@SECRETS
def test_a_secret_is_found_in_what_is_sent(kind: str, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        events = boto3.client("events", aws_access_key_id="x", aws_secret_access_key="x")
        events.put_events(Entries=[{"Source": "s", "DetailType": "t", "Detail": f'{{"who": "{secret}"}}'}])
    assert kind in kinds()


@pytest.mark.parametrize(
    ("table", "kind", "secret", "found"),
    [
        ("Orders1A2B3C4D", STREET, "Via Roma 1", False),
        ("ORDERS_TABLE", EMAIL, "ada@example.com", False),
        ("OrderViews1A2B3C4D", STREET, "Via Roma 1", True),
        ("IDEMPOTENCY_TABLE", CARD, "pm_card_visa", True),
        ("Payments1A2B3C4D", CLIENT_SECRET, "pi_1_secret_2", False),
        ("Payments1A2B3C4D", EMAIL, "ada@example.com", True),
    ],
)
def test_a_table_holds_what_it_is_for_and_no_more(table: str, kind: str, secret: str, found: bool) -> None:
    write = {"Put": {"TableName": table, "Item": {"who": {"S": secret}}}}
    leaks.look_at_call("dynamodb", "TransactWriteItems", {"TransactItems": [write]})
    assert (kind in kinds()) is found


def test_where_secrets_may_go_says_why() -> None:
    for where, (allowed, why) in leaks.MAY_GO.items():
        assert allowed, where
        assert why, where
