"""Returns over HTTP: who may ask for what, and what is said when not."""

import base64
import json
from typing import Any

import boto3
import pytest

from functions.order.order import Order
from functions.returns import store as returns_store
from harness.actors import accepts, rejects
from harness.api import Answer
from harness.moto.world import PRICE, SKU, World
from harness.template import REGION
from tests.contract.conformance import check

LINE = {"line_id": SKU, "quantity": 1}
EACH = {"amount": PRICE, "currency": "EUR"}
GOOD: dict[str, Any] = {"reason": "cold", "lines": [LINE]}


def conforms(method: str, path: str, answer: Answer) -> Answer:
    check(method, path, answer.status, answer.headers["content-type"], answer.body)
    return answer


def call(world: World, order: Order, body: Any, owner: str | None = None, **headers: str) -> Answer:
    path = f"/orders/{order.order_id}/returns"
    sent = {"Idempotency-Key": "one"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return conforms("POST", path, world.api("POST", path, body, sent, owner=owner or order.owner))


def listed(world: World, order: Order, owner: str | None = None) -> Answer:
    path = f"/orders/{order.order_id}/returns"
    return conforms("GET", path, world.api("GET", path, owner=owner or order.owner))


def photo(world: World, order: Order, return_id: str, body: Any = None, owner: str | None = None) -> Answer:
    path = f"/orders/{order.order_id}/returns/{return_id}/photos"
    given = {"content_type": "image/jpeg"} if body is None else body
    return conforms("POST", path, world.api("POST", path, given, owner=owner or order.owner))


def test_a_return_is_answered_as_it_stands_and_so_is_its_repeat(shop: World) -> None:
    order = shop.delivered_order(2)

    first = call(shop, order, GOOD)
    shop.run_to_rest()
    repeat = call(shop, order, GOOD)

    assert (first.status, repeat.status) == (201, 201)
    assert "idempotent-replayed" not in first.headers
    assert repeat.headers["idempotent-replayed"] == "true"
    assert first.json == repeat.json
    assert first.json == {
        "return_id": first.json["return_id"],
        "order_id": order.order_id,
        "status": "REQUESTED",
        "reason": "cold",
        "lines": [LINE | {"accepted": None}],
        "estimate": EACH,
        "amount": None,
        "refund": EACH,
        "delivery": None,
        "note": None,
        "requested_at": first.json["requested_at"],
        "photos": [],
    }
    shop.takes_back(first.json["return_id"])
    assert call(shop, order, GOOD).json == first.json | {
        "status": "REFUNDED",
        "lines": [LINE | {"accepted": 1}],
        "amount": EACH,
    }


def test_two_returns_that_say_the_same_are_two_when_their_keys_differ(shop: World) -> None:
    order = shop.delivered_order(3)

    first, again, other = (
        call(shop, order, GOOD, Idempotency_Key=key).json["return_id"] for key in ("1", "1", "2")
    )
    shop.run_to_rest()

    assert first == again != other


def test_what_was_turned_down_is_asked_for_again_under_another_key(shop: World) -> None:
    order, return_id = shop.sent_back()
    rejects(return_id)
    shop.run_to_end()
    (turned_down,) = listed(shop, order).json["returns"]
    assert turned_down["refund"] == {"amount": 0, "currency": "EUR"}
    assert turned_down["lines"] == [LINE | {"accepted": 0}]

    again = call(shop, order, GOOD, Idempotency_Key="again")

    assert (again.status, again.json["status"]) == (201, "REQUESTED")
    assert "idempotent-replayed" not in again.headers
    shop.run_to_rest()


def test_a_return_without_a_key_is_refused(shop: World) -> None:
    order = shop.delivered_order(2)
    path = f"/orders/{order.order_id}/returns"

    answer = conforms("POST", path, shop.api("POST", path, GOOD, owner=order.owner))

    assert (answer.status, answer.problem) == (422, "invalid-request")
    assert "Idempotency-Key" in answer.json["detail"]
    assert returns_store.of_order(order.order_id) == []


def test_a_key_that_was_used_for_another_request_is_refused(shop: World) -> None:
    order = shop.delivered_order(3)
    call(shop, order, GOOD, Idempotency_Key="mine")

    other = call(shop, order, GOOD | {"reason": "late"}, Idempotency_Key="mine")

    assert (other.status, other.problem) == (422, "idempotency-key-reused")
    shop.run_to_rest()


@pytest.mark.parametrize(
    "body",
    [
        *({}, [], "{", GOOD | {"refund": 5}),
        *(GOOD | {"reason": reason} for reason in ("", 7, "x" * 501, "a\nb")),
        *(GOOD | {"lines": lines} for lines in ([], [LINE, LINE], [LINE | {"sku": SKU}])),
        *(GOOD | {"lines": [LINE | {"quantity": units}]} for units in (0, True, "1", 100, 3)),
        *(GOOD | {"lines": [LINE | {"line_id": line_id}]} for line_id in ("other", "a#b")),
        GOOD | {"lines": [{"line_id": f"l{n}", "quantity": 1} for n in range(51)]},
    ],
)
def test_a_body_that_asks_for_nothing_that_can_come_back_is_refused(shop: World, body: Any) -> None:
    order = shop.delivered_order(2)

    answer = call(shop, order, body)

    assert answer.status == (400 if body == "{" else 422)
    assert returns_store.of_order(order.order_id) == []


def test_more_than_is_left_says_how_many_are(shop: World) -> None:
    order = shop.delivered_order(3)
    call(shop, order, GOOD)

    answer = call(shop, order, GOOD | {"lines": [LINE | {"quantity": 3}]}, Idempotency_Key="two")

    assert (answer.status, answer.problem, answer.json["left"]) == (422, "invalid-request", 2)
    shop.run_to_rest()


def test_what_was_not_delivered_yet_cannot_come_back(shop: World) -> None:
    order_id = shop.buys()

    answer = call(shop, shop.order(order_id), GOOD)

    assert (answer.status, answer.problem) == (409, "not-completed")


def test_what_was_not_packed_cannot_come_back(shop: World) -> None:
    order = shop.delivered_order(3, delivered=1)
    assert call(shop, order, GOOD | {"lines": [LINE | {"quantity": 2}]}).status == 422
    assert call(shop, order, GOOD).status == 201
    assert call(shop, order, GOOD, Idempotency_Key="2").problem == "nothing-to-return"
    shop.run_to_rest()


def test_nobody_else_sees_or_sends_back_an_order(shop: World) -> None:
    order, return_id = shop.sent_back()
    stranger = shop.new_owner()

    assert call(shop, order, GOOD, owner=stranger).status == 404
    assert listed(shop, order, stranger).status == 404
    assert photo(shop, order, return_id, owner=stranger).status == 404


@pytest.mark.parametrize("order_id", ["x", "ord_x", "ord_" + "a" * 32, "ord_" + "a" * 2000, "%00", "ord_ä"])
def test_an_id_that_names_no_order_is_not_found(shop: World, order_id: str) -> None:
    for method, path in (("GET", "returns"), ("POST", "returns"), ("POST", "returns/ret_x/photos")):
        body = None if method == "GET" else GOOD if path == "returns" else {"content_type": "image/png"}
        key = {"Idempotency-Key": "one"}
        answer = shop.api(method, f"/orders/{order_id}/{path}", body, key, owner=shop.new_owner())
        assert answer.status == 404


def test_returns_are_listed_oldest_first(shop: World) -> None:
    order = shop.delivered_order(2)
    first, second = (shop.requested(order, key=key) for key in ("a", "b"))

    assert [one["return_id"] for one in listed(shop, order).json["returns"]] == [first, second]


def test_a_form_takes_one_photo_of_one_type_and_a_bounded_size(shop: World) -> None:
    order, return_id = shop.sent_back()

    answer = photo(shop, order, return_id, {"content_type": "image/webp"})

    assert answer.status == 201
    key = answer.json["fields"]["key"]
    assert key.startswith(f"returns/{return_id}/pho_")
    assert key.endswith(".webp")
    assert answer.json["fields"]["Content-Type"] == "image/webp"
    assert "x-amz-signature" in answer.json["fields"]
    policy = json.loads(base64.b64decode(answer.json["fields"]["policy"]))
    assert {"Content-Type": "image/webp"} in policy["conditions"]
    assert ["content-length-range", 1, 5 * 1024 * 1024] in policy["conditions"]
    assert {"key": key} in policy["conditions"]
    assert listed(shop, order).json["returns"][0]["photos"] == [key.rpartition("/")[2]]


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "image/gif", "IMAGE/PNG", "", None, 7])
def test_what_is_no_photo_gets_no_form(shop: World, kind: Any) -> None:
    order, return_id = shop.sent_back()

    assert photo(shop, order, return_id, {"content_type": kind}).status == 422
    assert returns_store.load(return_id).photos == ()


def test_a_return_has_at_most_ten_photos(shop: World) -> None:
    order, return_id = shop.sent_back()
    assert {photo(shop, order, return_id).status for _ in range(10)} == {201}

    eleventh = photo(shop, order, return_id)

    assert (eleventh.status, eleventh.problem) == (409, "too-many-photos")
    assert len(returns_store.load(return_id).photos) == 10


@pytest.mark.parametrize("answer", [accepts, rejects])
def test_a_return_that_was_inspected_takes_no_more_photos(shop: World, answer: Any) -> None:
    order, return_id = shop.sent_back()
    answer(return_id)
    shop.run_to_end()

    refused = photo(shop, order, return_id)

    assert (refused.status, refused.problem) == (409, "already-inspected")


@pytest.mark.parametrize("return_id", ["ret_x", "head", "ret_" + "a" * 32 + "_" + "a" * 8])
def test_a_photo_of_no_return_of_this_order_is_not_found(shop: World, return_id: str) -> None:
    order, other = shop.delivered_order(), shop.delivered_order()
    theirs = shop.requested(other)

    assert photo(shop, order, return_id).status == 404
    assert photo(shop, order, theirs).status == 404


def test_the_bucket_is_there_for_the_forms(shop: World) -> None:
    bucket = shop.cloud.template.resources("AWS::S3::Bucket")
    assert [one.name.startswith("files") for one in bucket] == [True]
    assert boto3.client("s3", region_name=REGION).head_bucket(Bucket=bucket[0].name)
