"""A person is taken out of the shop: all that is kept of them is shown, and what is personal is erased."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from functions.conversation import queue
from functions.conversation.access import Caller
from functions.order import store as orders
from functions.order import views_store
from functions.order.history import fold
from functions.relay.rebuild_views import rebuild_views
from functions.shared import ids
from functions.shared.table import scan
from harness import leaks
from harness.customers import EMAIL
from harness.items import breaks, puts
from harness.moto.world import World
from harness.scenarios.persons import ANSWERED, SAID, WORDS, Somebody, buys_again, sends_back, somebody
from harness.template import REGION
from ops import dead_letters
from ops.erase_person import erase_person
from ops.export_person import SCHEMA, export_person
from tests.workflows.operating import Capture, refused, told

TABLES = (
    *(
        "CATALOG",
        "CARTS",
        "CREDITS",
        "OWNERS",
        "ORDERS",
        "ORDER_VIEWS",
        "STOCK",
        "PAYMENTS",
        "FULFILMENTS",
        "LIVE",
    ),
    *("SESSIONS", "IDEMPOTENCY", "JOURNAL", "CONVERSATIONS", "MEASURES"),
)
KINDS = (leaks.EMAIL, leaks.NAME, leaks.STREET, leaks.PHONE, leaks.CARD)
WORK = ("--why", "asked in writing", "--yes")


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch, operator: None, shop: World) -> None:
    outputs = [
        {"OutputKey": name, "OutputValue": str(value)}
        for name, value in shop.cloud.template.outputs().items()
    ]
    monkeypatch.setattr(dead_letters, "_outputs", lambda: iter(outputs))


@pytest.fixture
def them(shop: World) -> Somebody:
    found = somebody(shop, shop.cloud.issuer.login("ada"))
    for key in photo_keys(shop, found.return_id):
        bucket(shop).put_object(Key=key, Body=b"png")
    return found


def bucket(shop: World) -> Any:
    (found,) = shop.cloud.template.resources("AWS::S3::Bucket")
    return boto3.resource("s3", region_name=REGION).Bucket(found.name)


def photo_keys(shop: World, return_id: str) -> list[str]:
    item = next(item for item in scan("ORDERS_TABLE") if item["item"] == f"return#{return_id}")
    return [f"returns/{return_id}/{name}" for name in item["photos"]]


def stored() -> dict[str, list[dict[str, Any]]]:
    return {name: list(scan(f"{name}_TABLE")) for name in TABLES}


def personal() -> Iterator[str]:
    """Where something personal stands, by table and kind."""
    key = ids.email_key(EMAIL)
    for name, items in stored().items():
        text = json.dumps(items, default=str)
        yield from (f"{name}: {kind}" for kind in KINDS if leaks.holds(kind, text))
        yield from (f"{name}: {word}" for word in (*WORDS, key) if word in text)


def journal_of(owner: str) -> list[dict[str, Any]]:
    """What was done about them as a person; they were granted credit before."""
    entries = (item for item in scan("JOURNAL_TABLE") if item.get("target") == owner)
    return [one for one in entries if one["action"] != "grant-credit"]


def letter(shop: World, owner: str, text: str) -> None:
    saying = queue.Saying("support", Caller(owner, operator=False), "letter", text)
    shop.cloud.sqs.send_message(
        QueueUrl=shop.cloud.queue_url("SayingsFailures"),
        MessageBody=json.dumps(
            {
                "conversation": saying.conversation,
                "owner": owner,
                "operator": False,
                "client_id": "l",
                "text": text,
            }
        ),
        MessageGroupId="support",
        MessageDeduplicationId=ids.new_key(),
    )


def test_all_that_is_kept_of_somebody_and_of_the_guests_they_were_is_in_one_object(
    shop: World, them: Somebody
) -> None:
    letter(shop, them.owner, "zqsaid and lost")

    found = export_person(them.owner)

    assert found["schema"] == SCHEMA
    assert found["owners"] == [them.owner, them.guest]
    by_id = {order["order_id"]: order for order in found["orders"]}
    assert by_id.keys() == {them.delivered, them.declined}
    for order in by_id.values():
        assert order["shipping_address"]["name"] == "Ada Lovelace"
        assert order["email"] == EMAIL
        assert order["payment"]["intent_id"].startswith("pi_")
    (back,) = by_id[them.delivered]["returns"]
    assert (back["reason"], back["note"]) == ("zqreason", "The other was eaten.")
    (photo,) = back["photos"]
    assert (photo["size"], photo["name"][:4]) == (3, "pho_")
    said = [one["text"] for talk in found["conversations"] for one in talk["messages"]]
    assert said == [SAID, ANSWERED] * 2
    assert [one["text"] for one in found["undelivered"]] == ["zqsaid and lost"]
    assert {one["email"] for one in found["sessions"]} == {None, "ada@example.com"}
    assert [one["data"]["address"]["line1"] for one in found["sessions"] if one["data"]] == ["Via Roma 1"]
    assert [cart["owner"] for cart in found["carts"]] == [them.owner, them.guest]
    (account, guests) = found["credit"]
    assert (account["owner"], account["balance"]["amount"]) == (them.owner, 500)
    assert [(one["type"], one["amount"], one["why"]) for one in account["entries"]] == [
        ("grant", 500, "for the wait")
    ]
    assert guests["entries"] == []
    assert found["unreadable"] == {}
    json.dumps(found)


def test_nothing_personal_is_left_of_who_was_erased_and_all_that_is_counted_stays(
    shop: World, them: Somebody, capsys: Capture
) -> None:
    letter(shop, them.owner, "zqsaid and lost")
    before = {order_id: orders.load_with_events(order_id) for order_id in (them.delivered, them.declined)}
    shown = shop.api("GET", f"/orders/{them.delivered}", owner=them.guest).json
    day = before[them.delivered][0].placed_at[:10]
    sold = told(capsys, "sales", "--from", day, "--to", day)
    assert len(set(personal())) > 10

    report = told(capsys, "erase-person", them.owner, *WORK)

    assert list(personal()) == []
    assert sorted(report["orders"]) == sorted(before)
    counts = {name: report[name] for name in ("messages", "photos", "letters", "postponed")}
    assert counts == {"messages": 4, "photos": 1, "letters": 1, "postponed": {}}
    assert list(bucket(shop).objects.filter(Prefix=f"returns/{them.return_id}/")) == []
    for order_id, (order, events) in before.items():
        now, log = orders.load_with_events(order_id)
        assert now.shipping_address == {"country": "IT"}
        assert (now.lines, now.total, now.head) == (order.lines, order.total, order.head)
        assert fold(log) == fold(events)
        assert [(one.number, one.type, one.at) for one in log] == [
            (one.number, one.type, one.at) for one in events
        ]
    assert shop.api("GET", f"/orders/{them.delivered}", owner=them.guest).json == shown
    assert told(capsys, "sales", "--from", day, "--to", day) == sold
    again = rebuild_views()
    assert (again.written, again.removed, again.failed) == (0, 0, [])
    assert shop.violations() == []


def test_erasing_somebody_again_changes_nothing(shop: World, them: Somebody) -> None:
    erase_person(them.owner)
    first = stored()
    shop.time_passes(60)

    report = erase_person(them.owner)

    after = stored()
    assert {name for name in TABLES if after[name] != first[name]} <= {"SESSIONS"}  # they end later by now
    assert (report.photos, report.sessions, report.letters) == (0, 0, 0)


def test_an_order_under_way_keeps_its_address_until_it_has_ended_and_is_named(
    shop: World, them: Somebody, capsys: Capture
) -> None:
    new = buys_again(shop, them.owner)
    shop.run_to_rest()
    shop.relays()

    report = told(capsys, "erase-person", them.owner, *WORK, status=1)

    assert report["postponed"] == {new: "it is FULFILLING"}
    assert shop.order(new).email == EMAIL
    assert shop.order(them.declined).email is None
    assert shop.api("POST", f"/orders/{new}/cancel", owner=them.owner).status == 202
    shop.relays()
    shop.hands_on()
    assert told(capsys, "erase-person", them.owner, *WORK)["postponed"] == {}
    assert list(personal()) == []


def test_an_order_that_no_row_tells_of_yet_is_found_by_the_cart_that_it_claims(shop: World) -> None:
    owner = shop.new_owner()
    order_id = buys_again(shop, owner)

    report = erase_person(owner)

    assert report.postponed == {order_id: "it is PENDING"}
    shop.run_to_rest()


def test_a_return_under_way_keeps_its_order_as_it_is(shop: World) -> None:
    order, return_id = shop.sent_back()
    shop.relays()

    assert erase_person(order.owner).postponed == {order.order_id: f"{return_id} is REQUESTED"}
    assert shop.order(order.order_id).email == EMAIL


def test_what_comes_back_of_an_erased_order_is_erased_by_the_next_time(shop: World) -> None:
    order = shop.delivered_order(2)
    shop.relays()
    erase_person(order.owner)

    sends_back(shop, order.order_id)
    shop.relays()

    assert "ORDERS: zqreason" in set(personal())
    erase_person(order.owner)
    assert list(personal()) == []


def test_who_read_an_order_before_it_was_erased_brings_nothing_back_into_its_row(shop: World) -> None:
    order = shop.delivered_order(2)
    shop.relays()
    (stale,) = views_store.newest(order.owner, 1)
    assert stale.email_key

    erase_person(order.owner)

    assert not views_store.repair(stale)
    assert not views_store.save(stale)
    assert list(personal()) == []


def test_what_an_operator_was_answered_about_a_return_tells_nothing_personal(shop: World) -> None:
    order = shop.delivered_order(1)
    answer = shop.asks_back(order, reason="zqreason")
    shop.run_to_rest()
    asked: Any = {"why": "seen", "tell": "The other was eaten."}
    who: Any = {"owner": "op_ada", "groups": "operators"}
    path = f"/ops/returns/{answer.json['return_id']}/accept"
    first = shop.api("POST", path, asked, {"Idempotency-Key": "k"}, **who)
    assert (first.status, first.json["reason"]) == (200, "zqreason")
    shop.run_to_end()
    shop.relays()

    erase_person(order.owner)

    assert list(personal()) == []
    again = shop.api("POST", path, asked, {"Idempotency-Key": "k"}, **who).json
    assert (again["reason"], again["decision"]["note"]) == ("[erased]", "[erased]")
    assert again["amount"] == first.json["amount"]


def test_their_sessions_end(shop: World) -> None:
    guest = shop.api("POST", "/sessions").json
    bearer = {"Authorization": f"Bearer {guest['token']}"}
    assert shop.api("POST", "/sessions", headers=bearer).status == 200

    erase_person(guest["owner"])

    assert shop.api("POST", "/sessions", headers=bearer).status == 401


def test_somebody_else_is_left_as_they_are(shop: World, them: Somebody) -> None:
    other = shop.delivered_order(1)
    letter(shop, other.owner, "not theirs")
    shop.relays()

    erase_person(them.owner)

    assert shop.order(other.order_id).email == EMAIL
    assert [one["text"] for one in export_person(other.owner)["undelivered"]] == ["not theirs"]


def test_what_cannot_be_read_is_named_and_keeps_nobody_else_from_being_erased(
    shop: World, them: Somebody
) -> None:
    support = {"conversation": f"support-{them.owner}", "item": "message#000000000001"}
    whole = {
        "ORDERS_TABLE": breaks("ORDERS_TABLE", {"order_id": them.declined, "item": "head"}, "total"),
        "CONVERSATIONS_TABLE": breaks("CONVERSATIONS_TABLE", support, "text"),
    }

    broken = {them.declined: "total is missing", support["conversation"]: "text is missing"}
    assert export_person(them.owner)["unreadable"] == broken
    report = erase_person(them.owner)

    assert (report.unreadable, report.orders, report.whole) == (broken, [them.delivered], False)
    assert shop.order(them.delivered).email is None
    for table, item in whole.items():
        puts(table, item)
    assert erase_person(them.owner).whole
    assert list(personal()) == []


def test_both_are_written_down_and_only_a_yes_erases(shop: World, them: Somebody, capsys: Capture) -> None:
    looked = told(capsys, "erase-person", them.owner, "--dry-run")
    assert sorted(looked["orders"]) == sorted([them.delivered, them.declined])
    assert "add --yes" in refused(capsys, "erase-person", them.owner)
    assert shop.order(them.delivered).email == EMAIL

    told(capsys, "erase-person", them.owner, *WORK)

    entries = journal_of(them.owner)
    assert [(one["action"], one["why"]) for one in entries] == [("erase-person", "asked in writing")]


@pytest.mark.leaking
def test_an_export_is_json_alone_on_stdout_and_is_written_down(
    shop: World, them: Somebody, capsys: Capture
) -> None:
    found = told(capsys, "export-person", them.owner)

    assert found["orders"][0]["email"] == EMAIL
    entries = journal_of(them.owner)
    assert [one["action"] for one in entries] == ["export-person"]


@pytest.mark.parametrize("owner", ["", "ada", "ord_a", "own_", "own_A"])
def test_what_is_no_owner_is_refused(owner: str, capsys: Capture) -> None:
    assert "an owner's id (own_...)" in refused(capsys, "erase-person", owner)
