"""Links that open operators' sessions: once, within ten minutes, and nobody can guess one."""

from datetime import timedelta
from typing import Any

import pytest

from functions.operations.open_operator_session import make_code
from functions.operator import journal_store
from functions.operator.journal import Signed
from functions.session import operator_codes_store, store
from functions.session.operator_codes_store import MOST_ATTEMPTS
from functions.session.token import verify
from functions.shared import clock
from functions.shared.table import scan
from harness.api import Answer
from harness.moto.world import World
from tests.contract.conformance import check
from tests.workflows.operating import Capture, said, told
from tests.workflows.operating_by_api import journal

BY = Signed("ops:ada", "on call", "2026-01-01T00:00:00.000Z")
PATH = "/sessions/operator"


def spends(shop: World, code: str, **headers: str) -> Answer:
    answer = shop.api("POST", PATH, {"code": code}, headers)
    check("POST", PATH, answer.status, answer.headers["content-type"], answer.body)
    return answer


def a_code() -> str:
    return make_code("ada", BY)[0]


def test_a_link_opens_a_session_of_eight_hours_in_the_group_of_operators(shop: World) -> None:
    answer = spends(shop, a_code())

    session = verify(answer.json["token"], store.key_ring(), clock.now())
    assert (answer.status, session.owner, session.groups) == (201, "op_ada", ("operators",))
    assert session.expires_at - session.began == timedelta(hours=8)
    assert "set-cookie" not in answer.headers


def test_the_session_is_not_renewed_beyond_its_eight_hours(shop: World) -> None:
    opened = spends(shop, a_code()).json
    shop.time_passes(7 * 3600)

    renewed = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {opened['token']}"})

    assert renewed.json["expires_at"] == opened["expires_at"]
    assert "set-cookie" not in renewed.headers, "the shopper of this browser stays the shopper"
    again = verify(renewed.json["token"], store.key_ring(), clock.now())
    assert again.groups == ("operators",)


def test_a_code_is_spent_once_and_what_opens_nothing_is_refused_alike(shop: World) -> None:
    code, late = a_code(), a_code()
    assert spends(shop, code).status == 201
    spent = spends(shop, code)
    wrong = spends(shop, "nonsense")
    shop.time_passes(601)
    expired = spends(shop, late)

    assert spent.status == 401
    assert spent.json == wrong.json == expired.json


def test_of_two_who_spend_a_code_at_once_one_has_a_session(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have found it; its end is one conditional write."""
    code = a_code()
    found = operator_codes_store.find(code)
    assert spends(shop, code).status == 201
    monkeypatch.setattr(operator_codes_store, "find", lambda _: found)

    assert spends(shop, code).status == 401


def test_attempts_are_limited_by_address_and_a_right_code_is_no_exception(shop: World) -> None:
    code = a_code()
    for _ in range(MOST_ATTEMPTS):
        assert spends(shop, "wrong").status == 401

    refused = spends(shop, code)
    shop.time_passes(600)

    assert (refused.status, refused.headers["retry-after"]) == (429, "600")
    assert spends(shop, a_code()).status == 201


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": 7}, {"code": "x" * 201}, {"code": "a", "b": 1}])
def test_what_is_no_code_at_all_is_told_so(shop: World, body: Any) -> None:
    assert shop.api("POST", PATH, body).status == 422


def test_neither_code_nor_address_is_stored(shop: World) -> None:
    code = a_code()
    spends(shop, "wrong")

    kept = [str(item) for table in ("IDEMPOTENCY_TABLE", "JOURNAL_TABLE") for item in scan(table)]
    assert kept
    assert not [item for item in kept if code in item or "127.0.0.1" in item]


def test_the_journal_tells_who_made_a_link_and_who_opened_a_session(shop: World) -> None:
    code = make_code("ada", journal_store.signed("ops:root", "on call"))[0]
    spends(shop, code)

    assert [(one.target, one.signed.by) for one in journal()] == [
        ("op_ada", "ops:root"),
        ("op_ada", "op_ada"),
    ]


def test_the_command_prints_a_link_with_its_code_in_the_fragment(
    shop: World, capsys: Capture, operator: None
) -> None:
    made = told(capsys, "operator-session", "ada", "--url", "https://shop.example/")
    page, _, code = made["link"].partition("#code=")

    assert page == "https://shop.example/console"
    assert spends(shop, code).json["owner"] == "op_ada"
    assert code not in said(capsys, "operator-session", "ada", "--url", "https://shop.example")
