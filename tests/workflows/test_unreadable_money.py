"""Orders and payments that cannot be read, met by those who compare money: an operator is told, the others
are compared, and nothing is given back for an order that only seems not to be there."""

from decimal import Decimal
from typing import Any

import pytest

from functions.operations.dead_letters import DeadLetterQueue
from functions.operator.journal import Signed
from functions.order.keys import head_key
from functions.payment import claims_store
from functions.recovery import reconcile_payments
from harness.moto.world import PRICE, World
from ops import dead_letters, redrive
from ops.audit import audit
from tests.workflows.breaking import breaks, head_attributes, puts
from tests.workflows.operating import Capture, told
from tests.workflows.reconciling import NOBODYS, charged, charged_for, completed, goes_to_operator, reconciled

BY = Signed("ops:ada", "", "2026-01-01T00:00:00.000Z")

A_WEEK_AND_MORE = 9 * 24 * 60 * 60
PAYMENT = ("state", "intent_id", "amount", "attempt", "entries", "captured")

pytestmark = pytest.mark.usefixtures("operator")


@pytest.fixture
def order_id(world: World) -> str:
    """A confirmed order of a shop whose promises a test breaks."""
    world.sells()
    return world.confirmed()


@pytest.mark.parametrize("attribute", head_attributes())
def test_an_order_that_cannot_be_read_is_not_one_that_is_not_there(
    world: World, order_id: str, attribute: str
) -> None:
    """Its payment is as it should be: nothing is given back, and the others are cured."""
    known = breaks("ORDERS_TABLE", head_key(order_id), attribute)
    stray = charged(NOBODYS)

    found = reconciled(world)

    assert found["mismatches"] == {"unreadable": 1, "without-order": 1}
    assert (found["cured"], found["to_operator"]) == (1, 1)
    assert world.money_held(order_id) == PRICE
    assert world.money_held(NOBODYS) == 0
    assert stray.holds == PRICE
    goes_to_operator(world, "unreadable")
    puts("ORDERS_TABLE", known)
    assert reconciled(world)["mismatches"] == {}


@pytest.mark.parametrize("kind", ["missing", "of another type"])
@pytest.mark.parametrize("attribute", PAYMENT)
def test_a_payment_that_cannot_be_read_is_told_to_the_operator(
    world: World, attribute: str, kind: str
) -> None:
    """Whether the provider's list names it or only our records do."""
    world.sells()
    order_id = completed(world)
    known = breaks("PAYMENTS_TABLE", {"order_id": order_id}, attribute)
    if kind != "missing":
        puts("PAYMENTS_TABLE", known | {attribute: Decimal("1.5")})
    goes_to_operator(world, "unreadable")
    world.time_passes(A_WEEK_AND_MORE)
    goes_to_operator(world, "unreadable")
    assert world.money_held(order_id) == PRICE


def test_records_that_cannot_be_read_are_named_beside_the_claims_of_their_page(
    world: World, order_id: str
) -> None:
    whole = world.confirmed()
    breaks("PAYMENTS_TABLE", {"order_id": order_id}, "entries")
    aside: dict[str, str] = {}
    claims, _ = claims_store.page_of_claims("", aside)
    assert [one.order_id for one in claims] == [whole]
    assert aside == {order_id: "Unreadable: entries is missing"}


def test_a_cure_that_breaks_on_one_order_leaves_the_others_cured(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, _ = charged_for("ab")
    cure = reconcile_payments.cure

    def breaks_on_one(finding: Any, case: Any) -> bool:
        if finding.order_id == broken.order_id:
            raise KeyError("lines")
        return cure(finding, case)

    monkeypatch.setattr(reconcile_payments, "cure", breaks_on_one)
    world.time_passes(601)
    outcome = world.invoke("Reconcile", {})
    assert outcome.error is None
    assert outcome.answer["cured"] == 1


def broken_things(order_id: str) -> list[tuple[str, str, dict[str, str], str]]:
    """What of a confirmed order can be unreadable: what an audit calls it, and where it is."""
    return [
        (f"order {order_id}", "ORDERS_TABLE", head_key(order_id), "total"),
        (f"payment of {order_id}", "PAYMENTS_TABLE", {"order_id": order_id}, "state"),
        (f"stock reservation#{order_id}", "STOCK_TABLE", {"id": f"reservation#{order_id}"}, "units"),
        ("stock shard#margherita#0", "STOCK_TABLE", {"id": "shard#margherita#0"}, "received"),
    ]


@pytest.mark.parametrize("number", range(4))
def test_an_audit_names_what_cannot_be_read_and_nothing_that_only_follows_from_it(
    order_id: str, number: int
) -> None:
    name, where, key, attribute = broken_things(order_id)[number]
    known = breaks(where, key, attribute)

    report = audit()

    assert report["violations"] == [f"unreadable: {name}: Unreadable: {attribute} is missing"]
    puts(where, known)
    assert audit()["ok"]


def test_an_audit_still_sees_what_is_wrong_with_the_others(order_id: str) -> None:
    breaks("ORDERS_TABLE", head_key(order_id), "total")
    stray = charged(NOBODYS)
    assert audit()["violations"] == [
        f"unreadable: order {order_id}: Unreadable: total is missing",
        f"charge without an order: {stray.hold_id} (order {NOBODYS})",
    ]


def test_a_redrive_of_what_cannot_be_read_says_so_and_keeps_its_message(
    order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.relay.replay_events.publish", lambda news: [])
    monkeypatch.setattr("functions.operations.redrive.take", lambda *_: [{"Body": "no json"}])
    monkeypatch.setattr("ops.redrive.waiting", lambda queue: 1)
    breaks("ORDERS_TABLE", {"order_id": order_id, "item": "event#000001"}, "at", 7)
    report = redrive.redrive(DeadLetterQueue("RelayFailures", "stream", "", ""), BY)
    assert report == {"queue": "RelayFailures", "redriven": 0, "left": 1, "unreadable": [order_id]}


def test_one_message_that_breaks_the_command_stays_and_the_others_go(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    batches = [[{"MessageId": "1"}, {"MessageId": "2", "Body": "{}"}], []]
    monkeypatch.setattr("functions.operations.redrive.take", lambda *_: batches.pop(0))
    monkeypatch.setattr("ops.redrive.waiting", lambda queue: 2)
    deleted: list[Any] = []
    monkeypatch.setattr(
        "functions.operations.redrive._delete", lambda queue, message: deleted.append(message["MessageId"])
    )
    monkeypatch.setattr("ops.redrive._went_well", lambda queue, message: bool(message["Body"]))
    report = redrive.redrive(DeadLetterQueue("SweepFailures", "function", "", "f"), BY)
    assert report == {"queue": "SweepFailures", "redriven": 1, "left": 1}
    assert deleted == ["2"]
    assert "message 1 stays: KeyError" in capsys.readouterr().err


def test_a_queue_that_cannot_be_looked_into_does_not_hide_the_others(
    world: World, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:

    def waiting(queue: DeadLetterQueue) -> int:
        if queue.name == "A":
            raise KeyError("ApproximateNumberOfMessages")
        return 0

    queues = [DeadLetterQueue(name, "queue", "", "") for name in "AB"]
    monkeypatch.setattr(dead_letters, "dead_letter_queues", lambda: queues)
    monkeypatch.setattr("functions.operations.dead_letters.waiting", waiting)
    report = told(capsys, "list-dead-letters")["queues"]
    assert [(one["queue"], "unreadable" in one) for one in report] == [("A", True), ("B", False)]
