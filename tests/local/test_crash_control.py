"""What the crash bench's control answers, and what it tells of the provider and the audit."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from local.claim import listen
from local.crash import control
from local.crash.auditor import Auditor
from local.crash.control import Bench, Control
from local.crash.kills import NothingToKill
from local.crash.ledger import accounts
from local.crash.provider import Provider, ProviderAway
from local.crash.shop import ShopAway, states

LAUNCHER = 4711
REPORT = {
    "violations": [],
    "in_flight": 2,
    "payments": {"authorized": 1330},
    "stock": {"water": {"held": 2}, "diavola": {"held": 1}},
    "orders": {"CONFIRMED": 2},
}


class FakeShop:
    def __init__(self) -> None:
        self.away = False

    def customer(self) -> str:
        return "token"

    def order(self, order_id: str) -> dict[str, Any] | None:
        if self.away:
            raise ShopAway
        return {"order_id": order_id} if order_id == "ord_1" else None


class FakeProvider(Provider):
    away = False

    def intents(self) -> Iterator[dict[str, Any]]:
        if FakeProvider.away:
            raise ProviderAway
        yield intent("ord_1", received=1330)

    def faults(self) -> list[dict[str, Any]]:
        return []


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def url(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(FakeProvider, "away", False)
    bench = Bench(LAUNCHER, "http://cloud", shop, FakeProvider(""), Auditor(lambda: REPORT))  # type: ignore[arg-type]
    listener: socket.socket = listen(0)
    server = Control(listener, bench)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.shutdown()
    server.server_close()


def intent(order_id: str, *, held: int = 0, received: int = 0, charge: Any = None) -> dict[str, Any]:
    return {
        "metadata": {"order_id": order_id},
        "amount_capturable": held,
        "amount_received": received,
        "latest_charge": charge,
    }


def say(url: str, call: str, body: Any) -> tuple[int, Any]:
    answer = requests.post(f"{url}/crash/{call}", data=json.dumps(body), timeout=60)
    return answer.status_code, answer.json()


def test_a_look_tells_of_orders_their_money_and_the_audit(url: str) -> None:
    status, found = say(url, "look", {"orders": ["ord_1", "ord_2"], "paid": ["ord_1"]})

    assert status == 200
    assert found["orders"] == [{"order_id": "ord_1"}]
    assert found["provider"]["ledger"]["ord_1"]["charges"] == 1
    assert found["provider"]["at"] <= time.time()
    assert found["audit"] == {"report": None, "failing_since": None}


def test_while_shop_or_provider_is_away_the_other_is_still_told_of(url: str, shop: FakeShop) -> None:
    shop.away = True
    assert say(url, "look", {"orders": ["ord_1"], "paid": ["ord_1"]})[1]["orders"] is None

    shop.away, FakeProvider.away = False, True
    found = say(url, "look", {"orders": ["ord_1"], "paid": ["ord_1"]})[1]
    assert (found["orders"], found["provider"]) == ([{"order_id": "ord_1"}], None)


def test_a_restart_is_the_launchers_to_make(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))

    assert say(url, "restart", {})[0] == 202
    assert sent == [(LAUNCHER, signal.SIGUSR1)]


def test_where_nothing_can_be_killed_the_answer_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_launcher: int) -> None:
        raise NothingToKill("In three seconds.")

    monkeypatch.setattr(control, "kill_provider", nothing)

    status, problem = say(url, "kill", {"what": "provider"})

    assert (status, problem["detail"]) == (409, "In three seconds.")


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("look", {}),
        ("look", {"orders": "ord_1", "paid": []}),
        ("look", {"orders": [1], "paid": []}),
        ("look", {"orders": [], "paid": ["ord_1"] * 25}),
        ("look", {"orders": [], "paid": [], "more": 1}),
        ("kill", {"what": "launcher"}),
        ("kill", {"what": "worker", "pid": 1}),
        ("kill", []),
        ("restart", {"now": True}),
        ("customers", "x"),
    ],
)
def test_what_cannot_be_understood_is_refused_and_nothing_is_done(
    url: str, call: str, body: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "kill", None)

    status, problem = say(url, call, body)

    assert (status, problem["type"]) == (422, "/api/problems/invalid-request")


def test_nothing_is_served_but_its_calls_by_post(url: str) -> None:
    assert say(url, "shell", {})[0] == 404
    assert requests.get(f"{url}/crash/restart", timeout=60).status_code == 501


def test_a_charge_is_counted_for_each_intent_that_took_money() -> None:
    twice = [intent("a", received=500), intent("a", received=500), intent("b", held=700), intent("other")]

    found = accounts(twice, {"a", "b", "c"})

    assert {order: (one["charges"], one["held"], one["tries"]) for order, one in found.items()} == {
        "a": (2, 0, 2),
        "b": (0, 700, 1),
        "c": (0, 0, 0),
    }


def test_what_a_smaller_capture_lets_go_is_no_refund() -> None:
    charge = {"captured": True, "amount": 1000, "amount_captured": 600, "amount_refunded": 400 + 150}

    assert accounts([intent("a", received=600, charge=charge)], {"a"})["a"]["refunded"] == 150


def test_a_hold_that_was_let_go_is_no_refund() -> None:
    charge = {"captured": False, "amount": 1000, "amount_captured": 0, "amount_refunded": 1000}

    assert accounts([intent("a", charge=charge)], {"a"})["a"]["refunded"] == 0


def test_the_shop_is_audited_only_while_somebody_looks() -> None:
    made: list[float] = []
    now = [100.0]

    def audit() -> dict[str, Any]:
        made.append(now[0])
        return REPORT

    auditor = Auditor(audit, lambda: now[0])
    auditor.step()
    assert made == []

    assert auditor.look()["report"] is None
    auditor.step()
    report = auditor.look()["report"]
    assert report is not None
    assert (report["at"], report["held"], report["units_held"]) == (100.0, 1330, 3)

    now[0] += 11
    auditor.step()
    assert made == [100.0]


def test_an_audit_that_fails_leaves_the_last_one_standing_and_says_since_when(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures: list[Exception] = []
    now = [100.0]

    def audit() -> dict[str, Any]:
        if failures:
            raise ShopAway from failures[-1]
        return REPORT

    def look() -> tuple[float, float | None, list[str]]:
        auditor.look()
        auditor.step()
        found = auditor.look()
        return (
            found["report"]["at"],
            found["failing_since"],
            [str(one.exc_info[1].__cause__) for one in logged()],
        )

    def logged() -> list[Any]:
        return [one for one in caplog.records if one.exc_info]

    auditor = Auditor(audit, lambda: now[0])
    assert look() == (100.0, None, [])
    for failure in (ValueError("one"), ValueError("same kind"), KeyError("other")):
        failures.append(failure)
        now[0] += 1
        seen = look()
    assert seen == (100.0, 101.0, ["one", "'other'"])
    failures.clear()
    now[0] += 1
    assert look()[:2] == (104.0, None)


def execution(*outcomes: str, machine: str = "checkout") -> dict[str, Any]:
    attempts = [{"outcome": one, "error": None, "next_try_by": None} for one in outcomes]
    visits = [{"state": "Work", "outcome": outcomes[-1], "attempts": attempts}]
    return {
        "machine": machine,
        "visits": [*visits, {"state": "Done", "outcome": "succeeded", "attempts": []}],
    }


def test_a_state_that_does_no_work_is_left_out() -> None:
    assert [one["state"] for one in states({"executions": [execution("succeeded")]})] == ["Work"]


def test_what_was_under_way_when_all_was_stopped_was_cut_off_where_another_execution_goes_on() -> None:
    first, second = states({"executions": [execution("running"), execution("running")]})

    assert (first["outcome"], first["tries"][-1]["error"]) == ("failed", "CutOff")
    assert (second["outcome"], second["tries"][-1]["error"]) == ("running", None)


def test_an_execution_of_another_machine_cuts_nothing_off() -> None:
    found = states({"executions": [execution("running"), execution("running", machine="return")]})

    assert [one["outcome"] for one in found] == ["running", "running"]
