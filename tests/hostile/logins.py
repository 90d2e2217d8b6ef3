"""Logins that somebody else takes, and what a session keeps."""

from collections.abc import Iterator
from typing import Any

import requests

from local.accounts import ADA, OLGA, Account
from local.log_in import code_for, log_in
from tests.e2e.shop import ANSWER_SECONDS, Buyer, Shop
from tests.hostile.strangers import tokens_refused
from tests.hostile.victim import KEPT, Victim

LOGIN = "/api/sessions/login"
DATA = "/sessions/current/data"


def codes(shop: Shop, victim: Victim) -> Iterator[str]:
    """A code is good for who began the login, and for the page that it was issued to."""
    overheard = code_for(shop.url, ADA)
    elsewhere = overheard["redirect_uri"].replace("://", "://elsewhere.")
    wrong: dict[str, tuple[dict[str, str], int]] = {
        "to an address elsewhere": ({"redirect_uri": elsewhere}, 422),
        "to a longer address": ({"redirect_uri": overheard["redirect_uri"] + "/"}, 422),
        "changed": ({"code": overheard["code"] + "A"}, 401),
        "with a verifier of one's own": ({"code_verifier": "v" * 43}, 401),
    }
    for name, (changed, status) in wrong.items():
        answer = shop.ask("POST", LOGIN, json=overheard | changed)
        if answer.status_code != status:
            yield f"a code {name}: {answer.status_code} {answer.text[:200]}"
    once = code_for(shop.url, ADA)
    if shop.ask("POST", LOGIN, json=once).status_code != 201:
        yield "a good code opens no session"
    taken = shop.ask("POST", LOGIN, json=once | {"code_verifier": "v" * 43})
    if taken.status_code != 401:
        yield f"a spent code with another verifier: {taken.status_code} {taken.text[:200]}"
    console = code_for(shop.url, ADA) | {"redirect_uri": code_for(shop.url, OLGA)["redirect_uri"]}
    opened = shop.ask("POST", LOGIN, json=console)
    if opened.status_code not in (401, 403):
        yield f"a customer's code for the console: {opened.status_code} {opened.text[:200]}"
    yield from tokens_refused(shop, victim, _of_the_issuer(shop, ADA) | _of_the_issuer(shop, OLGA))


def kept(shop: Shop, victim: Victim, stranger: Buyer) -> Iterator[str]:
    """Session data are one session's: no stranger's, and none of the same customer's other session."""
    victim.buyer.call("PUT", DATA, {"note": KEPT})
    other = Buyer(shop.url, log_in(shop.url, ADA)["token"], shop.patience)
    for name, buyer in {"a stranger": stranger, "another session": other}.items():
        if KEPT in buyer.call("GET", DATA).text:
            yield f"{name} reads what the victim's session keeps"
        buyer.call("PUT", DATA, {"note": name})
        buyer.call("DELETE", DATA)
    other.call("DELETE", "/sessions/current")
    shop.buyer().call("DELETE", "/sessions")
    if victim.buyer.call("GET", DATA).json() != {"note": KEPT}:
        yield "somebody else changed what the victim's session keeps, or ended it"


def _of_the_issuer(shop: Shop, account: Account) -> dict[str, str]:
    """The issuer's own tokens: they are for us to read, and no sessions of ours."""
    asked = code_for(shop.url, account) | {"grant_type": "authorization_code"}
    asked["client_id"] = shop.ask("GET", LOGIN).json()["client_id"]
    pool = shop.ask("GET", LOGIN).json()["authorization_endpoint"]
    endpoint = pool.replace("/oauth2/authorize", "/oauth2/token")
    told: dict[str, Any] = requests.post(endpoint, data=asked, timeout=ANSWER_SECONDS).json()
    return {f"{kind} of {account.name}'s": f"Bearer {told[kind]}" for kind in ("id_token", "access_token")}
