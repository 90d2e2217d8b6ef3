"""Payments that went astray, made for real at the provider, and the job that finds them."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from functions.order.order import Order
from functions.payment import store as payment_store
from functions.payment.hold import Hold
from functions.payment.payment import Payment, State
from functions.payment.provider import provider
from functions.payment.stripe import adapter
from functions.recovery import reconcile_payments
from functions.shared import table
from harness.actors import accepts
from harness.items import breaks, present
from harness.moto.world import PRICE, VISA, World
from harness.records import RETURN
from tests.workflows.test_fulfilment_sweep import DUE_SECONDS

NOBODYS = "ord_" + "a" * 32
LATER = 601
"""Longer than the grace that a hold is given."""


def charged(order_id: str, *, amount: int = PRICE, capture: bool = False, names: str = "order_id") -> Hold:
    """An intent that was created and confirmed behind the shop's back, perhaps captured too."""
    holds = adapter._client().v1.payment_intents
    params: Any = {
        "amount": amount,
        "currency": "eur",
        "capture_method": "manual",
        "payment_method_types": ["card"],
        "payment_method": VISA,
        "confirm": True,
        "metadata": {names: order_id},
    }
    hold_id = holds.create(params).id
    if capture:
        holds.capture(hold_id)
    return provider.read_hold(hold_id)


def charged_for(letters: str) -> list[Hold]:
    """As many charges for orders that do not exist."""
    return [charged("ord_" + letter * 32) for letter in letters]


def completed(shop: World) -> str:
    order_id, work = shop.offered()
    shop.packs(work)
    assert shop.outcome(order_id) == ("COMPLETED", None)
    return order_id


def captured_unrecorded(shop: World) -> str:
    """Packed; the capture's answer was lost, and nobody goes on: the warehouse's answer never left either."""
    order_id, work = shop.offered()
    died = shop.fault("ReportPacking", "hangs", at="SendTaskSuccess")
    shop.report(work)
    died.kill()
    shop.fault("CompleteOrder", "call_after", at="capture", error="lost")
    assert shop.invoke("CompleteOrder", {"order_id": order_id}).error == "ProviderUnavailable"
    assert recorded(order_id).state is State.CAPTURING
    return order_id


def recorded(order_id: str) -> Payment:
    return present(payment_store.load(order_id))


def the_sweep_brings_to_its_end(shop: World, order_id: str) -> None:
    shop.time_passes(DUE_SECONDS)
    shop.sweep()
    shop.run_to_end()
    assert shop.outcome(order_id) == ("COMPLETED", None)


def refund_died(shop: World, kind: str, order: Order | None = None) -> tuple[Order, str]:
    """An accepted return whose refund was begun by an execution that is no more."""
    order = order or shop.delivered_order()
    return_id = shop.requested(order)
    shop.aborts(return_id, RETURN)
    accepts(return_id)
    died = shop.fault("RefundPayment", kind, at="refund", error="lost")
    shop.invoke("RefundPayment", {"return_id": return_id})
    died.kill()
    assert shop.recorded_refunds(order.order_id) == {return_id: "CLAIMED"}
    return order, return_id


def the_sweep_closes(shop: World, return_id: str) -> None:
    shop.invoke("Sweep", {"detail": {"executionArn": "any", "name": return_id}})
    shop.run_to_end()
    assert shop.return_status(return_id) == "REFUNDED"


@dataclass(frozen=True)
class Told:
    """What runs said beside their answers, by the class of mismatch."""

    logged: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    for_operator: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, mismatch: str = "") -> None:
        metrics = {"PaymentMismatches": self.counted, "PaymentsToOperator": self.for_operator}
        metrics.get(name, Counter())[mismatch] += 1


@contextmanager
def telling() -> Iterator[Told]:
    told = Told()
    spied = patch.object(reconcile_payments, "logger", wraps=reconcile_payments.logger)
    with spied as logger, patch.object(reconcile_payments, "count", told.count):
        yield told
    lines = [*logger.error.call_args_list, *logger.warning.call_args_list]
    mismatches = [one.kwargs["extra"] for one in lines if one.args == ("payment mismatch",)]
    told.logged.update(one["mismatch"] for one in mismatches)


def reconciled(shop: World) -> dict[str, Any]:
    """What a run of the job says, some minutes later. For each mismatch that it names there is one log line
    and one count."""
    shop.time_passes(LATER)
    before = len(shop.invocations("Reconcile"))
    with telling() as told:
        outcome = shop.invoke("Reconcile", {})
    assert outcome.error is None, outcome
    summary: dict[str, Any] = outcome.answer
    assert told.logged == told.counted
    if len(shop.invocations("Reconcile")) == before + 1:
        assert (told.counted, told.for_operator.total()) == (summary["mismatches"], summary["to_operator"])
    return summary


def cures(shop: World, **mismatches: int) -> None:
    """A run finds these and cures them all; another one finds nothing more."""
    found = reconciled(shop)
    expected = {name.replace("_", "-"): times for name, times in mismatches.items()}
    assert found["mismatches"] == expected, found
    assert found["cured"] == sum(expected.values()), found
    assert found["to_operator"] == 0
    before = shop.provider_holds()
    again = reconciled(shop)
    assert (again["mismatches"], again["cured"]) == ({}, 0), again
    assert shop.provider_holds() == before


def goes_to_operator(shop: World, mismatch: str) -> None:
    """Told at every run, and left as it is."""
    before = shop.provider_holds()
    for _ in range(2):
        found = reconciled(shop)
        assert (found["mismatches"], found["cured"], found["to_operator"]) == ({mismatch: 1}, 0, 1)
    assert shop.provider_holds() == before


def restored(order_id: str, state: State | None) -> None:
    """Take the payment's record back to a state, or away."""
    key = {"order_id": order_id}
    if state is None:
        table.client().delete_item(TableName=os.environ["PAYMENTS_TABLE"], Key=table.pack(key))
    else:
        breaks("PAYMENTS_TABLE", key, "state", state)
