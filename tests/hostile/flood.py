"""Thousands of requests that no page of ours would send, made up from the document's calls by a seed."""

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import requests

from tests.e2e.shop import ANSWER_SECONDS, Buyer, Shop
from tests.hostile.calls import Call, calls
from tests.hostile.tokens import forged
from tests.hostile.victim import Victim

AT_ONCE = 4
BUSY = (429, 503, 504)
"""The edge of one machine sheds what it cannot hold; each says when to come again."""
ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "%00",
    "../../../etc/passwd",
    "..%2f..%2f",
    "' OR 1=1 --",
    '"; drop table Orders; --',
    "<script>alert(1)</script>",
    "${jndi:ldap://127.0.0.1/a}",
    "{{7*7}}",
    "#{1}",
    "a" * 3000,
    "\ud800",
    "\u202e",
    "🍕" * 50,
    "-1",
    "9" * 40,
    "NaN",
    "1e400",
    "null",
    "own_" + "a" * 32,
    "ord_" + "a" * 32,
    "attribute_exists(id)",
    ":value",
    "event#1",
    "\r\nX-Injected: 1",
)
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    0,
    1.5,
    10**30,
    2**63,
    [],
    {},
    [[]],
    {"": 1},
    {"S": "x"},
)
HEADERS = (
    "Idempotency-Key",
    "Prefer",
    "If-Match",
    "Content-Type",
    "Accept",
    "Cookie",
    "Paidonce-Session",
    "Paidonce-Cookie",
    "X-Forwarded-For",
    "X-HTTP-Method-Override",
    "X-Amzn-Trace-Id",
    "Origin",
    "Range",
    "Stripe-Signature",
)
SIGN_OUT = ("/api/sessions", "/api/sessions/current")
"""Whoever signs out does it with a session of its own: the rest is asked with the one that is kept."""
METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS")


def strangers_flood(shop: Shop, victim: Victim, stranger: Buyer, seed: str, requests_: int) -> Iterator[str]:
    """With a session of their own, and with forged ones. It lasts to the end, or most of them were refused
    for its sake."""
    bad = list(forged(victim.buyer.token).values())
    tokens = [f"Bearer {stranger.token}"] * 3 * len(bad) + bad
    yield from flood(shop, victim, list(calls()), tokens, seed, requests_, victim.marks)
    if stranger.call("GET", "/sessions/current").status_code != 200:
        yield "the stranger's own session has ended"


def operators_flood(shop: Shop, victim: Victim, operator: Buyer, seed: str, requests_: int) -> Iterator[str]:
    """An operator may see the victim's order: what breaks is looked for. Session keys are left alone, or
    nobody would have a session after."""
    known = [call for call in calls() if call.path.startswith("/ops/") and "/keys/" not in call.path]
    yield from flood(shop, victim, known, [f"Bearer {operator.token}"], seed, requests_, ())


def flood(
    shop: Shop,
    victim: Victim,
    known: list[Call],
    tokens: list[str],
    seed: str,
    requests_: int,
    marks: tuple[str, ...],
) -> Iterator[str]:
    """What broke or leaked, by the request; `seed` and the number of a request make it again. `marks`: what
    nobody is to be told."""
    seen = Counter[int]()
    webs = threading.local()

    def one(number: int) -> str | None:
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - a test's seed
        method, url, headers, body = _request(chance, known, victim, tokens)
        if method == "DELETE" and url.partition("?")[0] in SIGN_OUT and "Authorization" in headers:
            headers["Authorization"] = f"Bearer {shop.buyer().token}"
        web = getattr(webs, "web", None) or requests.Session()
        webs.web = web
        web.cookies.clear()
        try:
            answer = web.request(
                method,
                shop.url + url,
                headers=headers,
                data=body,
                timeout=ANSWER_SECONDS,
                allow_redirects=False,
            )
        except (requests.RequestException, ValueError) as error:
            return f"{number}: {method} {url[:120]}: {type(error).__name__} {str(error)[:120]}"
        seen[answer.status_code] += 1
        shop.patience.moves()
        if answer.status_code >= 500 and answer.status_code not in BUSY:
            asked = f"{number}: {method} {url[:200]} {headers} {body[:200]!r}"
            return f"{asked}: {answer.status_code} {answer.text[:200]}"
        sent = url + body.decode(errors="replace") + str(headers)
        told = [mark for mark in marks if mark in answer.text and mark not in sent]
        return f"{number}: {method} {url[:200]} tells {told}" if told else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from (wrong for wrong in pool.map(one, range(requests_)) if wrong)
    print(f"answers: {dict(sorted(seen.items()))}", flush=True)


def _request(
    chance: random.Random, known: list[Call], victim: Victim, tokens: list[str]
) -> tuple[str, str, dict[str, str], bytes]:
    call = chance.choice(known)
    ids = {name: _quoted(chance) if chance.random() < 0.4 else value for name, value in victim.ids.items()}
    url = f"/api{call.at(ids)}"
    if chance.random() < 0.3:
        names = ("limit", "cursor", "q", "from", "to", "status", "day", "target", "hours", "unread", "x")
        pairs = [f"{chance.choice(names)}={_quoted(chance)}" for _ in range(chance.randint(1, 4))]
        url += "?" + "&".join(pairs)
    method = call.method if chance.random() < 0.85 else chance.choice(METHODS)
    headers = {"Authorization": chance.choice(tokens)} if chance.random() < 0.85 else {}
    if chance.random() < 0.7:
        headers["Idempotency-Key"] = f"h{chance.randrange(50)}"
    for _ in range(chance.randint(0, 2)):
        text = chance.choice(ODD_TEXTS).encode("ascii", "ignore").decode()
        headers[chance.choice(HEADERS)] = "".join(one for one in text if one.isprintable())
    return method, url, {name: one.strip() for name, one in headers.items()}, _body(chance, call)


def _quoted(chance: random.Random) -> str:
    return quote(chance.choice(ODD_TEXTS).encode("utf-8", "surrogatepass"), safe="%") or "x"


def _body(chance: random.Random, call: Call) -> bytes:
    dice = chance.random()
    if dice < 0.1:
        return chance.choice(
            (b"", b"{", b"[" * 5000, b'{"a":' * 2000, b"\xff\xfe", b"null", b"0", b"x" * 70_000)
        )
    body = _bent(chance, call.body if call.body is not None else {})
    text = json.dumps(body)
    return (text.replace("}", ',"sku":1,"sku":2}') if dice < 0.15 else text).encode("utf-8", "replace")


def _bent(chance: random.Random, thing: Any) -> Any:
    """As it would pass, but for one place or the other."""
    if chance.random() < 0.25:
        return chance.choice((*ODD_VALUES, *ODD_TEXTS))
    if isinstance(thing, dict):
        bent = {name: _bent(chance, value) for name, value in thing.items() if chance.random() > 0.08}
        return bent | ({chance.choice(ODD_TEXTS): 1} if chance.random() < 0.08 else {})
    if isinstance(thing, list):
        return [_bent(chance, one) for one in thing] * chance.choice((1, 1, 1, 0, 2, 300))
    return thing
