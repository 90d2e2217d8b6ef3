"""Sessions that are true, and not for this: on every call of the served document."""

from collections.abc import Iterator

from tests.e2e.shop import Buyer, Shop
from tests.hostile.calls import Call, calls
from tests.hostile.strangers import ask
from tests.hostile.victim import Victim

SAFE = ("GET", "HEAD", "OPTIONS")
ELSEWHERE = ("https://evil.example", "null", None)
"""Origins that a browser names for pages of others; and none at all."""
COOKIES = ("session", "operator")


def signed_out_refused(shop: Shop, victim: Victim) -> Iterator[str]:
    """Whatever is answered to who has signed out. The token was never used, so no answer about it is kept."""
    gone = shop.buyer()
    headers = {"Authorization": f"Bearer {gone.token}", "Idempotency-Key": "signed-out"}
    shop.ask("DELETE", "/api/sessions/current", headers=headers)
    for call in calls():
        if not call.personal or str(call) == "DELETE /sessions/current":
            continue  # who hears no answer signs out again
        answer = ask(shop, call, victim.ids, headers)
        if answer.status_code != 401:
            yield f"{call} of who has signed out: {answer.status_code} {answer.text[:200]}"


def customers_refused(shop: Shop, victim: Victim, customer: Buyer) -> Iterator[str]:
    """Whatever of the operators' calls is answered to who is none."""
    headers = {"Authorization": f"Bearer {customer.token}", "Idempotency-Key": "no-operator"}
    for call in calls():
        if not call.path.startswith("/ops/"):
            continue
        answer = ask(shop, call, victim.ids, headers)
        if answer.status_code != 403:
            yield f"{call} of a customer's: {answer.status_code} {answer.text[:200]}"


def pages_from_elsewhere_refused(shop: Shop, victim: Victim, token: str) -> Iterator[str]:
    """Whatever a page of another origin changes by the cookie of who looks at it (CSRF)."""
    for turn, call in enumerate(one for one in calls() if one.method not in SAFE):
        origin, cookie = ELSEWHERE[turn % len(ELSEWHERE)], COOKIES[turn % len(COOKIES)]
        yield from _by_cookie(shop, victim, call, origin, cookie, token)


def _by_cookie(
    shop: Shop, victim: Victim, call: Call, origin: str | None, cookie: str, token: str
) -> Iterator[str]:
    headers = {"Cookie": f"__Host-{cookie}={token}", "Paidonce-Session": cookie, "Idempotency-Key": "csrf"}
    answer = ask(shop, call, victim.ids, headers | ({"Origin": origin} if origin else {}))
    if answer.status_code != 403:
        yield f"{call} by the cookie, from {origin}: {answer.status_code} {answer.text[:200]}"
