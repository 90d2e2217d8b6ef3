"""Pages from elsewhere (CORS), asked as browsers ask, through all that stands in front of the functions."""

import json
import re

import pytest
import requests

from contract.__main__ import SERVED
from tests.e2e.shop import Shop
from tests.running_shop import ORIGINS

ALLOW = "Access-Control-Allow-Origin"
PATHS = [re.sub(r"\{\w+\}", "x", path) for path in json.loads(SERVED.read_text())["paths"]]
STRANGER = "https://evil.example"


def asked(shop: Shop, method: str, path: str, origin: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()} | {"Origin": origin}
    return shop.ask(method, f"/api{path}", headers=named)


def stranger_sees_nothing(answer: requests.Response) -> bool:
    return not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("origin", ORIGINS)
def test_preflights_of_allowed_pages_are_answered_for_every_path_without_a_session(
    shop: Shop, origin: str
) -> None:
    for path in PATHS:
        answer = asked(shop, "OPTIONS", path, origin, Access_Control_Request_Method="POST")
        assert (answer.status_code, answer.content) == (204, b""), path
        assert answer.headers[ALLOW] == origin
        assert "Idempotency-Key" in answer.headers["Access-Control-Allow-Headers"]
        assert stranger_sees_nothing(asked(shop, "OPTIONS", path, STRANGER))


def test_a_page_reads_answers_refusals_and_what_api_gateway_says_by_itself(shop: Shop) -> None:
    buyer = shop.buyer()
    calls = [
        ("GET", "/catalog", 200, {}),
        ("POST", "/sessions", 200, {"Authorization": f"Bearer {buyer.token}"}),
        ("GET", "/cart", 200, {"Authorization": f"Bearer {buyer.token}"}),
        ("GET", "/orders/x", 404, {"Authorization": f"Bearer {buyer.token}"}),
        ("GET", "/cart", 401, {}),
        ("POST", "/sessions", 401, {"Authorization": "Bearer gone"}),
        ("GET", "/nowhere", 404, {}),
    ]
    for method, path, status, headers in calls:
        answer = asked(shop, method, path, ORIGINS[0], **headers)
        assert (answer.status_code, answer.headers[ALLOW]) == (status, ORIGINS[0]), path
        assert "Origin" in answer.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert stranger_sees_nothing(asked(shop, method, path, STRANGER, **headers)), path
