"""Tickets and connections: who gets in, for how long, and how fast one may speak."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.live import connection as rules
from functions.live import on_socket, store
from functions.live.connections import connection_of, online
from functions.live.ticket_store import Holder, save_ticket
from functions.shared import clock
from functions.shared.table import ConditionRefused, scan
from harness.sockets import connect_event
from tests.handlers.guests import Guest, merge
from tests.handlers.shop import context
from tests.handlers.tabs import Tab, Tabs

MANY = {f"ord_{'a' * 30}{one}{other}": 1 for one in "abcdefgh" for other in "abcdefgh"}


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> "Time":
    """A clock that stands still unless it is moved."""
    time = Time(clock.now().replace(microsecond=0))
    monkeypatch.setattr(clock, "now", lambda: time.now)
    return time


class Time:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


def test_a_ticket_opens_a_connection(tabs: Tabs) -> None:
    tabs.open("tab")
    found = connection_of("tab")
    assert found is not None
    assert (found.owner, found.operator) == ("own_ada", False)
    assert online("own_ada")
    assert not online("own_bob")


def test_a_ticket_is_of_use_once(tabs: Tabs) -> None:
    ticket = tabs.ticket()
    assert tabs.connect("first", ticket) == 200
    assert tabs.connect("second", ticket) == 403
    assert connection_of("second") is None


def test_a_ticket_is_of_use_for_a_minute(tabs: Tabs, time: Time) -> None:
    early, late = tabs.ticket(), tabs.ticket()
    time.passes(seconds=59)
    assert tabs.connect("early", early) == 200
    time.passes(seconds=1)
    assert tabs.connect("late", late) == 403


@pytest.mark.parametrize("ticket", [None, "", "tkt_" + "a" * 32, "x" * 5000, "tkt_' OR 1=1"])
def test_without_a_ticket_nobody_gets_in(tabs: Tabs, ticket: str | None) -> None:
    assert tabs.connect("tab", ticket) == 403
    assert connection_of("tab") is None


def test_only_the_hash_of_a_ticket_is_stored(tabs: Tabs) -> None:
    ticket = tabs.ticket()
    assert ticket not in str(list(scan("LIVE_TABLE")))


def test_a_ticket_that_is_kept_again_after_a_lost_answer_is_the_same(tabs: Tabs, time: Time) -> None:
    holder = Holder("own_ada", operator=False, session="s1", began=0)
    assert save_ticket("hash", holder, time.now) == save_ticket("hash", holder, time.now)
    with pytest.raises(ConditionRefused):
        save_ticket("hash", replace(holder, session="s2"), time.now)


def test_a_connection_that_is_opened_twice_is_opened_once(tabs: Tabs) -> None:
    event = connect_event("tab", tabs.ticket())
    assert [on_socket.handle(event, context())["statusCode"] for _ in range(2)] == [200, 200]
    assert len(store.followers("own_ada", clock.now())) == 1


def test_opening_a_connection_posts_nothing(tabs: Tabs) -> None:
    tabs.open("tab")
    assert tabs.sockets.posts == 0


def test_a_tab_that_is_closed_leaves_the_others(tabs: Tabs) -> None:
    first, second = tabs.open("first"), tabs.open("second")
    first.leaves()
    assert connection_of("first") is None
    assert online("own_ada")
    second.leaves()
    assert not online("own_ada")
    assert not list(scan("LIVE_TABLE"))


def test_leaving_twice_is_leaving_once(tabs: Tabs) -> None:
    tab = tabs.open()
    tab.leaves()
    tab.leaves()
    assert not online("own_ada")


def test_a_silent_connection_is_gone_after_ten_minutes(tabs: Tabs, time: Time) -> None:
    tab = tabs.open()
    time.passes(minutes=9)
    assert online("own_ada")
    time.passes(minutes=1)
    assert not online("own_ada")
    assert connection_of("tab") is None
    assert tab.ping() == {"type": "gone", "why": "not-connected", "reconnect": True, "ends_in": 0}


def test_a_ping_every_five_minutes_keeps_a_connection_until_two_hours_are_nearly_over(
    tabs: Tabs, time: Time
) -> None:
    tab = tabs.open()
    answers = []
    for _ in range(23):
        time.passes(minutes=5)
        answers.append(tab.ping())
    kinds = [answer["type"] for answer in answers]
    assert kinds == ["pong"] * 21 + ["gone"] * 2
    assert answers[0] == {"type": "pong", "ends_in": 115 * 60}
    assert answers[21] == {"type": "gone", "why": "time-is-up", "reconnect": True, "ends_in": 600}
    assert online("own_ada")
    time.passes(minutes=5)
    assert not online("own_ada")


def test_hello_says_when_a_connection_ends(tabs: Tabs, time: Time) -> None:
    tab = tabs.open()
    time.passes(minutes=9)
    assert tab.hello() == {"type": "hello", "ends_in": 111 * 60, "orders": {}}
    time.passes(minutes=9)
    assert online("own_ada")


def test_the_oldest_of_too_many_tabs_is_told_to_go(tabs: Tabs, time: Time) -> None:
    opened = []
    for number in range(rules.MOST_TABS + 1):
        opened.append(tabs.open(f"tab{number}"))
        time.passes(seconds=1)
    oldest, *others = opened
    assert oldest.received == ({"type": "gone", "why": "too-many-tabs", "reconnect": False, "ends_in": 0},)
    assert oldest.name not in tabs.sockets.open
    assert connection_of(oldest.name) is None
    assert all(connection_of(tab.name) and not tab.received for tab in others)


def test_a_tab_that_was_ended_before_it_was_let_in_is_refused(tabs: Tabs, time: Time) -> None:
    """Of more handshakes at once than there may be tabs, the first to begin may be the last to end."""
    for number in range(rules.MOST_TABS):
        tabs.open(f"tab{number}")
    time.passes(seconds=-1)
    assert tabs.connect("slow", tabs.ticket()) == 403
    assert tabs.sockets.posts == 1, "which fails: nobody posts to the others"
    assert all(connection_of(f"tab{number}") for number in range(rules.MOST_TABS))


@pytest.mark.parametrize("deaf", [False, True], ids=["closed", "not closed"])
def test_a_connection_that_was_ended_says_why_as_often_as_it_speaks(
    tabs: Tabs, time: Time, deaf: bool
) -> None:
    oldest = tabs.open("oldest")
    tabs.sockets.unclosed = deaf
    for number in range(rules.MOST_TABS):
        time.passes(seconds=1)
        tabs.open(f"tab{number}")
    assert (oldest.name in tabs.sockets.open) == deaf
    tabs.sockets.opens_again(oldest.name)
    for _ in range(2):
        assert oldest.ping() == oldest.hello() == {}
    assert {(one["why"], one["reconnect"]) for one in oldest.received} == {("too-many-tabs", False)}


def test_a_connection_that_was_ended_and_is_open_yet_is_closed_by_who_comes_next(
    tabs: Tabs, time: Time
) -> None:
    oldest = tabs.open("oldest")
    oldest.ping()
    tabs.sockets.unclosed = True
    for number in range(rules.MOST_TABS):
        time.passes(seconds=1)
        tabs.open(f"tab{number}")
    order_id = tabs.shop.buys()
    tabs.sockets.unclosed = False
    tabs.changed(order_id)
    assert oldest.name not in tabs.sockets.open
    assert {one["type"] for one in oldest.received} == {"gone"}
    assert len(store.followers("own_ada", clock.now())) == rules.MOST_TABS


@pytest.mark.parametrize("others", [0, 30])
def test_a_message_costs_the_same_however_many_are_connected(
    tabs: Tabs, others: int, calls: list[str], time: Time
) -> None:
    for number in range(others):
        tabs.open(f"other{number}", f"own_{number}")
    tab = tabs.open()
    costs = {}
    for says in (Tab.ping, Tab.hello):
        time.passes(seconds=1)
        calls.clear()
        says(tab)
        costs[says.__name__] = list(calls)
    ping = ["UpdateItem", "GetItem", "TransactWriteItems"]
    assert costs == {"ping": ping, "hello": [*ping, "Query"]}


def test_tabs_of_others_do_not_count(tabs: Tabs) -> None:
    for number in range(rules.MOST_TABS):
        tabs.open(f"ada{number}")
    bobs = tabs.open("bob", "own_bob")
    assert not bobs.received
    assert connection_of("ada0")


def test_whoever_merged_a_guest_follows_the_guest(tabs: Tabs, guest: Guest) -> None:
    merge(tabs.shop, guest)
    tabs.open()
    assert online(guest.owner)


@pytest.mark.parametrize("says", [Tab.hello, Tab.ping])
def test_a_guest_who_is_merged_later_is_followed_from_the_next_sign_of_life(
    tabs: Tabs, guest: Guest, says: Any
) -> None:
    tab = tabs.open()
    merge(tabs.shop, guest)
    assert not online(guest.owner)
    says(tab)
    assert online(guest.owner)
    tab.leaves()
    assert not online(guest.owner)


@pytest.mark.parametrize(
    ("message", "to", "why"),
    [
        ("", None, "malformed-json"),
        ("{", None, "malformed-json"),
        ("\ud800", None, "malformed-json"),
        ("[" * 5000, None, "malformed-json"),
        ("7", None, "invalid-message"),
        ([], None, "invalid-message"),
        ({}, None, "unknown-type"),
        ({"type": 7}, None, "unknown-type"),
        ({"type": "$connect"}, None, "unknown-type"),
        ({"type": "shout"}, "shout", "unknown-type"),
        ({"type": "ping", "loud": True}, "ping", "invalid-message"),
        ({"type": "hello", "since": []}, "hello", "invalid-message"),
        ({"type": "hello", "since": {"ord_1": 1}}, "hello", "invalid-message"),
        ({"type": "hello", "since": {"ord_" + "a" * 32: "1"}}, "hello", "invalid-message"),
        ({"type": "hello", "since": {"ord_" + "a" * 32: True}}, "hello", "invalid-message"),
        (
            {"type": "hello", "since": MANY},
            "hello",
            "invalid-message",
        ),
    ],
)
def test_what_is_no_message_is_refused_by_its_reason(tabs: Tabs, message: Any, to: str, why: str) -> None:
    refused = tabs.open().says(message)
    assert (refused["type"], refused["to"], refused["why"]) == ("refused", to, why)
    assert refused["detail"]


def test_a_refusal_names_the_message_it_is_about(tabs: Tabs) -> None:
    tab = tabs.open()
    assert tab.says({"type": "shout", "client_id": "m-1"})["client_id"] == "m-1"
    assert "client_id" not in tab.says({"type": "shout", "client_id": "no good\n"})


def test_a_message_on_an_unknown_connection_is_answered_that_it_is_gone(tabs: Tabs) -> None:
    assert Tab("nobody", tabs.sockets).hello()["why"] == "not-connected"


def test_twenty_messages_are_taken_at_once_and_five_a_second(tabs: Tabs, time: Time) -> None:
    tab = tabs.open()
    assert {tab.ping()["type"] for _ in range(20)} == {"pong"}
    refused = tab.ping()
    assert (refused["to"], refused["why"]) == ("ping", "too-many-messages")
    time.passes(seconds=1)
    assert [tab.ping()["type"] for _ in range(5)] == ["pong"] * 4 + ["refused"]
    for _ in range(30):
        time.passes(milliseconds=400)
        assert tab.ping()["type"] == "pong"


def test_a_flood_is_slowed_and_then_closed(tabs: Tabs, time: Time) -> None:
    tab = tabs.open()
    answers = [tab.ping() for _ in range(61)]
    assert [answer.get("type") for answer in answers] == ["pong"] * 20 + ["refused"] * 40 + [None]
    assert tab.received[-1]["why"] == "too-many-messages"
    assert tab.name not in tabs.sockets.open
    assert connection_of(tab.name) is None


def test_malformed_messages_are_a_flood_too(tabs: Tabs, time: Time) -> None:
    tab = tabs.open()
    answers = [tab.says("{") for _ in range(61)]
    assert answers[-1] == {}
    assert tab.name not in tabs.sockets.open
