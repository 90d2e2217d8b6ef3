"""The inspector's commands: what they show, what they decide, and what they say to a second answer."""

import json
import sys

import boto3
import pytest

from functions.returns import store as returns_store
from harness.moto.world import PRICE, SKU, World
from harness.records import RETURN
from harness.template import REGION
from tests.workflows.operating import Capture, refused, told

NOBODY = "ret_" + "a" * 32 + "_" + "b" * 8


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch, operator: None) -> None:
    monkeypatch.setattr("ops.operator.signature", lambda: "ops:ada")


def test_open_returns_are_listed_and_closed_ones_are_not(shop: World, capsys: Capture) -> None:
    order = shop.delivered_order(3)
    first, second = (shop.requested(order, key=key) for key in ("a", "b"))
    assert {one["return_id"] for one in told(capsys, "list-returns")["returns"]} == {first, second}
    assert len(told(capsys, "list-returns", "--limit", "1")["returns"]) == 1

    for return_id in (first, second):
        told(capsys, "reject-return", return_id, "--why", "eaten", "--yes")
    shop.run_to_end()

    assert told(capsys, "list-returns") == {"returns": []}


def test_a_return_is_shown_with_links_to_the_photos_that_were_uploaded(shop: World, capsys: Capture) -> None:
    order, return_id = shop.sent_back()
    path = f"/orders/{order.order_id}/returns/{return_id}/photos"
    keys = [
        shop.api("POST", path, {"content_type": "image/png"}, owner=order.owner).json["fields"]["key"]
        for _ in range(2)
    ]
    (bucket,) = shop.cloud.template.resources("AWS::S3::Bucket")
    boto3.client("s3", region_name=REGION).put_object(Bucket=bucket.name, Key=keys[0], Body=b"png")

    shown = told(capsys, "show-return", return_id)

    assert shown["lines"] == [{"name": SKU.title(), "line_id": SKU, "quantity": 1, "accepted": None}]
    assert (shown["status"], shown["decision"], shown["refunded"]) == ("REQUESTED", None, None)
    (photo,) = shown["photos"]
    assert photo["name"] == keys[0].rpartition("/")[2]
    assert photo["bytes"] == 3
    assert keys[0] in photo["link"]
    assert "X-Amz-Expires=300" in photo["link"]
    assert "task_token" not in json.dumps(shown)


def test_an_accepted_return_tells_who_decided_and_why_and_may_be_accepted_again(
    shop: World, capsys: Capture
) -> None:
    order, return_id = shop.sent_back()

    first = told(capsys, "accept-return", return_id, "--why", "it was cold", "--yes")
    shop.run_to_end()
    again = told(capsys, "accept-return", return_id, "--yes")

    decision = {"verdict": "ACCEPTED", "by": "ops:ada", "why": "it was cold"}
    decision |= {"lines": {SKU: 1}, "not_on_shelf": {}, "note": None}
    assert {**first["decision"], "at": ""} == {**decision, "at": ""}
    assert again["decision"] == first["decision"]
    assert again["status"] == "REFUNDED"
    assert told(capsys, "show-return", return_id)["refunded"] == "DONE"
    assert shop.refunded(order.order_id) == PRICE


def test_an_order_is_found_with_what_came_back_of_it(shop: World, capsys: Capture) -> None:
    order, return_id = shop.sent_back()
    told(capsys, "accept-return", return_id, "--yes")
    shop.run_to_end()

    found = told(capsys, "find-order", order.order_id)

    assert found["returns"] == [{"return_id": return_id, "status": "REFUNDED"}]
    assert found["reservation"]["returned"] == [return_id]
    assert found["payment"]["provider"]["refunded"] == PRICE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("accept-return",), ("reject-return", "--why", "eaten")),
        (("reject-return", "--why", "eaten"), ("accept-return",)),
        (("accept-return",), ("accept-return", "--not-on-shelf", SKU)),
        (("accept-return", "--line", f"{SKU}=1"), ("accept-return",)),
    ],
)
def test_a_second_different_answer_is_told_that_it_was_answered(
    shop: World, capsys: Capture, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    return_id = shop.requested(shop.delivered_order(), {SKU: 2})
    told(capsys, first[0], return_id, *first[1:], "--yes")

    said = refused(capsys, second[0], return_id, *second[1:], "--yes")

    assert said.startswith("ops: already answered: ")
    assert "by ops:ada" in said
    shop.run_to_end()


def test_an_inspector_accepts_a_part_and_the_rest_may_be_announced_again(
    shop: World, capsys: Capture
) -> None:
    order = shop.delivered_order(3)
    return_id = shop.requested(order, {SKU: 2}, "one")
    said = ("--line", f"{SKU}=1", "--tell", "One was eaten.")

    told(capsys, "accept-return", return_id, *said, "--yes")
    shop.run_to_end()
    again = told(capsys, "accept-return", return_id, *said, "--yes")

    assert again["lines"] == [{"line_id": SKU, "quantity": 2, "accepted": 1}]
    assert (again["estimate"]["amount"], again["amount"]["amount"]) == (2 * PRICE, PRICE)
    assert (again["refund"]["amount"], again["note"]) == (PRICE, "One was eaten.")
    assert shop.refunded(order.order_id) == PRICE
    assert shop.stock() == {"received": 10, "available": 8, "held": 0, "sold": 2}
    shop.takes_back(shop.requested(order, {SKU: 2}, "two"))
    assert shop.outcome(order.order_id) == ("RETURNED", None)
    assert shop.refunded(order.order_id) == 3 * PRICE


def test_what_arrived_broken_is_refunded_and_not_sold_again(shop: World, capsys: Capture) -> None:
    order = shop.delivered_order(3)
    return_id = shop.requested(order, {SKU: 2})

    told(capsys, "accept-return", return_id, "--not-on-shelf", f"{SKU}=1", "--yes")
    shop.run_to_end()

    assert shop.refunded(order.order_id) == 2 * PRICE
    assert shop.stock() == {"received": 10, "available": 8, "held": 0, "sold": 2}
    rest = shop.requested(order, {SKU: 1})
    told(capsys, "accept-return", rest, "--not-on-shelf", SKU, "--yes")
    shop.run_to_end()
    assert shop.stock() == {"received": 10, "available": 8, "held": 0, "sold": 2}
    assert shop.outcome(order.order_id) == ("RETURNED", None)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (("--line", f"{SKU}=3"), f"of line {SKU} only 2 came back or are accepted"),
        (("--line", "other=1"), "of line other only 0 came back or are accepted"),
        (("--line", f"{SKU}=1", "--not-on-shelf", f"{SKU}=2"), f"of line {SKU} only 1 came back or are"),
        (("--not-on-shelf", "other"), "nothing of line other is accepted"),
        (("--line", f"{SKU}=1", "--line", f"{SKU}=1"), f"line {SKU} is named twice"),
        (("--line", SKU), "LINE=UNITS with 1 to 99 units"),
        (("--line", f"{SKU}=0"), "LINE=UNITS with 1 to 99 units"),
    ],
)
def test_an_answer_about_what_did_not_come_decides_nothing(
    shop: World, capsys: Capture, said: tuple[str, ...], answer: str
) -> None:
    return_id = shop.requested(shop.delivered_order(), {SKU: 2})

    assert answer in refused(capsys, "accept-return", return_id, *said, "--yes")

    assert shop.return_status(return_id) == "REQUESTED"


def test_a_stuck_return_is_shown_and_sent_on_by_the_same_answer(shop: World, capsys: Capture) -> None:
    return_id = shop.requested(shop.delivered_order())
    shop.always("RestockItems")
    told(capsys, "accept-return", return_id, "--yes")
    shop.until_stuck(return_id)
    (shown,) = told(capsys, "list-returns")["returns"]
    assert shown["stuck"]["error"] == "SomethingBroke"

    told(capsys, "accept-return", return_id, "--yes")
    shop.run_to_end()

    assert shop.return_status(return_id) == "REFUNDED"
    assert told(capsys, "show-return", return_id)["stuck"] is None


@pytest.mark.parametrize("command", ["show-return", "accept-return", "reject-return"])
def test_a_return_that_nobody_requested_is_one_clear_line(shop: World, capsys: Capture, command: str) -> None:
    more = {"show-return": [], "accept-return": ["--yes"], "reject-return": ["--why", "x", "--yes"]}
    assert refused(capsys, command, NOBODY, *more[command]) == f"ops: there is no return {NOBODY}\n"


@pytest.mark.parametrize("command", [["accept-return"], ["reject-return", "--why", "eaten"]])
def test_nothing_is_decided_without_a_yes(
    shop: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    order = shop.delivered_order(2)
    shop.asks_back(order)
    shop.run_to_rest()
    (one,) = returns_store.of_order(order.order_id)
    monkeypatch.setattr(sys, "stdin", None)

    assert "--yes" in refused(capsys, command[0], one.return_id, *command[1:])

    assert returns_store.load(one.return_id).inspection is None
    assert shop.path(one.return_id, RETURN) == ["AwaitInspection"]


def test_a_rejection_needs_a_reason(capsys: Capture) -> None:
    assert "--why" in refused(capsys, "reject-return", NOBODY, "--yes")


@pytest.mark.parametrize("why", ["", " ", "a\nb", "x" * 501])
def test_a_reason_is_one_line(capsys: Capture, why: str) -> None:
    assert "a line of 1 to 500" in refused(capsys, "reject-return", NOBODY, "--why", why, "--yes")
