"""What strangers find: with forged tokens nothing, with other people's ids the same as with made-up ones."""

from collections.abc import Iterator
from typing import Any

import requests

from tests.e2e.shop import Buyer, Shop
from tests.hostile.calls import Call, calls
from tests.hostile.victim import Victim, nobodys

OWN = (
    "PUT /cart/lines/{line_id}",
    "DELETE /cart/lines/{line_id}",
    "PUT /cart/codes/{code}",
    "DELETE /cart/codes/{code}",
)
"""Ids that each customer chooses: everybody has a line `l1`, and a code is for whoever knows it."""


def tokens_refused(shop: Shop, victim: Victim, tokens: dict[str, str], every: int = 1) -> Iterator[str]:
    """Whatever personal call is answered to one of these tokens (by name, as headers say them). `every`: of
    all pairs of call and token one in so many, by turns."""
    personal = [call for call in calls() if call.personal]
    for turn, (name, value) in enumerate(tokens.items()):
        for call in personal[turn % every :: every]:
            headers = {"Authorization": value, "Idempotency-Key": "refused"}
            answer = ask(shop, call, victim.ids, headers)
            if answer.status_code != 401:
                yield f"{call} with a token {name}: {answer.status_code} {answer.text[:200]}"
            yield from _told(call, answer, victim)


def ids_refused(shop: Shop, victim: Victim, stranger: Buyer) -> Iterator[str]:
    """Whatever tells an id of the victim's from one that stands for nothing, or is answered well."""
    made_up = nobodys(victim.ids)
    for call in calls():
        if "{" not in call.path or str(call) in OWN or not call.personal:
            continue
        headers = {"Authorization": f"Bearer {stranger.token}"}
        theirs = ask(shop, call, victim.ids, headers | {"Idempotency-Key": f"theirs-{call}"[:60]})
        nobody = ask(shop, call, made_up, headers | {"Idempotency-Key": f"nobody-{call}"[:60]})
        if theirs.status_code not in (403, 404):
            yield f"{call} with another's ids: {theirs.status_code} {theirs.text[:200]}"
        if _without(theirs, victim.ids) != _without(nobody, made_up):
            yield f"{call} tells another's ids from none: {theirs.text[:200]} and {nobody.text[:200]}"
        yield from _told(call, theirs, victim, but=tuple(victim.ids.values()))


def ask(shop: Shop, call: Call, ids: dict[str, str], headers: dict[str, str]) -> requests.Response:
    """The call, about these ids."""
    return shop.ask(call.method, f"/api{call.at(ids)}", headers=headers, json=call.body)


def _without(answer: requests.Response, ids: dict[str, str]) -> Any:
    text = answer.text
    for name, value in sorted(ids.items(), key=lambda one: -len(one[1])):
        if len(value) > 8:
            text = text.replace(value, name if name != "id" and name != "conversation" else "order_id")
    return answer.status_code, text


def _told(call: Call, answer: requests.Response, victim: Victim, but: tuple[str, ...] = ()) -> Iterator[str]:
    for mark in victim.marks:
        if mark in answer.text and mark not in but:
            yield f"{call} tells {mark!r}: {answer.text[:200]}"
