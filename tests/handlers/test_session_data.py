"""Session data over HTTP, kept in DynamoDB."""

from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import EndpointConnectionError

from functions.session.data import MAX_BYTES, MAX_DEPTH
from functions.session.groups import owner_by_link
from tests.handlers.shop import Reply, Shop

DATA = "/sessions/current/data"
DRAFT = {"address": {"name": "Ada", "country": "IT"}, "method": "card"}


@pytest.fixture
def dynamodb_is_silent(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        raise EndpointConnectionError(endpoint_url="https://dynamodb.test")

    monkeypatch.setattr(BaseClient, "_make_api_call", call)


def put(shop: Shop, body: Any = None, **more: Any) -> Reply:
    return shop.call(f"PUT {DATA}", body, **more)


def get(shop: Shop, **more: Any) -> Reply:
    return shop.call(f"GET {DATA}", **more)


def test_what_a_page_keeps_is_found_again_until_it_is_deleted(shop: Shop) -> None:
    assert (get(shop).status, get(shop).body) == (200, {})
    kept = put(shop, DRAFT)
    assert (kept.status, kept.body) == (200, DRAFT)
    assert get(shop).body == DRAFT
    assert (shop.call(f"DELETE {DATA}").status, get(shop).body) == (200, {})


def test_a_session_finds_its_own_data_alone(shop: Shop) -> None:
    put(shop, DRAFT)

    assert get(shop, owner="own_eve").body == {}


def test_a_session_by_an_orders_link_keeps_none(shop: Shop) -> None:
    by_link = {"owner": owner_by_link("ord_" + "a" * 32)}
    for call in (get(shop, **by_link), put(shop, {}, **by_link), shop.call(f"DELETE {DATA}", **by_link)):
        assert call.refusal == (403, "one-order-only")


def test_what_fits_to_the_byte_is_kept_and_one_byte_more_is_not(shop: Shop) -> None:
    room = MAX_BYTES - len('{"a":""}')

    assert put(shop, {"a": "x" * room}).status == 200
    assert put(shop, {"a": "x" * (room + 1)}).refusal == (422, "invalid-request")
    assert put(shop, {"a": "ë" * (room // 2)}).status == 200
    assert put(shop, {"a": "ë" * (room // 2 + 1)}).refusal == (422, "invalid-request")


@pytest.mark.parametrize(
    ("raw", "refused"),
    [
        ("", 400),
        ("{", 400),
        ("[" * 30_000, 400),
        ("[]", 422),
        ('"text"', 422),
        ("null", 422),
        ('{"a":1e999}', 422),
        ('{"a":NaN}', 422),
        ('{"a":"\\ud800"}', 422),
        ('{"\\ud800":1}', 422),
        ('{"a":' + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "}", 422),
        ('{"a":' + "9" * 5000 + "}", 400),
    ],
)
def test_what_is_no_object_that_can_be_kept_is_refused_and_changes_nothing(
    shop: Shop, raw: str, refused: int
) -> None:
    put(shop, DRAFT)

    assert put(shop, raw=raw).refusal[0] == refused
    assert get(shop).body == DRAFT


def test_a_refusal_says_what_to_change(shop: Shop) -> None:
    assert put(shop, raw="[]").body["detail"] == "A JSON object is expected."


def test_objects_may_be_nested_as_deep_as_the_document_says(shop: Shop) -> None:
    lists = MAX_DEPTH - 1

    assert put(shop, raw='{"a":' + "[" * lists + "]" * lists + "}").status == 200


@pytest.mark.usefixtures("dynamodb_is_silent")
def test_where_dynamodb_is_silent_data_is_gone_and_a_change_says_that_it_may_not_be_kept(shop: Shop) -> None:
    answers = [get(shop), put(shop, DRAFT), shop.call(f"DELETE {DATA}")]

    assert [(one.status, one.body) for one in answers] == [(200, {}), (202, {}), (202, {})]
    assert {one.headers["Paidonce-Session-Data"] for one in answers} == {"unavailable"}
    assert put(shop, raw="[]").refusal[0] == 422


def test_a_session_that_the_authorizer_of_the_release_before_does_not_name_has_none_yet(shop: Shop) -> None:
    unnamed = {"requestContext": {"authorizer": {"owner": "own_ada"}, "identity": {"sourceIp": "::1"}}}

    assert get(shop, **unnamed).body == {}
    assert put(shop, DRAFT, **unnamed).status == 202


def test_a_look_is_one_read_and_a_change_one_write(shop: Shop, calls: list[str]) -> None:
    put(shop, DRAFT)
    get(shop)
    shop.call(f"DELETE {DATA}")

    assert calls == ["PutItem", "GetItem", "PutItem"]


def test_nothing_of_it_is_logged(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    put(shop, DRAFT | {"email": "ada@example.com"})
    put(shop, raw='{"email":"ada@example.com","a":NaN}')

    assert "ada@example.com" not in str(capsys.readouterr())
