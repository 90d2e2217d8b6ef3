"""Nothing that a client sends yields a 5xx, and every refusal is a problem."""

import base64
import json
import resource
import sys
from typing import Any

import pytest

from tests.handlers.shop import Reply, Shop, checkout_body

CALLS = ["PUT /cart/lines/1", "POST /checkouts"]
KEY = {"Idempotency-Key": "k"}
LINE = {"sku": "water", "quantity": 1}
NO_HEADERS: dict[str, Any] = {"headers": None, "multiValueHeaders": None}
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024  # a unit of ru_maxrss


def field(value: str) -> str:
    """A body that is right but for one raw JSON value."""
    return '{"sku": "water", "quantity": ' + value + "}"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("raw", "status"),
    [
        pytest.param("\x00", 400, id="NUL"),
        pytest.param("\ufeff{}", 400, id="byte order mark"),
        pytest.param("\ud800", 400, id="lone surrogate"),
        pytest.param('"\\ud800"', 400, id="escaped lone surrogate"),
        pytest.param('{"\\udfff": 1}', 400, id="escaped lone surrogate as a name"),
        pytest.param("[" * 60_000, 400, id="deep lists"),
        pytest.param('{"a":' * 10_000 + "1" + "}" * 10_000, 400, id="deep objects"),
        pytest.param("1" * 60_000, 400, id="a number of 60,000 digits"),
        pytest.param("null", 422, id="null"),
        pytest.param("[]", 422, id="list"),
        pytest.param('"text"', 422, id="text"),
        pytest.param("NaN", 422, id="NaN"),
        pytest.param("{}", 422, id="empty object"),
        pytest.param('{"🍕": 1}', 422, id="emoji"),
        pytest.param('{"__proto__": {}, "__class__": 1}', 422, id="prototype"),
        pytest.param("{" + ",".join(f'"{n}":1' for n in range(7000)) + "}", 422, id="7,000 fields"),
    ],
)
def test_a_strange_body_is_refused(shop: Shop, call: str, raw: str, status: int) -> None:
    reply = shop.call(call, raw=raw, headers=KEY)
    assert reply.refusal[0] == status
    assert len(reply.text) < 20_000


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "1e0", '"\\u0000"', "[[1]]"])
def test_a_strange_number_is_refused(shop: Shop, value: str) -> None:
    assert shop.call("PUT /cart/lines/1", raw=field(value)).refusal == (422, "invalid-request")


def test_a_number_too_long_to_be_read_is_refused(shop: Shop) -> None:
    assert shop.call("PUT /cart/lines/1", raw=field("1" * 5000)).refusal == (400, "malformed-json")


@pytest.mark.parametrize("call", CALLS)
def test_a_body_of_64_kb_and_one_byte_is_too_large_however_it_is_written(shop: Shop, call: str) -> None:
    plain = "x" * (64 * 1024 + 1)
    assert shop.call(call, raw=plain, headers=KEY).refusal == (413, "body-too-large")
    encoded = base64.b64encode(plain.encode()).decode()
    assert shop.call(call, raw=encoded, headers=KEY, isBase64Encoded=True).refusal[0] == 413
    assert shop.call(call, raw="é" * (32 * 1024 + 1), headers=KEY).refusal[0] == 413


def test_a_base64_body_is_read_as_the_bytes_it_stands_for(shop: Shop) -> None:
    raw = base64.b64encode(json.dumps(LINE).encode()).decode()
    assert shop.call("PUT /cart/lines/1", raw=raw, isBase64Encoded=True).status == 200


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("raw", ["%%%", "e30", "🍕", "\ud800", base64.b64encode(b'{"sku":"\xff"}').decode()])
def test_a_body_that_is_neither_base64_nor_utf_8_is_refused(shop: Shop, call: str, raw: str) -> None:
    reply = shop.call(call, raw=raw, headers=KEY, isBase64Encoded=True)
    assert reply.refusal == (400, "malformed-json")


def test_a_body_full_of_errors_costs_no_more_than_its_size(shop: Shop) -> None:
    """An error for each of 20,000 choices, each with a name of 20,000 characters, once took 2 GB."""
    options = '{"' + "k" * 20_000 + '": [' + "1," * 20_000 + "1]}"
    raw = '{"sku": "water", "quantity": 1, "options": ' + options + "}"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reply = shop.call("PUT /cart/lines/1", raw=raw)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * MAXRSS_BYTES
    assert reply.refusal == (422, "invalid-request")
    assert len(reply.text) < 20_000
    assert grown < 64 * 1024 * 1024


ODD_LINES = ("", "a/b", "%2e%2e%2f", "..", "\x00", "\ud800", "🍕", "x" * 8000, "a\n")
ODD_PATHS = [
    *("/cart/lines", "/cart//lines/a", *(f"/cart/lines/{line_id}" for line_id in ODD_LINES)),
    *("/checkouts/1", "/orders", "/orders/", "/orders/" + "x" * 8000, "/orders/%F0%9F%8D%95"),
    *("/catalog/" + "x" * 8000, "/catalog/%00", "/catalog/\ud800", "/sessions/x"),
]


@pytest.mark.parametrize("path", ODD_PATHS)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST", "PATCH", "HEAD"])
def test_an_odd_path_or_method_is_never_our_fault(shop: Shop, method: str, path: str) -> None:
    reply = shop.call(f"{method} {path}", LINE, headers=KEY)
    if reply.status >= 300:
        assert reply.refusal[0] in {400, 404, 422}


@pytest.mark.parametrize("path", ["/orders/\n", "/orders/a\n", "/catalog/\n"])
def test_a_newline_behind_a_path_makes_it_another_path(shop: Shop, path: str) -> None:
    assert shop.call(f"GET {path}").refusal == (404, "not-found")


def check_out_with(shop: Shop, many: dict[str, list[str]]) -> Reply:
    headers = {name: values[-1] for name, values in many.items()}
    body = json.dumps(checkout_body())
    return shop.call("POST /checkouts", raw=body, headers=headers, multiValueHeaders=many)


def test_two_different_keys_on_one_request_are_refused_and_nothing_is_placed(shop: Shop) -> None:
    shop.put()
    reply = check_out_with(shop, {"Idempotency-Key": ["a", "b"]})
    assert reply.refusal == (422, "invalid-request")
    assert "Idempotency-Key" in reply.body["detail"]
    assert shop.cart()["checkout"] is None


def test_the_same_key_sent_twice_is_one_key(shop: Shop) -> None:
    shop.put()
    assert check_out_with(shop, {"Idempotency-Key": ["a", "a"], "Prefer": ["x", "wait=0"]}).status == 202


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "", "json", "*/*"])
@pytest.mark.parametrize("call", CALLS)
def test_a_body_that_says_it_is_not_json_is_refused(shop: Shop, call: str, media: str) -> None:
    reply = shop.call(call, {}, headers=KEY | {"Content-Type": media})
    assert reply.refusal == (415, "unsupported-media-type")


@pytest.mark.parametrize("media", ["application/json", "Application/JSON; charset=utf-8"])
def test_a_json_body_may_name_its_charset(shop: Shop, media: str) -> None:
    assert shop.call("PUT /cart/lines/1", LINE, headers={"Content-Type": media}).status == 200


@pytest.mark.parametrize("call", ["GET /catalog", "GET /cart", "POST /sessions"])
def test_a_request_without_headers_is_served(shop: Shop, call: str) -> None:
    assert shop.call(call, **NO_HEADERS).status < 300


def test_a_checkout_without_any_header_lacks_its_key(shop: Shop) -> None:
    assert shop.call("POST /checkouts", checkout_body(), **NO_HEADERS).refusal == (422, "invalid-request")
