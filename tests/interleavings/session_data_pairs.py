"""Pairs that meet in what a page keeps for its session: writes that come late, looks that prolong it."""

from typing import Any

from functions.session import data_store
from functions.session.data import REMEMBERED_FOR
from functions.shared import clock
from harness.api import Answer
from harness.simulator.simulator import Simulator
from tests.interleavings.pair import Does, Facts, Pair, at_once

OWNER = "own_ada"
PLACE = "/sessions/current/data"
DAY_SECONDS = 24 * 3600


def keeps(*drafts: str) -> Does:
    """One draft after the other, a second apart."""

    def keep(shop: Simulator, facts: Facts) -> Answer:
        for draft in drafts:
            shop.time_passes(1)
            answer = shop.api("PUT", PLACE, {"draft": draft}, owner=OWNER)
        return answer

    return keep


def forgets(shop: Simulator, facts: Facts) -> Answer:
    shop.time_passes(1)
    return shop.api("DELETE", PLACE, owner=OWNER)


def keeps_and_forgets(shop: Simulator, facts: Facts) -> Answer:
    keeps("first")(shop, facts)
    return forgets(shop, facts)


def looks(shop: Simulator, facts: Facts) -> Answer:
    return shop.api("GET", PLACE, owner=OWNER)


def nothing_kept(shop: Simulator) -> Facts:
    shop.sells()
    return {}


def kept_yesterday(shop: Simulator) -> Facts:
    """Whoever looks at it keeps it for longer."""
    shop.sells()
    assert keeps("yesterday")(shop, {}).status == 200
    shop.time_passes(DAY_SECONDS)
    return {}


def stored() -> dict[str, Any]:
    item = data_store.get(data_store.TABLE, {"session_id": f"session-of-{OWNER}", "item": "data"})
    assert item is not None
    return item


def last_stands(shop: Simulator, facts: Facts) -> list[str]:
    found = stored().get("data")
    return [] if found == '{"draft":"last"}' else [f"{found} is kept"]


def nothing_stands(shop: Simulator, facts: Facts) -> list[str]:
    """And that it was deleted is remembered for an hour, and not for a week."""
    item = stored()
    long = item["expires_at"] - clock.now().timestamp() > REMEMBERED_FOR.total_seconds() + 1
    return [f"{item} is kept"] if "data" in item or long else []


def pair(name: str, given: Any, works: dict[str, Does], at_rest: Any, losses: dict[str, str]) -> Pair:
    answers: dict[str, set[Any]] = {work: {200} for work in works}
    return Pair(name, given, at_once(works), set(), answers=answers, at_rest=at_rest, losses=losses)


LATE = {"page": "hears nothing"}
PAIRS = [
    pair(
        "keep, keep || look",
        nothing_kept,
        {"page": keeps("first", "last"), "other": looks},
        last_stands,
        LATE,
    ),
    pair(
        "keep, forget || look",
        nothing_kept,
        {"page": keeps_and_forgets, "other": looks},
        nothing_stands,
        LATE,
    ),
    pair("forget || look", kept_yesterday, {"page": forgets, "other": looks}, nothing_stands, LATE),
]
