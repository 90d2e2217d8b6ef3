"""Conversations over sockets: what is acknowledged is stored, whoever is killed when, and reaches both sides
wherever they are connected."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from functions.conversation import messages, store
from functions.live import typing_store
from functions.order import store as order_store
from functions.order import views_store
from functions.order.view import view_of
from functions.shared import clock, table
from tests.handlers.conversing import ADA, BOB, EVE, OPERATOR, Tab, Talk
from tests.handlers.guests import Guest, merge

SUPPORT = f"support-{ADA}"


@pytest.fixture
def ada(talk: Talk) -> Tab:
    return talk.connects("ada")


@pytest.fixture
def olga(talk: Talk) -> Tab:
    return talk.connects("olga", OPERATOR)


@pytest.fixture(autouse=True)
def as_the_document_says(talk: Talk) -> Iterator[None]:
    """Whatever is pushed about a conversation is one of the messages that clients are told of."""
    yield
    models = {one.model_fields["type"].default: TypeAdapter(one) for one in messages.TOLD}
    for received in talk.sockets.received.values():
        for message in received:
            if message["type"] in models:
                models[message["type"]].validate_python(message)


def test_what_is_said_is_acknowledged_once_it_is_stored(talk: Talk, ada: Tab) -> None:
    assert ada.says("Hello") == {}
    assert (ada.got("message"), talk.lists()["conversations"]) == ([], []), "not before it is stored"
    assert talk.delivers() == []
    (message,) = ada.got("message")
    assert (message["client_id"], message["seq"], message["conversation"]) == ("c1", 1, "support")
    assert talk.texts() == ["Hello"]


def test_it_reaches_the_other_side_with_what_is_unread(talk: Talk, ada: Tab, olga: Tab) -> None:
    ada.says("Hello")
    talk.delivers()
    (message,) = olga.got("message")
    assert (message["conversation"], message["text"], message["by"]) == (SUPPORT, "Hello", ADA)
    assert olga.got("unread") == [{"conversation": SUPPORT, "owner": ADA, "count": 1, "seq": 1}]
    assert ada.got("unread") == []


def test_it_reaches_every_tab_of_both_sides_and_nobody_else(talk: Talk, ada: Tab, olga: Tab) -> None:
    others = [talk.connects("ada 2"), talk.connects("otto", "op_otto")]
    bob = talk.connects("bob", BOB)
    talk.says("First", "c0")
    olga.says("Hello", conversation=SUPPORT)
    talk.delivers()
    assert all(tab.got("message")[-1]["text"] == "Hello" for tab in (ada, olga, *others))
    assert bob.got("message") == []


def test_what_was_lost_on_the_way_is_said_again_and_stands_once(talk: Talk, ada: Tab) -> None:
    """The published sample makes ids on the server: there a repeat is a second message."""
    for _ in range(3):
        ada.says("Hello")
    talk.delivers()
    assert talk.texts() == ["Hello"]
    assert [one["seq"] for one in ada.got("message")] == [1, 1, 1]


def test_each_attempt_is_its_own_for_the_queue_and_one_conversation_stays_in_order(
    talk: Talk, ada: Tab
) -> None:
    ada.says("Hello")
    ada.says("Hello")
    ada.says("Where are you?", "c2")
    sent = talk.queue.sent
    assert len({one["MessageDeduplicationId"] for one in sent}) == 3
    assert {one["MessageGroupId"] for one in sent} == {SUPPORT}


def test_whose_process_dies_after_storing_is_announced_by_the_next_delivery(
    talk: Talk, ada: Tab, olga: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.says("Hello")
    through = store.add

    def dies(*given: Any) -> None:
        through(*given)
        raise MemoryError

    with monkeypatch.context() as dying:
        dying.setattr(store, "add", dies)
        assert len(talk.delivers()) == 1
    assert (ada.got("message"), talk.texts()) == ([], ["Hello"])
    assert talk.delivers() == []
    assert [one["seq"] for one in ada.got("message") + olga.got("message")] == [1, 1]


def test_a_client_id_that_stands_for_another_text_is_refused(talk: Talk, ada: Tab) -> None:
    ada.says("Hello")
    ada.says("Goodbye")
    assert talk.delivers() == []
    (refused,) = ada.got("refused")
    assert (refused["to"], refused["why"], refused["client_id"]) == ("say", "client-id-reused", "c1")


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"conversation": "support", "client_id": "c1", "text": "  "}, "invalid-message"),
        ({"conversation": "support", "client_id": "c1", "text": "x" * 2001}, "invalid-message"),
        ({"conversation": "support", "client_id": "c1", "text": "x", "more": 1}, "invalid-message"),
        ({"conversation": "support", "client_id": "c1"}, "invalid-message"),
        ({"conversation": "ord_" + "a" * 32, "client_id": "c1", "text": "x"}, "not-found"),
        ({"conversation": f"support-{BOB}", "client_id": "c1", "text": "x"}, "not-found"),
    ],
)
def test_what_cannot_be_said_is_refused_at_once_and_queued_nowhere(
    talk: Talk, ada: Tab, sent: dict[str, Any], why: str
) -> None:
    answer = ada.sends("say", **sent)
    assert (answer["type"], answer["to"], answer["why"], answer["client_id"]) == ("refused", "say", why, "c1")
    assert answer["detail"]
    assert talk.queue.sent == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"type": "say"', "null", '{"type": "say", "text": "\\ud800"}']
)
def test_whatever_else_is_sent_is_refused(ada: Tab, text: str) -> None:
    assert ada.sends_raw(text, "say")["type"] == "refused"


def test_anothers_order_and_an_unknown_one_are_refused_alike(talk: Talk) -> None:
    order_id = talk.shop.buys(BOB)
    eve = talk.connects("eve", EVE)
    answers = {
        str(eve.sends(kind, conversation=name, **rest))
        for name in (order_id, "ord_" + "a" * 32, "x")
        for kind, rest in (("say", {"client_id": "c", "text": "x"}),)
    }
    assert len(answers) == 1


def test_who_is_not_connected_any_more_is_told_so(talk: Talk) -> None:
    stranger = Tab("stranger", talk.sockets)
    assert stranger.says("Hello")["type"] == "gone"
    assert talk.queue.sent == []


def test_a_service_that_does_not_answer_refuses_with_try_again(
    talk: Talk, ada: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "ServiceUnavailable", "Message": ""}}, "SendMessage")

    monkeypatch.setattr(talk.queue, "send_message", broken)
    assert ada.says("Hello")["why"] == "try-again"


# reading, typing, who is here


def test_what_is_read_is_told_to_both_sides(talk: Talk, ada: Tab, olga: Tab) -> None:
    talk.says("Hello")
    olga.sends("read", conversation=SUPPORT, upto=1)
    assert [(one["side"], one["upto"]) for one in ada.got("read")] == [("operator", 1)]
    assert [(one["count"], one["seq"]) for one in olga.got("unread")] == [(1, 1), (0, 1)]
    olga.sends("read", conversation=SUPPORT, upto=1)
    assert len(ada.got("read")) == 1, "a mark that does not move is no news"


def test_what_was_not_said_cannot_be_read(talk: Talk, ada: Tab) -> None:
    talk.says("Hello")
    assert ada.sends("read", conversation="support", upto=2)["why"] == "not-said-yet"


@pytest.mark.parametrize("shows", [{"kind": "watch"}, {"kind": "read", "upto": 1}], ids=["watch", "read"])
def test_who_shows_a_conversation_is_told_who_comes_and_who_leaves(
    talk: Talk, ada: Tab, shows: dict[str, Any]
) -> None:
    talk.says("Hello")
    ada.sends(conversation="support", **shows)
    olga = talk.connects("olga", OPERATOR)
    assert seen(ada) == [("support", "operator", False, 0)], "not before hello: the gateway takes nothing"
    olga.greets()
    assert seen(ada)[1:] == [("support", "operator", True, 600)]
    olga.sends(conversation=SUPPORT, **shows)
    assert seen(olga) == [(SUPPORT, "customer", True, 600)]
    talk.leaves("olga")
    assert seen(ada)[2:] == [("support", "operator", False, 0)]


def test_one_closed_tab_of_two_tells_nothing(talk: Talk, ada: Tab, olga: Tab) -> None:
    talk.says("Hello")
    talk.connects("ada 2")
    olga.sends("watch", conversation=SUPPORT)
    talk.leaves("ada")
    assert len(seen(olga)) == 1
    talk.leaves("ada 2")
    assert seen(olga)[1:] == [(SUPPORT, "customer", False, 0)]


def test_who_is_found_gone_has_left(talk: Talk, ada: Tab, olga: Tab) -> None:
    talk.says("Hello")
    ada.greets()
    olga.sends("watch", conversation=SUPPORT)
    talk.sockets.leaves("ada")
    talk.says("Are you there?", "o1", by=OPERATOR, conversation=SUPPORT)
    assert seen(olga)[1:] == [(SUPPORT, "customer", False, 0)]


@pytest.mark.usefixtures("time_stands")
def test_a_flood_that_is_ended_has_left(talk: Talk, ada: Tab, olga: Tab) -> None:
    talk.says("Hello")
    olga.sends("watch", conversation=SUPPORT)
    for _ in range(70):
        ada.sends_raw("{", "watch")
    assert seen(olga)[-1] == (SUPPORT, "customer", False, 0)


def test_who_shows_another_conversation_is_told_of_that_one_alone(talk: Talk, ada: Tab, olga: Tab) -> None:
    talk.says("Hello")
    talk.says("Hello", by=BOB)
    olga.sends("watch", conversation=SUPPORT)
    olga.sends("watch", conversation=f"support-{BOB}")
    talk.leaves("ada")
    talk.connects("bob", BOB).greets()
    assert [one[:3] for one in seen(olga)[2:]] == [(f"support-{BOB}", "customer", True)]


def test_who_has_left_is_told_nothing_and_forgotten(talk: Talk, ada: Tab, olga: Tab) -> None:
    talk.says("Hello")
    olga.sends("watch", conversation=SUPPORT)
    talk.leaves("olga")
    talk.leaves("ada")
    assert len(seen(olga)) == 1
    assert list(table.scan("LIVE_TABLE")) == []


def test_what_nobody_may_see_cannot_be_watched(talk: Talk, ada: Tab) -> None:
    order_id = talk.shop.buys(BOB)
    answers = {str(ada.sends("watch", conversation=name)) for name in (order_id, f"support-{BOB}", "x")}
    assert len(answers) == 1
    assert ada.sends("watch", conversation="x")["why"] == "not-found"


@pytest.mark.parametrize("others", [0, 12])
def test_presence_costs_the_same_however_many_are_connected(
    talk: Talk, ada: Tab, olga: Tab, others: int, calls: list[str]
) -> None:
    talk.says("Hello")
    for number in range(others):
        other = talk.connects(f"other{number}", f"own_{number}")
        other.sends("watch", conversation="support")
    olga.sends("watch", conversation=SUPPORT)
    calls.clear()
    talk.leaves("ada")
    removed = ["GetItem", "GetItem", "TransactWriteItems"]
    assert calls == [*removed, "Query", "Query", "PostToConnection", "Query"]


def seen(tab: Tab) -> list[tuple[str, str, bool, int]]:
    """Of each presence that it was told: of which conversation, who, whether, for how many seconds."""
    return [
        (one["conversation"], one["side"], one["online"], round(one["expires_in"], -1))
        for one in tab.got("presence")
    ]


def test_somebody_is_here_until_their_last_tab_is_closed(talk: Talk, ada: Tab, olga: Tab) -> None:
    """In the published sample one closed tab is offline."""
    talk.says("Hello")
    second = talk.connects("ada 2")
    seen = [talk.shows(SUPPORT, by=OPERATOR)["online"]]
    for tab in (ada, second):
        talk.leaves(tab.name)
        seen.append(talk.shows(SUPPORT, by=OPERATOR)["online"])
    assert seen == [True, True, False]


def test_typing_is_passed_on_now_and_then_and_kept_nowhere(
    talk: Talk, ada: Tab, olga: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        ada.sends("typing", conversation="support")
    assert [(one["from"], one["expires_in"]) for one in olga.got("typing")] == [("customer", 6)]
    assert ada.got("typing") == []
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + 2 * typing_store.PASSED_ON_EVERY)
    ada.sends("typing", conversation="support")
    assert len(olga.got("typing")) == 2
    assert list(table.scan("CONVERSATIONS_TABLE")) == []


def test_who_merged_a_guests_cart_hears_of_the_guests_conversation_by_its_name(
    talk: Talk, guest: Guest, olga: Tab
) -> None:
    talk.says("As a guest", by=guest.owner)
    before = talk.connects("guest", guest.owner)
    merge(talk.shop, guest)
    ada = talk.connects("ada")
    olga.says("Hello", conversation=f"support-{guest.owner}")
    talk.delivers()
    assert [one["conversation"] for one in before.got("message")] == ["support"]
    assert [one["conversation"] for one in ada.got("message")] == [f"support-{guest.owner}"]


# who is away


def test_who_is_away_finds_everything_later(talk: Talk, olga: Tab) -> None:
    talk.says("Hello")
    olga.says("Hello!", "o1", SUPPORT)
    talk.delivers()
    assert talk.texts() == ["Hello", "Hello!"]
    assert talk.lists()["conversations"][0]["unread"] == 1


def test_a_connection_that_is_gone_holds_nobody_up(talk: Talk, ada: Tab, olga: Tab) -> None:
    talk.sockets.leaves("ada")
    talk.says("First", "c0")
    olga.says("Hello", "o1", SUPPORT)
    assert talk.delivers() == []
    assert [one["text"] for one in olga.got("message")] == ["First", "Hello"]


def test_a_customer_who_is_away_is_told_by_mail_once_for_each_burst(talk: Talk) -> None:
    order_id = talk.shop.buys(ADA)
    talk.says("Hello", conversation=order_id)
    for number in range(3):
        talk.says(f"Answer {number}", f"o{number}", by=OPERATOR, conversation=order_id)
    told = {"conversation": order_id, "seq": 2}
    assert talk.bus.told == [{"type": "ConversationAnswered", "order_id": order_id, "data": told}]
    talk.reads(4, conversation=order_id)
    talk.says("And another thing", "o9", by=OPERATOR, conversation=order_id)
    assert [one["data"]["seq"] for one in talk.bus.told] == [2, 5]


def test_a_customer_who_is_here_gets_no_mail(talk: Talk, ada: Tab) -> None:
    order_id = talk.shop.buys(ADA)
    talk.says("Answer", "o1", by=OPERATOR, conversation=order_id)
    assert talk.bus.told == []


def test_an_answer_about_no_order_is_told_by_the_address_of_the_newest_one(talk: Talk) -> None:
    talk.says("Hello")
    talk.says("Answer", "o1", by=OPERATOR, conversation=SUPPORT)
    assert talk.bus.told == [], "nobody knows where to"
    order_id = talk.shop.buys(ADA)
    views_store.save(view_of(order_store.load(order_id)))
    talk.reads(2)
    talk.says("More", "o2", by=OPERATOR, conversation=SUPPORT)
    assert [one["order_id"] for one in talk.bus.told] == [order_id]


def test_a_mail_that_the_bus_does_not_take_is_no_answer_yet(talk: Talk) -> None:
    order_id = talk.shop.buys(ADA)
    talk.bus.refusing = 1
    assert talk.says("Answer", "o1", by=OPERATOR, conversation=order_id).refusal == (503, "try-again")
    again = talk.says("Answer", "o1", by=OPERATOR, conversation=order_id)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert [one["data"]["seq"] for one in talk.bus.told] == [1]


def test_no_text_is_logged(talk: Talk, ada: Tab, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    ada.says("my card is lost")
    ada.sends("say", conversation="support", client_id="c2", text="my card is lost", more=1)
    talk.queue.sent.append({"MessageBody": '{"text": "my card is lost"}'})
    assert len(talk.delivers()) == 1
    assert "card is lost" not in str([vars(record) for record in caplog.records])
