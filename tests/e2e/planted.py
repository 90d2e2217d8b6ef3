"""A customer whose every word can be told from all else, for looking where any of it was written down."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from local.accounts import ADA
from local.log_in import LoginFailed, code_for, log_in
from tests.e2e.shop import ANSWER_SECONDS, WATER, Buyer, Shop
from tests.e2e.test_live import address, tab

WORDS = {
    "a name": "Zqname",
    "a street": "Zqstreet",
    "a city": "Zqcity",
    "a mail address": "zqmail@example.org",
    "a telephone number": "0819990177",
    "a card's number": "4242424242424242",
    "a security code": "zqcvc",
    "what was said": "zqsaid",
    "why something comes back": "zqreason",
    "a token": "zqtoken",
    "a ticket": "zqticket",
    "a cookie": "zqcookie",
    "a query": "zqquery",
    "a path": "zqpath",
    "a body that is none": "zqbody",
    "a browser's name": "zqagent",
    "a key": "zqkey",
    "a photo": "zqphoto",
    "what a page keeps": "zqdraft",
    "an account's mail address": ADA.email,
    "an account's password": ADA.password,
}
"""By what each is. Letters count for the same, large or small; so does what is quoted for an address."""


def plant(shop: Shop) -> Buyer:
    """Everything is said where it belongs, and where it does not: what is refused is logged the sooner."""
    buyer = shop.buyer()
    buyer.email = WORDS["a mail address"]
    order_id = _buys(shop, buyer, "pm_card_visa")
    _buys(shop, buyer, "pm_card_chargeDeclined")
    shop.fault("create", "error_500")
    _buys(shop, buyer, "pm_card_mastercard")
    _buys(shop, buyer, "pm_card_authenticationRequired")
    assert buyer.ended(order_id) == ("COMPLETED", None)
    _writes(shop, buyer, order_id)
    _sends_back(shop, buyer, order_id)
    _keeps_a_draft(buyer)
    _logs_in(shop)
    _errs(shop, buyer, order_id)
    return buyer


def _buys(shop: Shop, buyer: Buyer, card: str) -> str:
    """Whoever is asked by the bank fails there."""
    body = {
        "payment_method": card,
        "expected_total": buyer.put(WATER)["total"],
        "email": buyer.email,
        "shipping_address": _address(),
    }
    key = {"Idempotency_Key": f"{WORDS['a key']}-{card}", "User_Agent": WORDS["a browser's name"]}
    answer = buyer.call("POST", "/checkouts", body, Prefer="wait=10", **key)
    while answer.status_code == 202:
        if asked := answer.json()["next_action"]:
            shop.ask("POST", asked["url"], json={"outcome": "failure"})
        answer = buyer.call("POST", "/checkouts", body, Prefer="wait=10", **key)
    assert answer.status_code in (201, 402), answer.text
    order_id: str = answer.json()["order_id"]
    return order_id


def _address() -> dict[str, str]:
    return {
        "name": WORDS["a name"],
        "line1": f"{WORDS['a street']} 5",
        "city": WORDS["a city"],
        "postal_code": "80100",
        "country": "IT",
        "phone": f"+39{WORDS['a telephone number']}",
    }


def _keeps_a_draft(buyer: Buyer) -> None:
    draft = {"address": _address(), "email": buyer.email, "more": WORDS["what a page keeps"]}
    assert buyer.call("PUT", "/sessions/current/data", draft).status_code == 200
    assert buyer.call("PUT", "/sessions/current/data", [draft]).status_code == 422
    assert buyer.call("PUT", "/sessions/current/data", {"much": [draft] * 100}).status_code in (413, 422)
    assert buyer.call("GET", "/sessions/current/data").json() == draft


def _logs_in(shop: Shop) -> None:
    """Another customer, by the hosted login: a wrong password first."""
    with suppress(LoginFailed):
        code_for(shop.url, ADA._replace(password=WORDS["a token"]))
    token = log_in(shop.url, ADA, shop.buyer().token)["token"]
    shown = Buyer(shop.url, token, shop.patience).call("GET", "/sessions/current").json()
    assert shown["email"] == ADA.email


def _sends_back(shop: Shop, buyer: Buyer, order_id: str) -> None:
    back = {"reason": WORDS["why something comes back"], "lines": [{"line_id": "l1", "quantity": 1}]}
    answer = buyer.call("POST", f"/orders/{order_id}/returns", back, Idempotency_Key=WORDS["a key"])
    assert answer.status_code == 201, answer.text
    place = f"/orders/{order_id}/returns/{answer.json()['return_id']}/photos"
    form = buyer.call("POST", place, {"content_type": "image/png"}).json()
    for key, status in (({}, 204), ({"key": WORDS["a path"]}, 403)):
        sent = {"data": form["fields"] | key, "files": {"file": WORDS["a photo"].encode()}}
        assert shop.ask("POST", form["url"], **sent).status_code == status


def _writes(shop: Shop, buyer: Buyer, order_id: str) -> None:
    said = " ".join((WORDS["what was said"], WORDS["a card's number"]))
    answer = buyer.call(
        "POST", f"/conversations/{order_id}/messages", {"client_id": WORDS["a key"], "text": said}
    )
    assert answer.status_code == 201, answer.text
    with tab(shop, buyer) as page:
        page.says({"type": "say", "conversation": "support", "client_id": WORDS["a key"], "text": said})
        assert page.hears("message")["text"] == said
        for wrong in (said, json.dumps({"type": said}), json.dumps({"type": "say", "text": [said]})):
            page.says(wrong)
        page.says({"type": "ping"})
        page.hears("pong")


def _errs(shop: Shop, buyer: Buyer, order_id: str) -> None:
    """None of it passes; a number of a card and its code stand where a payment method should."""
    card = {"number": WORDS["a card's number"], "cvc": WORDS["a security code"]}
    refused = [
        buyer.call("POST", "/checkouts", {"payment_method": card}, Idempotency_Key=WORDS["a key"]),
        buyer.call("POST", "/checkouts", {"payment_method": card["number"], **card}, Idempotency_Key="k"),
        buyer.call("GET", f"/orders/{WORDS['a path']}"),
        buyer.call("GET", f"/orders?cursor={WORDS['a query']}&{WORDS['a query']}={WORDS['a query']}"),
        buyer.call("POST", f"/cart/merge?{WORDS['a query']}", {"token": WORDS["a token"]}),
        buyer.call("POST", f"/orders/{order_id}/returns", {"reason": [WORDS["why something comes back"]]}),
        shop.ask("GET", "/api/cart", headers={"Authorization": f"Bearer {WORDS['a token']}"}),
        shop.ask("GET", "/api/cart", headers={"Cookie": f"__Host-customer={WORDS['a cookie']}"}),
        shop.ask("POST", "/api/checkouts", data=WORDS["a body that is none"]),
        shop.ask("POST", "/api/payments/webhook", data=WORDS["a body that is none"]),
        buyer.web.post(
            f"{shop.url}/api/sessions/login",
            json={"code": WORDS["a token"], "code_verifier": "v" * 43, "redirect_uri": shop.url},
            timeout=ANSWER_SECONDS,
        ),
        shop.ask("POST", f"/api/fulfilments/{WORDS['a path']}", json={"outcome": "packed"}),
    ]
    shop.ask("GET", f"/{WORDS['a path']}?{WORDS['a query']}")  # a page answers, where pages are built
    assert all(400 <= answer.status_code < 500 for answer in refused), refused
    with suppress(InvalidStatus, ConnectionClosed), connect(address(shop, WORDS["a ticket"])):
        raise AssertionError("a ticket that is none opened a connection")


def found(folder: Path) -> Iterator[str]:
    """Which of it stands in which log."""
    names = {word.lower(): name for name, word in WORDS.items()}
    quoted = {quote(word).lower(): name for word, name in names.items()}
    for log in sorted(folder.rglob("*.log")):
        text = log.read_text(errors="replace").lower()
        for word, name in (names | quoted).items():
            if word in text:
                at = text.index(word)
                yield f"{name} in {log.name}: {text[max(0, at - 80) : at + 80]!r}"
