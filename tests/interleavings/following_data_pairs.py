"""Pairs that meet while what a guest had filled in follows the login: the first look at it moves it."""

from typing import Any

from harness.api import Answer
from harness.simulator.simulator import Simulator
from tests.interleavings.account_pairs import logs_in
from tests.interleavings.pair import Does, Facts, Pair, Results, at_once, heard
from tests.interleavings.session_data_pairs import PLACE

GUESTS, LATER = {"draft": "the guest's"}, {"draft": "later"}


def a_guest_who_filled_in(shop: Simulator) -> Facts:
    """The issuer has sent them back with a code."""
    shop.sells()
    token = shop.api("POST", "/sessions").json["token"]
    assert shop.api("PUT", PLACE, GUESTS, token=token).status == 200
    return {"token": token, "login": shop.cloud.issuer.login("ada")}


def who_has_logged_in(shop: Simulator) -> Facts:
    facts = a_guest_who_filled_in(shop)
    shop.time_passes(1)
    customer = logs_in(shop, facts).json["token"]
    shop.time_passes(1)
    return facts | {"customer": customer}


def looks(shop: Simulator, facts: Facts) -> Answer:
    """A second after whoever has sent something already."""
    shop.time_passes(1)
    return shop.api("GET", PLACE, token=facts["customer"])


def keeps(shop: Simulator, facts: Facts) -> Answer:
    return shop.api("PUT", PLACE, LATER, token=facts["customer"])


def forgets(shop: Simulator, facts: Facts) -> Answer:
    return shop.api("DELETE", PLACE, token=facts["customer"])


def keeps_as_guest(shop: Simulator, facts: Facts) -> Answer:
    """Of a page that has not heard of the login."""
    return shop.api("PUT", PLACE, LATER, token=facts["token"])


def logs_in_and_looks(shop: Simulator, facts: Facts) -> Answer:
    customer = logs_in(shop, facts).json["token"]
    return looks(shop, facts | {"customer": customer})


def everybody_finds_it(shop: Simulator, facts: Facts, results: Results) -> list[str]:
    return [
        f"{name} found {actor.result.json}"
        for name, actor in results.items()
        if heard(actor) == 200 and actor.result.json != GUESTS
    ]


def stands(*drafts: Any) -> Any:
    """One of these is found by the customer from now on."""

    def wrong(shop: Simulator, facts: Facts) -> list[str]:
        customer = facts.get("customer") or logs_in(shop, facts).json["token"]
        found = [looks(shop, facts | {"customer": customer}).json for _ in range(2)]
        return [] if found[0] in drafts and found[0] == found[1] else [f"{found} is found"]

    return wrong


def _pair(name: str, given: Any, works: dict[str, Does], at_rest: Any, **more: Any) -> Pair:
    answers: dict[str, set[Any]] = {work: {200} for work in works} | more.pop("answers", {})
    return Pair(name, given, at_once(works), set(), answers=answers, at_rest=at_rest, **more)


PAIRS = [
    _pair(
        "first look || first look",
        who_has_logged_in,
        {"look": looks, "other": looks},
        stands(GUESTS),
        check=everybody_finds_it,
        losses={"look": "hears nothing, dies"},
    ),
    _pair(
        "first look || keep",
        who_has_logged_in,
        {"keep": keeps, "look": looks},
        stands(LATER),
        losses={"look": "hears nothing"},
    ),
    _pair(
        "first look || forget",
        who_has_logged_in,
        {"forget": forgets, "look": looks},
        stands({}),
        losses={"look": "hears nothing"},
    ),
    _pair(
        "login, first look || the guest keeps",
        a_guest_who_filled_in,
        {"look": logs_in_and_looks, "keep": keeps_as_guest},
        stands(GUESTS, LATER),
        answers={"keep": {200, 401}},
        bound=3,
    ),
]
