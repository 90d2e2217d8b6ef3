"""Conversations over HTTP: what is said is said once, in order, to both sides, at a cost that stays flat."""

from typing import Any
from unittest.mock import patch

import pytest

from functions.conversation import say as saying
from functions.conversation import store
from functions.order import store as order_store
from functions.order.order import Event
from functions.shared import table
from functions.shared.table import ConditionRefused
from tests.handlers.conversing import ADA, BOB, EVE, OPERATOR, Talk
from tests.handlers.guests import Guest, merge

SUPPORT = f"support-{ADA}"


def calls_of(work: Any) -> list[str]:
    """The operations that DynamoDB is asked for meanwhile."""
    made: list[str] = []
    real = table.client()

    class Counting:
        def __getattr__(self, name: str) -> Any:
            made.append(name)
            return getattr(real, name)

    with patch.object(table, "client", Counting):
        work()
    return made


def test_what_is_said_is_answered_with_its_number(talk: Talk) -> None:
    first, second = talk.says("Where is my pizza?"), talk.says("Hello?", "c2")
    assert (first.status, second.status) == (201, 201)
    assert (first.body["seq"], second.body["seq"]) == (1, 2)
    assert first.body["text"] == "Where is my pizza?"
    assert (first.body["from"], first.body["conversation"]) == ("customer", "support")


def test_an_operator_finds_it_and_answers(talk: Talk) -> None:
    talk.says("Where is my pizza?")
    answer = talk.says("In the oven.", by=OPERATOR, conversation=SUPPORT)
    assert (answer.status, answer.body["from"], answer.body["by"]) == (201, "operator", OPERATOR)
    assert talk.texts() == ["Where is my pizza?", "In the oven."]
    assert talk.texts(SUPPORT, by=OPERATOR) == talk.texts()


def test_a_customer_is_not_told_which_operator_answered(talk: Talk) -> None:
    talk.says("Hello")
    talk.says("Hello!", by=OPERATOR, conversation=SUPPORT)
    assert OPERATOR not in talk.call("GET /conversations/support/messages").text


def test_the_same_again_meets_what_was_said(talk: Talk) -> None:
    first, again = talk.says("Hello"), talk.says(" Hello\n")
    assert again.status == 201
    assert again.body == first.body
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert talk.texts() == ["Hello"]


def test_a_client_id_stands_for_one_text(talk: Talk) -> None:
    talk.says("Hello")
    assert talk.says("Goodbye").refusal == (409, "client-id-reused")
    assert talk.texts() == ["Hello"]


def test_two_senders_may_pick_the_same_client_id(talk: Talk) -> None:
    talk.says("Hello")
    assert talk.says("Hello", by=OPERATOR, conversation=SUPPORT).body["seq"] == 2


def test_who_is_forestalled_too_often_is_told_to_come_again(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    tried = []

    def refused(*_: Any) -> None:
        tried.append(1)
        raise ConditionRefused({"head": None})

    monkeypatch.setattr(store, "add", refused)
    assert talk.says("Hello").refusal == (503, "try-again")
    assert len(tried) == saying.TRIES


# whose it is


def test_a_conversation_about_an_order_is_its_customers_and_the_operators(talk: Talk) -> None:
    order_id = talk.shop.buys(BOB)
    assert talk.says("Hurry", by=BOB, conversation=order_id).status == 201
    assert talk.says("We do", by=OPERATOR, conversation=order_id).status == 201
    assert talk.says("Me too", by=EVE, conversation=order_id).refusal == (404, "not-found")


@pytest.mark.parametrize(
    "call",
    [
        "GET /conversations/{}/messages",
        "POST /conversations/{}/messages",
        "PUT /conversations/{}/read",
    ],
)
def test_anothers_conversation_is_the_same_nothing_as_one_that_does_not_exist(talk: Talk, call: str) -> None:
    order_id = talk.shop.buys(BOB)
    talk.says("Mine", by=BOB, conversation=order_id)
    talk.says("Mine", by=BOB)
    body = {"client_id": "c9", "text": "x"} if "POST" in call else {"upto": 1} if "PUT" in call else None
    answers = {
        (reply.status, reply.text)
        for name in (order_id, f"support-{BOB}", "ord_" + "a" * 32, "support-own_x", "nonsense", "support-x")
        for reply in [talk.call(call.format(name), body, by=EVE)]
    }
    assert len(answers) == 1
    assert {status for status, _ in answers} == {404}


def test_an_operator_cannot_begin_with_who_never_wrote(talk: Talk) -> None:
    for name in ("support", SUPPORT):
        assert talk.says("Anybody there?", by=OPERATOR, conversation=name).refusal == (404, "not-found")


def test_a_group_that_only_sounds_like_it_has_no_say(talk: Talk) -> None:
    talk.says("Mine", by=BOB)
    authorizer = {"owner": EVE, "groups": "operators2,not-operators"}
    reply = talk.shop.call(
        f"GET /conversations/support-{BOB}/messages", requestContext={"authorizer": authorizer}
    )
    assert reply.status == 404


def test_who_merged_a_guests_cart_has_the_guests_conversations(talk: Talk, guest: Guest) -> None:
    talk.says("As a guest", by=guest.owner)
    merge(talk.shop, guest)
    talk.says("As myself")
    names = [one["conversation"] for one in talk.lists()["conversations"]]
    assert names == ["support", f"support-{guest.owner}"]
    assert talk.texts(f"support-{guest.owner}") == ["As a guest"]


# what is unread


def test_unread_is_what_the_other_side_said_and_nobody_read(talk: Talk) -> None:
    talk.says("1")
    talk.says("2", by=OPERATOR, conversation=SUPPORT)
    talk.says("3", "c3")
    assert (talk.shows()["unread"], talk.shows(SUPPORT, by=OPERATOR)["unread"]) == (1, 2)
    assert talk.reads(1, by=OPERATOR, conversation=SUPPORT).body["unread"] == 1
    assert talk.reads(3).body["unread"] == 0
    assert talk.shows()["read"] == {"customer": 3, "operator": 1}


def test_a_mark_that_comes_late_changes_nothing(talk: Talk) -> None:
    talk.says("1")
    talk.says("2", "c2")
    assert talk.reads(2, by=OPERATOR, conversation=SUPPORT).body["read"]["operator"] == 2
    assert talk.reads(1, by=OPERATOR, conversation=SUPPORT).body["read"]["operator"] == 2


def test_what_was_not_said_cannot_be_read(talk: Talk) -> None:
    talk.says("1")
    refused = talk.reads(2)
    assert refused.refusal == (422, "invalid-request")
    assert refused.body["seq"] == 1


def test_the_shop_finds_what_it_has_not_read(talk: Talk) -> None:
    for owner in (ADA, BOB, EVE):
        talk.says("Hello", by=owner)

    def waiting() -> list[str]:
        return [one["owner"] for one in talk.lists(by=OPERATOR, unread="true")["conversations"]]

    assert waiting() == [EVE, BOB, ADA]
    talk.reads(1, by=OPERATOR, conversation=f"support-{BOB}")
    assert waiting() == [EVE, ADA]
    talk.says("I come", by=OPERATOR, conversation=f"support-{ADA}")
    assert waiting() == [ADA, EVE], "answering is not reading"
    talk.says("Again", "c2", by=BOB)
    assert waiting() == [BOB, ADA, EVE]


def test_what_is_said_while_the_shop_reads_stays_unread(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.says("1")
    through = store.mark_read

    def meanwhile(*given: Any) -> None:
        monkeypatch.setattr(store, "mark_read", through)
        talk.says("2", "c2")
        through(*given)

    monkeypatch.setattr(store, "mark_read", meanwhile)
    assert talk.reads(1, by=OPERATOR, conversation=SUPPORT).body["unread"] == 1
    assert [one["unread"] for one in talk.lists(by=OPERATOR, unread="true")["conversations"]] == [1]


# pages


def test_conversations_come_page_by_page_the_one_last_active_first(talk: Talk) -> None:
    orders = [talk.shop.buys(ADA, key=f"key-{number}") for number in range(1)]
    names = ["support", *orders]
    for name in names:
        talk.says("Hello", conversation=name)
    talk.says("Again", "c2")
    first = talk.lists(limit=1)
    second = talk.lists(limit=1, cursor=first["next_cursor"])
    assert [one["conversation"] for one in first["conversations"]] == ["support"]
    assert [one["conversation"] for one in second["conversations"]] == orders
    assert second["next_cursor"] is None
    assert first["conversations"][0]["last"]["text"] == "Again"


def test_operators_see_all_conversations_page_by_page(talk: Talk) -> None:
    owners = [f"own_{number}" for number in range(7)]
    for owner in owners:
        talk.says("Hello", by=owner)
    found: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = talk.lists(by=OPERATOR, limit=3, **cursor)
        found += [one["owner"] for one in page["conversations"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == owners[::-1]


def test_messages_come_page_by_page_both_ways(talk: Talk) -> None:
    for number in range(1, 6):
        talk.says(str(number), f"c{number}")

    def texts(page: Any) -> list[str]:
        return [line["text"] for line in page["messages"]]

    last = talk.shows(limit=2)
    before = talk.shows(limit=2, cursor=last["older_cursor"])
    first = talk.shows(limit=2, cursor=before["older_cursor"])
    assert [texts(page) for page in (first, before, last)] == [["1"], ["2", "3"], ["4", "5"]]
    assert first["older_cursor"] is None
    assert texts(talk.shows(cursor=last["newer_cursor"])) == []
    talk.says("6", "c6")
    newer = talk.shows(limit=2, cursor=last["newer_cursor"])
    assert texts(newer) == ["6"]
    assert texts(talk.shows(limit=2, cursor=newer["older_cursor"])) == ["4", "5"]
    assert texts(talk.shows(limit=2, cursor=first["newer_cursor"])) == ["2", "3"]


def test_what_happened_to_an_order_stands_between_what_was_said(talk: Talk) -> None:
    order_id = talk.shop.buys(ADA)
    talk.says("Please hurry", conversation=order_id)
    shown = talk.shows(order_id)
    assert [(line["from"], line["event"] or line["text"]) for line in shown["messages"]] == [
        ("system", "OrderPlaced"),
        ("customer", "Please hurry"),
    ]
    assert (shown["seq"], shown["unread"]) == (1, 0)
    first = talk.shows(order_id, limit=1)
    assert [line["text"] for line in first["messages"]] == ["Please hurry"]
    before = talk.shows(order_id, limit=1, cursor=first["older_cursor"])
    assert [line["event"] for line in before["messages"]] == ["OrderPlaced"]
    assert before["older_cursor"] is None


def test_events_stay_in_their_order_whatever_clocks_said(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And each is shown once, whichever way it is paged."""
    order_id = talk.shop.buys(ADA)
    talk.says("Hello", conversation=order_id)
    times = ["2026-11-01T10:00:00.000Z", "2026-11-01T11:00:00.000Z", "2026-11-01T09:00:00.000Z"]
    events = [Event(number, f"Event{number}", at, {}) for number, at in enumerate(times, start=1)]
    monkeypatch.setattr(order_store, "load_log", lambda order_id, aside: (None, events))
    expected = ["Event1", "Event2", "Event3", "Hello"]
    assert talk.texts(order_id) == expected
    for size in (1, 2, 3):
        page = talk.shows(order_id, limit=size)
        found = [line["event"] or line["text"] for line in page["messages"]]
        while page["older_cursor"]:
            page = talk.shows(order_id, limit=size, cursor=page["older_cursor"])
            found = [line["event"] or line["text"] for line in page["messages"]] + found
        assert found == expected


def test_an_order_nobody_spoke_about_shows_what_happened_to_it(talk: Talk) -> None:
    shown = talk.shows(talk.shop.buys(ADA))
    assert [line["event"] for line in shown["messages"]] == ["OrderPlaced"]
    assert talk.lists()["conversations"] == []


def test_a_cursor_is_good_where_it_was_given_out_and_nowhere_else(talk: Talk) -> None:
    order_id = talk.shop.buys(ADA)
    for name in ("support", order_id):
        talk.says("Hello", conversation=name)
    talk.says("Hello", by=BOB)
    cursor = talk.shows()["newer_cursor"]
    listing = talk.lists(limit=1)["next_cursor"]
    for call, by, given in (
        (f"GET /conversations/{order_id}/messages", ADA, cursor),
        ("GET /conversations/support/messages", BOB, cursor),
        ("GET /conversations/support/messages", ADA, cursor[:-1]),
        ("GET /conversations/support/messages", ADA, listing),
        ("GET /conversations", BOB, listing),
        ("GET /conversations", ADA, cursor),
        ("GET /conversations", ADA, "x"),
    ):
        assert talk.call(call, by=by, cursor=given).refusal == (422, "invalid-request")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", ""])
@pytest.mark.parametrize("call", ["GET /conversations", "GET /conversations/support/messages"])
def test_a_page_is_bounded(talk: Talk, call: str, limit: str) -> None:
    assert talk.call(call, limit=limit).refusal == (422, "invalid-request")


def test_only_operators_ask_for_what_is_unread(talk: Talk) -> None:
    assert talk.call("GET /conversations", unread="true").refusal == (422, "invalid-request")
    assert talk.call("GET /conversations", by=OPERATOR, unread="yes").refusal == (422, "invalid-request")


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x"},
        {"client_id": "c"},
        {"client_id": "c", "text": ""},
        {"client_id": "c", "text": "x" * 2001},
        {"client_id": "c", "text": "a\u0007"},
        {"client_id": "c", "text": 7},
        {"client_id": "c", "text": "x", "at": "2026"},
        [],
    ],
)
def test_a_message_that_is_none_is_refused(talk: Talk, body: Any) -> None:
    refused = talk.call("POST /conversations/support/messages", body)
    assert refused.refusal == (422, "invalid-request")
    assert talk.lists()["conversations"] == []


def test_half_a_character_is_no_text(talk: Talk) -> None:
    raw = '{"client_id": "c", "text": "\\ud800"}'
    assert talk.call("POST /conversations/support/messages", raw=raw).status == 400


# what it costs


def test_saying_something_costs_the_same_however_much_was_said(talk: Talk) -> None:
    """One read and one transaction; and two reads of who listens. Nothing is scanned or queried."""
    talk.says("0", "first")
    early = calls_of(lambda: talk.says("1", "c1"))
    for number in range(30):
        talk.says("x", f"x{number}")
        talk.says("Hello", by=f"own_{number}")
    late = calls_of(lambda: talk.says("2", "c2"))
    assert early == late == ["get_item", "transact_write_items", "query", "query"]


def test_a_look_costs_the_same_however_many_conversations_there_are(talk: Talk) -> None:
    talk.says("Hello")

    def looks() -> list[list[str]]:
        return [
            calls_of(lambda: talk.lists(limit=2)),
            calls_of(lambda: talk.lists(by=OPERATOR, limit=2)),
            calls_of(lambda: talk.lists(by=OPERATOR, limit=2, unread="true")),
            calls_of(lambda: talk.shows(limit=2)),
        ]

    early = looks()
    for number in range(20):
        talk.says("Hello", f"more-{number}")
        talk.says("Hello", by=f"own_{number}")
    assert looks() == early
    assert [(len(calls), "scan" in calls) for calls in early] == [
        (3, False),
        (9, False),
        (5, False),
        (3, False),
    ]


# what cannot be read


def test_one_conversation_that_cannot_be_read_hides_no_other(talk: Talk) -> None:
    talk.says("Hello")
    order_id = talk.shop.buys(ADA)
    talk.says("Hello", conversation=order_id)
    key = table.pack({"conversation": order_id, "item": "head"})
    table.client().update_item(
        TableName="CONVERSATIONS_TABLE",
        Key=key,
        UpdateExpression="REMOVE #seen",
        ExpressionAttributeNames={"#seen": "by_customer"},
    )
    assert [one["conversation"] for one in talk.lists()["conversations"]] == ["support"]
