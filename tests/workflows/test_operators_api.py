"""Operators' changes over HTTP: who may, once for each key, told to the journal in the change's
transaction."""

from typing import Any

import pytest

from functions.operator import changes_store, journal_store
from functions.operator import store as operator_store
from functions.payment import breaker
from functions.returns import store as returns_store
from functions.session.store import key_ring
from functions.session.token import begin_operator, sign
from functions.shared import clock
from functions.shared.errors import TransientError
from harness.api import Answer
from harness.moto.world import SKU, World
from ops.audit import audit
from tests.workflows.operating import parked_order
from tests.workflows.operating_by_api import ADA, WHY, asks, journal, told

OPS = (
    "/ops/stuck/any/retry",
    "/ops/stuck/any/settle",
    "/ops/stuck/retry",
    "/ops/refunds/re_1/explain",
    "/ops/returns/any/accept",
    "/ops/returns/any/reject",
    f"/ops/stock/{SKU}/available",
    f"/ops/stock/{SKU}/shards",
    f"/ops/stock/{SKU}/count",
    "/ops/credit/own_ada/grant",
    "/ops/breaker/open",
    "/ops/breaker/close",
    "/ops/keys/rotate",
    "/ops/keys/k1/revoke",
    f"/ops/sessions/own_{'a' * 26}/end",
    "/ops/dead-letters/redrive",
    "/ops/dead-letters/RelayFailures/redrive",
    "/ops/views/rebuild",
    "/ops/events/replay",
    "/ops/reconcile",
)
NOWHERE = f"ord_{'a' * 32}"


@pytest.mark.parametrize("path", OPS)
@pytest.mark.parametrize(
    ("owner", "groups"), [("own_1", ""), ("own_1", "operators"), (ADA, ""), (ADA, "buyers")]
)
def test_who_is_no_operator_changes_nothing_though_the_policy_let_them_in(
    shop: World, path: str, owner: str, groups: str
) -> None:
    """Whatever the body: they are not even told what is wrong with it."""
    answer = shop.api("POST", path, {}, {"Idempotency-Key": "k"}, owner=owner, groups=groups)

    assert (answer.status, answer.problem) == (403, "operators-only")
    assert journal() == []


@pytest.mark.parametrize("path", OPS)
def test_a_change_names_why_and_a_key(shop: World, path: str) -> None:
    assert asks(shop, path, why=None).status == 422
    assert asks(shop, path, why=" ").status == 422
    assert asks(shop, path, why="x" * 201).status == 422
    assert asks(shop, path, why="two\nlines").status == 422
    answer = shop.api("POST", "/ops/breaker/open", {"why": WHY}, owner=ADA, groups="operators")
    assert (answer.status, answer.json["detail"][:15]) == (422, "Idempotency-Key")
    assert journal() == []


def test_an_operators_token_passes_the_authorizer_into_ops_and_a_customers_does_not(shop: World) -> None:
    operator = sign(begin_operator("ada", "s1", clock.now()), key_ring())
    customer = shop.api("POST", "/sessions").json["token"]
    headers = {"Idempotency-Key": "1"}

    assert shop.api("POST", "/ops/breaker/close", {"why": WHY}, headers, token=operator).status == 200
    assert (
        shop.api("POST", "/ops/breaker/close", {"why": WHY}, headers, token=customer).problem == "forbidden"
    )
    assert shop.api("GET", "/cart", token=operator).status == 200
    assert shop.api("GET", "/cart", token=customer).status == 200


def test_what_is_stuck_is_sent_on_once_and_a_repeat_says_the_same(shop: World) -> None:
    order_id = parked_order(shop)

    first = asks(shop, f"/ops/stuck/{order_id}/retry", "k1")
    again = asks(shop, f"/ops/stuck/{order_id}/retry", "k1")
    another = asks(shop, f"/ops/stuck/{order_id}/retry", "k2", operator="op_bob")
    shop.run_to_end()

    assert first.status == again.status == another.status == 200
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert first.json == again.json
    assert first.json["answer"]["by"] == another.json["answer"]["by"] == ADA, "the first one decides"
    assert told("retry-stuck") == [(order_id, ADA, WHY)]
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_a_key_stands_for_one_change(shop: World) -> None:
    assert asks(shop, f"/ops/stock/{SKU}/available", "k1", available=5).status == 200

    other = asks(shop, f"/ops/stock/{SKU}/available", "k1", available=6)

    assert (other.status, other.problem) == (422, "idempotency-key-reused")
    assert asks(shop, f"/ops/stock/{SKU}/available", "k1", "op_bob", available=6).status == 200, "his own"


@pytest.mark.parametrize("path", [f"/ops/stuck/{NOWHERE}/retry", f"/ops/stuck/{NOWHERE}/settle"])
def test_what_there_is_not_is_not_found_and_what_is_not_stuck_is_refused(shop: World, path: str) -> None:
    order_id = shop.buys()

    assert asks(shop, path).status == 404
    assert asks(shop, path.replace(NOWHERE, "nonsense")).status == 404
    refused = asks(shop, path.replace(NOWHERE, order_id))
    assert (refused.problem, refused.json["detail"].split()[0]) == ("not-stuck", order_id), "as it is written"
    assert asks(shop, path).json["detail"] == f"There is no order {NOWHERE}."
    assert journal() == []


def test_what_was_sent_on_is_not_settled_any_more(shop: World) -> None:
    order_id = parked_order(shop)
    asks(shop, f"/ops/stuck/{order_id}/retry")

    answer = asks(shop, f"/ops/stuck/{order_id}/settle")

    assert (answer.status, answer.problem) == (409, "already-answered")
    assert "RETRY by op_ada" in answer.json["detail"]
    shop.run_to_end()


def test_a_settled_order_ends_with_who_and_why(shop: World) -> None:
    order_id = parked_order(shop)

    settled = asks(shop, f"/ops/stuck/{order_id}/settle", "k1")
    again = asks(shop, f"/ops/stuck/{order_id}/settle", "k1")
    shop.run_to_end()

    assert settled.json["settled"] == {"by": ADA, "why": WHY}
    assert again.json == settled.json
    assert again.headers["idempotent-replayed"] == "true"
    assert [target for target, _, _ in told("settle-stuck")] == [order_id]
    assert audit()["ok"]


def test_a_key_that_is_not_there_is_not_found_and_the_only_one_is_not_revoked(shop: World) -> None:
    (only,) = key_ring().keys

    unknown, last = asks(shop, "/ops/keys/nope/revoke"), asks(shop, f"/ops/keys/{only}/revoke")

    assert (unknown.status, unknown.problem) == (404, "not-found")
    assert (last.status, last.problem) == (409, "not-possible")
    assert journal() == []


def test_a_list_takes_the_cursors_of_no_other_and_no_span_that_ends_before_it_begins(shop: World) -> None:
    for number in range(2):
        shop.sells(f"tea-{number}")
    cursor = seen(shop, "/ops/stock?limit=1").json["next_cursor"]

    assert seen(shop, f"/ops/orders?cursor={cursor}").status == 422
    assert seen(shop, f"/orders?cursor={cursor}").status == 422
    assert seen(shop, "/ops/orders?from=2026-11-28&to=2026-11-27").status == 422
    assert seen(shop, "/ops/orders?from=2026-11-27&to=2026-11-28").status == 200


def seen(shop: World, path: str) -> Answer:
    return shop.api("GET", path, owner=ADA, groups="operators")


def test_a_return_is_accepted_once_and_another_answer_is_told_whose_stands(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())

    accepted = asks(shop, f"/ops/returns/{return_id}/accept", tell="Thank you.")
    other = asks(shop, f"/ops/returns/{return_id}/reject", operator="op_bob")
    shop.run_to_end()

    assert accepted.json["decision"] == accepted.json["decision"] | {"by": ADA, "note": "Thank you."}
    assert (other.status, other.problem) == (409, "already-answered")
    assert told("accept-return") == [(return_id, ADA, WHY)]
    assert told("reject-return") == []
    assert shop.return_status(return_id) == "REFUNDED"


def test_a_return_is_turned_down(shop: World) -> None:
    return_id = shop.requested(shop.delivered_order())

    assert asks(shop, f"/ops/returns/{return_id}/reject").json["decision"]["verdict"] == "REJECTED"
    shop.run_to_end()

    assert shop.return_status(return_id) == "REJECTED"
    assert told("reject-return") == [(return_id, ADA, WHY)]


@pytest.mark.parametrize(
    "said", [{"lines": {"other": 1}}, {"lines": {SKU: 9}}, {"lines": {}}, {"not_on_shelf": {SKU: 9}}]
)
def test_an_answer_about_what_did_not_come_decides_nothing(shop: World, said: dict[str, Any]) -> None:
    return_id = shop.requested(shop.delivered_order())

    assert asks(shop, f"/ops/returns/{return_id}/accept", **said).status in (409, 422)

    assert returns_store.load(return_id).inspection is None
    assert journal() == []


def test_stock_is_set_by_one_receipt_though_who_set_it_died_before_they_kept_the_answer(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt tells that the change was made: units that were sold since are not received again."""
    with monkeypatch.context() as patch:
        patch.setattr(changes_store, "keep", lost)
        assert asks(shop, f"/ops/stock/{SKU}/available", "k1", available=7).status == 503
    shop.buys()

    answer = asks(shop, f"/ops/stock/{SKU}/available", "k1", available=7)

    assert answer.json == {"sku": SKU, "available": 7, "received": answer.json["received"]}
    assert shop.stock()["available"] == 6
    assert told("set-stock") == [(SKU, ADA, WHY)]


def lost(*_: object) -> dict[str, Any]:
    raise TransientError("nobody answers")


def test_stock_of_what_is_not_sold_is_not_found(shop: World) -> None:
    assert asks(shop, "/ops/stock/nothing/available", available=7).status == 404
    assert asks(shop, "/ops/stock/nothing/shards", active=7).status == 404
    assert asks(shop, "/ops/stock/nothing/count", counted=7).status == 404
    assert journal() == []


def test_shards_are_set_and_told(shop: World) -> None:
    assert asks(shop, f"/ops/stock/{SKU}/shards", active=3).json == {"sku": SKU, "active": 3, "shards": 3}
    assert told("set-shards") == [(SKU, ADA, WHY)]


def test_the_circuit_is_opened_and_closed(shop: World) -> None:
    assert asks(shop, "/ops/breaker/open").json["circuit"] == "OPEN"
    assert shop.checkout(shop.fills_cart({SKU: 1})).problem == "payments-unavailable"

    assert asks(shop, "/ops/breaker/close").json["circuit"] == "CLOSED"
    shop.time_passes(11)
    assert shop.checkout(shop.fills_cart({SKU: 1})).status == 202

    assert told("open-breaker") == told("close-breaker") == [("payment-provider", ADA, WHY)]
    shop.run_to_end()


def test_a_repeat_does_nothing_again(shop: World) -> None:
    """It came late: what was opened has been closed since."""
    asks(shop, "/ops/breaker/open", "k1")
    asks(shop, "/ops/breaker/close", "k2")

    assert asks(shop, "/ops/breaker/open", "k1").json["circuit"] == "OPEN", "as it was answered"

    assert breaker.standing_now().state.value == "CLOSED"
    assert len(told("open-breaker")) == 1


def test_a_refund_by_hand_is_explained_once(shop: World) -> None:
    order_id = shop.delivered_order(2).order_id
    refund_id = shop.refunds_by_hand(order_id, 300)

    said = asks(shop, f"/ops/refunds/{refund_id}/explain", order_id=order_id)
    other = asks(shop, f"/ops/refunds/{refund_id}/explain", order_id=order_id, why="goodwill")
    unknown = asks(shop, "/ops/refunds/re_nothing/explain", order_id=order_id)

    assert said.json["stated"] == said.json["stated"] | {"by": ADA, "why": WHY}
    assert (other.status, unknown.status) == (409, 404)
    assert told("explain-refund") == [(order_id, ADA, WHY)]


def test_the_journal_has_an_entry_or_nothing_was_changed(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: what the journal does not take is not done either."""
    order_id = parked_order(shop)
    taken = journal_store.entry

    def refused(entry: Any) -> Any:
        write = taken(entry)
        return type(write).put(write.table, write.label, write.item, condition="attribute_exists(#bucket)")

    monkeypatch.setattr(journal_store, "entry", refused)
    asks(shop, f"/ops/stuck/{order_id}/settle")
    monkeypatch.undo()

    stop = operator_store.load(order_id)
    assert stop is not None
    assert stop.answer is None
    assert journal() == []
    asks(shop, f"/ops/stuck/{order_id}/retry")
    shop.run_to_end()


def test_what_was_changed_is_found_by_what_it_was_changed_on(shop: World) -> None:
    order_id = parked_order(shop)
    asks(shop, f"/ops/stuck/{order_id}/retry")
    shop.run_to_end()

    (entry,) = journal_store.of_target(order_id)
    assert entry.shown() == entry.shown() | {"action": "retry-stuck", "by": ADA, "why": WHY}
