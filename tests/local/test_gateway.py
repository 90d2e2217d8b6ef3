"""The REST API in the embedded cloud answers as API Gateway does where the shop depends on it."""

import http.client
import json
import urllib.parse
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from local.aws.patches.policy_newlines import arn_matches
from tests.local.conftest import Cloud


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str | None
    body: Any


@pytest.mark.parametrize(
    ("path", "status"), [("/open/boom", 502), ("/nowhere", 404)], ids=["a failed function", "an unknown path"]
)
def test_what_has_no_answer_is_answered_by_the_apis_own_response(
    cloud: Cloud, path: str, status: int
) -> None:
    answer = call(cloud, "GET", path)

    assert (answer.status, answer.kind) == (status, "application/problem+json")
    assert "secret" not in json.dumps(answer.body)


@pytest.mark.parametrize(
    ("token", "status", "name"),
    [(None, 401, "unauthorized"), ("bad", 401, "unauthorized"), ("denied", 403, "forbidden")],
)
def test_the_authorizers_refusals_are_problems(
    cloud: Cloud, token: str | None, status: int, name: str
) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    answer = call(cloud, "GET", "/closed", headers)

    assert (answer.status, answer.kind) == (status, "application/problem+json")
    assert answer.body["type"] == f"/api/problems/{name}"


def test_an_authorized_caller_may_ask_for_any_path_line_breaks_included(cloud: Cloud) -> None:
    headers = {"Authorization": f"Bearer {uuid.uuid4()}"}

    assert call(cloud, "GET", "/closed", headers).status == 200
    assert arn_matches("arn:aws:execute-api:*:*:api/stage/*", "arn:aws:execute-api:r:a:api/stage/GET/a\nb")
    assert not arn_matches("arn:aws:execute-api:*:*:api/stage/*", "arn:aws:execute-api:r:a:other/stage/GET/a")


def test_the_authorizer_runs_once_for_one_token(cloud: Cloud) -> None:
    headers = {"Authorization": f"Bearer {uuid.uuid4()}"}
    before = _authorizations(cloud)

    answers = [call(cloud, method, "/closed", headers) for method in ("GET", "POST", "PUT")]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert answers[0].body["authorizer"]["owner"] == "guest"
    assert _authorizations(cloud) == before + 1


def test_percent_encoding_in_a_path_is_decoded_once(cloud: Cloud) -> None:
    headers = {"Authorization": "Bearer good"}

    answer = call(cloud, "PUT", "/closed/a%20b%2541", headers, b"{}")

    assert answer.body["pathParameters"] == {"line_id": "a b%41"}


def test_the_rest_of_a_path_goes_to_the_proxy_resource(cloud: Cloud) -> None:
    answer = call(cloud, "GET", "/open/x/y?q=1&q=2")

    assert answer.body["pathParameters"] == {"proxy": "x/y"}


def call(
    cloud: Cloud, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> Answer:
    address = urllib.parse.urlsplit(cloud.endpoint)
    assert address.hostname is not None
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=600)
    try:
        target = f"/_aws/execute-api/{cloud.outputs['ApiId']}/api{path}"
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.getheader("Content-Type"), json.loads(response.read()))
    finally:
        connection.close()


def _authorizations(cloud: Cloud) -> int:
    log = cloud.logs / "authorizer.log"
    return log.read_text().count("authorizing") if log.exists() else 0
