"""Log in to a running shop without a browser, as a page does: the hosted login, then the code's session."""

import base64
import re
import secrets
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from functions.account.id_token import nonce_of
from functions.account.log_in import CUSTOMERS_PAGE, OPERATORS_PAGE
from functions.session.groups import OPERATORS
from local.accounts import Account

SECONDS = 60
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class LoginFailed(RuntimeError):
    """The hosted login, or the shop, said no; the text says which, and nothing secret."""


def code_for(url: str, account: Account) -> dict[str, str]:
    """What POST /sessions/login takes, after the account's name and password were typed in. `url`: the
    shop's."""
    page = OPERATORS_PAGE if account.group == OPERATORS else CUSTOMERS_PAGE
    verifier = secrets.token_urlsafe(48)
    places = _get(f"{url}/api/sessions/login").json()
    redirect = f"{url}{page}"
    asked = {
        "response_type": "code",
        "client_id": places["client_id"],
        "scope": places["scope"],
        "redirect_uri": redirect,
        "state": secrets.token_urlsafe(16),
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        "nonce": nonce_of(verifier),
    }
    form = _get(places["authorization_endpoint"], asked).text
    fields = {name: unescape(value) for name, value in _FIELD.findall(form)}
    typed = fields | {"username": account.name, "password": account.password}
    sent = requests.post(f"{url}/login", data=typed, allow_redirects=False, timeout=SECONDS)
    back = parse_qs(urlsplit(sent.headers.get("Location", "")).query)
    if sent.status_code != 302 or back.get("state") != [asked["state"]]:
        raise LoginFailed(f"the hosted login answered {sent.status_code}")
    return {"code": back["code"][0], "code_verifier": verifier, "redirect_uri": redirect}


def log_in(url: str, account: Account, token: str | None = None) -> dict[str, Any]:
    """`{token, owner, expires_at, kind, cart}`. `token`: of the guest who logs in. Raises LoginFailed."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = code_for(url, account)
    answer = requests.post(f"{url}/api/sessions/login", json=body, headers=headers, timeout=SECONDS)
    if answer.status_code != 201:
        raise LoginFailed(f"POST /sessions/login answered {answer.status_code}")
    opened: dict[str, Any] = answer.json()
    return opened


def _get(url: str, query: dict[str, str] | None = None) -> requests.Response:
    answer = requests.get(url, params=query, timeout=SECONDS)
    if answer.status_code != 200:
        raise LoginFailed(f"{urlsplit(url).path} answered {answer.status_code}")
    return answer


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
