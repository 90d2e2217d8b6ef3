"""An operator at work over HTTP: what is asked for, and what the journal tells of it."""

import itertools
import json
from typing import Any

from functions.operator import journal_store
from functions.operator.journal import Entry
from functions.shared import clock
from harness.api import Answer
from harness.moto.world import World
from tests.contract.conformance import check

ADA = "op_ada"
WHY = "the bank was called"
_keys = itertools.count(1)


def asks(
    shop: World, path: str, key: str = "", operator: str = ADA, why: str | None = WHY, **body: Any
) -> Answer:
    """POST as an operator, under a key of its own unless one is given."""
    given = body | ({"why": why} if why is not None else {})
    headers = {"Idempotency-Key": key or f"key-{next(_keys)}"}
    return checked(shop, "POST", path, given, headers, operator)


def looks(shop: World, path: str, operator: str = ADA) -> Answer:
    return checked(shop, "GET", path, None, {}, operator)


def checked(
    shop: World, method: str, path: str, body: Any, headers: dict[str, str], operator: str = ADA
) -> Answer:
    """An answer that is as the document says."""
    answer = shop.api(method, path, body, headers, owner=operator, groups="operators")
    check(method, path.partition("?")[0], answer.status, answer.headers.get("content-type", ""), answer.body)
    return answer


def journal() -> list[Entry]:
    """What was told today, the first first."""
    return list(journal_store.of_day(clock.timestamp(clock.now())[:10]))


def told(action: str) -> list[tuple[str, str, str]]:
    """Of each entry of an action: the target, by whom, and why."""
    return [(one.target, one.signed.by, one.signed.why) for one in journal() if one.action == action]


def works(shop: World, most: int = 50) -> int:
    """Whoever works on jobs takes every step there is; how many."""
    steps = 0
    while steps < most and (records := shop.messages("Jobs")):
        assert shop.invoke("WorkOnJob", {"Records": records}).answer == {"batchItemFailures": []}
        steps += 1
    return steps


def job(shop: World, answer: Any) -> Any:
    return looks(shop, f"/ops/jobs/{answer.json['job_id']}").json


def lost(*_: object) -> None:
    raise RuntimeError("the process died")


def step(job_id: str) -> dict[str, Any]:
    return {"Records": [{"messageId": "1", "body": json.dumps({"job_id": job_id})}]}
