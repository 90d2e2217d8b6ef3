"""Accounts, as their tests handle them."""

import base64
import json
from typing import Any

from functions.session import store
from functions.session.token import verify
from functions.shared import clock
from functions.shared.table import scan
from harness.api import Answer
from harness.issuer import encoded
from harness.moto.world import World
from harness.scenarios.accounts import logs_in
from tests.contract.conformance import check

PATH = "/sessions/login"


def tries(shop: World, body: Any, **more: Any) -> Answer:
    answer = logs_in(shop, body, **more)
    check("POST", PATH, answer.status, answer.headers["content-type"], answer.body)
    return answer


def whose(answer: Answer) -> Any:
    return verify(answer.json["token"], store.key_ring(), clock.now())


def tampered(token: str, **claims: Any) -> str:
    """Other claims under the same signature."""
    header, payload, signature = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return f"{header}.{encoded(json.dumps(said | claims).encode())}.{signature}"


def scan_for_sessions() -> list[Any]:
    return [item for item in scan("SESSIONS_TABLE") if item["item"] == "login"]
