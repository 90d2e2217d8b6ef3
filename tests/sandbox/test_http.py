"""What the wire shows: keys, error shapes, unknown things."""

from typing import Any

import pytest
import requests

from tests.sandbox.harness import SECRET_KEY, Payments, RunningSandbox, refused


def post(sandbox: RunningSandbox, path: str, data: Any, **headers: str) -> requests.Response:
    headers.setdefault("Authorization", f"Bearer {SECRET_KEY}")
    return requests.post(f"{sandbox.api_base}{path}", data=data, headers=headers, timeout=300)


@pytest.mark.parametrize("path", ["", "/", "/health"])
def test_it_says_that_it_is_up(sandbox: RunningSandbox, path: str) -> None:
    assert requests.get(sandbox.api_base + path, timeout=300).json()["ok"] is True


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer sk_live_x", "Basic !", "Bearer nonsense"])
def test_without_a_test_key_nothing_is_answered(sandbox: RunningSandbox, authorization: str) -> None:
    answer = post(sandbox, "/v1/payment_intents", {}, Authorization=authorization)
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.headers["Request-Id"].startswith("req_")


def test_the_key_may_come_as_a_basic_user_name(sandbox: RunningSandbox) -> None:
    answer = requests.get(f"{sandbox.api_base}/v1/payment_intents", auth=(SECRET_KEY, ""), timeout=300)
    assert answer.json()["object"] == "list"


GOOD = {"amount": "100", "currency": "eur"}


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"currency": "eur"}, "parameter_missing", "amount"),
        (GOOD | {"amount": "1.5"}, "parameter_invalid_integer", "amount"),
        (GOOD | {"amount": "-5"}, "parameter_invalid_integer", "amount"),
        (GOOD | {"amount": "49"}, "amount_too_small", "amount"),
        (GOOD | {"amount": ""}, "parameter_invalid_empty", "amount"),
        ({"amount": "100"}, "parameter_missing", "currency"),
        ({"amount": "100", "currency": "zzz"}, None, "currency"),
        (GOOD | {"amout": "1"}, "parameter_unknown", "amout"),
        ({"amount[x]": "100", "currency": "eur"}, None, "amount"),
        (GOOD | {"metadata": "x"}, None, "metadata"),
        (GOOD | {"payment_method_types[0]": "sofa"}, None, "payment_method_types"),
        (GOOD | {"expand[]": "moon"}, None, "expand"),
    ],
)
def test_bad_parameters_are_named(
    sandbox: RunningSandbox, params: dict[str, str], code: str | None, param: str
) -> None:
    answer = post(sandbox, "/v1/payment_intents", params)
    assert answer.status_code == 400
    assert (answer.json()["error"].get("code"), answer.json()["error"]["param"]) == (code, param)


@pytest.mark.parametrize("body", ["a[b=1", "a=1&a[b]=2", b"a=\xff", "&".join(f"a{n}=1" for n in range(1001))])
def test_a_malformed_form_is_a_400(sandbox: RunningSandbox, body: Any) -> None:
    form = "application/x-www-form-urlencoded"
    answer = post(sandbox, "/v1/payment_intents", body, **{"Content-Type": form})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_json_is_not_stripes_language(sandbox: RunningSandbox) -> None:
    answer = post(sandbox, "/v1/payment_intents", "{}", **{"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_an_unknown_url_is_a_404_in_stripes_shape(merchant: Payments) -> None:
    assert refused(merchant.v1.customers.create, {}, match="Unrecognized request URL").http_status == 404


def test_outside_stripes_paths_errors_are_problems(sandbox: RunningSandbox) -> None:
    answer = requests.get(f"{sandbox.api_base}/nothing", timeout=300)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")
