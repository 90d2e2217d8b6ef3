"""Random histories of a shop: whatever happens, in whatever order, the promises hold after every step, and in
the end everything comes to rest.

HISTORIES=n tries n histories, new ones each time (else 40, always the same).
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from functions.returns.returns import Verdict
from tests.histories.town import BESIDE, PRICES, Customer, Town
from tests.stage.mishaps import Kind, Mishap
from tests.stage.stage import DUE_SECONDS, Stage

COUNT = int(os.environ.get("HISTORIES", "40"))
STEPS = 30
DAY = 24 * 60 * 60

CARDS = st.sampled_from(["pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_authenticationRequired"])
SKUS = st.sampled_from(sorted(PRICES))
FEW = st.integers(1, 3)
MISHAPS = st.builds(Mishap, st.integers(0, 6), st.sampled_from(Kind))


class History(RuleBasedStateMachine):
    stage: Stage
    scene: Any

    customers = Bundle("customers")
    orders = Bundle("orders")
    works = Bundle("works")
    delivered = Bundle("delivered")
    returns = Bundle("returns")

    def __init__(self) -> None:
        super().__init__()
        self.stage.restore(self.scene)
        self.town = Town(self.stage)

    # how it begins

    @initialize(target=customers)
    def two_customers_arrive(self) -> Any:
        return multiple(self.town.arrives(), self.town.arrives())

    @initialize(target=orders, card=CARDS, sku=SKUS)
    def an_order_is_placed(self, card: str, sku: str) -> Any:
        return self.town.buys(self.town.arrives(), sku, 1, card)

    # customers

    @rule(target=customers)
    def a_customer_arrives(self) -> Customer:
        return self.town.arrives()

    @rule(target=orders, customer=customers, sku=SKUS, units=FEW, card=CARDS)
    def they_buy(self, customer: Customer, sku: str, units: int, card: str) -> Any:
        order_id = self.town.buys(customer, sku, units, card)
        return multiple() if order_id is None else order_id

    @rule(order=orders)
    def they_repeat_the_request(self, order: str) -> None:
        self.town.repeats(order)

    @rule(guest=customers, mine=customers)
    def they_log_in(self, guest: Customer, mine: Customer) -> None:
        self.town.logs_in(guest, mine)

    @rule(order=orders)
    def they_cancel(self, order: str) -> None:
        self.town.cancels(order)

    @rule(order=orders, outcome=st.sampled_from(["success", "failure"]))
    def they_answer_the_bank(self, order: str, outcome: str) -> None:
        self.stage.customer_answers(order, outcome)

    @rule(order=orders)
    def they_confirm_by_client_secret(self, order: str) -> None:
        self.town.confirms_by_secret(order)

    @rule(target=returns, order=delivered, units=FEW)
    def they_ask_to_return(self, order: str, units: int) -> Any:
        return_id = self.town.asks_back(order, units)
        return multiple() if return_id is None else return_id

    # the machines

    @precondition(lambda self: self.town.moving())
    @rule(which=st.integers(0, 3))
    def a_step_is_done(self, which: int) -> None:
        self.town.step(which)

    @precondition(lambda self: self.town.moving())
    @rule(which=st.integers(0, 3), mishap=MISHAPS)
    def a_step_meets_a_mishap(self, which: int, mishap: Mishap) -> None:
        self.town.step(which, mishap)

    @rule(order=orders, what=st.sampled_from(BESIDE), mishap=MISHAPS)
    def a_mishap_befalls(self, order: str, what: str, mishap: Mishap) -> None:
        self.town.befalls(mishap, what, order)

    @rule()
    def everything_goes_on(self) -> None:
        self.town.goes_on()

    @rule(order=orders)
    def the_execution_is_aborted(self, order: str) -> None:
        self.town.aborts(order)

    @rule(order=orders)
    def patience_ends(self, order: str) -> None:
        self.town.patience_ends(order)

    @precondition(lambda self: self.town.tasks)
    @rule(number=st.integers(0, 30))
    def an_old_invocation_lands_late(self, number: int) -> None:
        self.town.lands_late(number)

    # the provider

    @rule(order=orders, number=st.integers(0, 3))
    def the_webhook_is_told(self, order: str, number: int) -> None:
        self.town.webhook(order, number)

    @rule(
        operation=st.sampled_from(["create", "confirm", "capture", "cancel", "refund"]),
    )
    def the_provider_breaks(self, operation: str) -> None:
        self.stage.provider.fault(operation, "error_500")

    # the shop

    @rule()
    def the_relay_is_told(self) -> None:
        self.town.relays()

    @rule(target=works)
    def the_warehouse_is_asked(self) -> Any:
        return multiple(*self.town.asked())

    @rule(target=delivered, work=works, units=st.integers(0, 2))
    def the_parcel_is_packed(self, work: Any, units: int) -> Any:
        self.town.reports(work, "packed", units)
        return work["order_id"]

    @rule(target=delivered, customer=customers, sku=SKUS, units=FEW)
    def an_order_is_delivered(self, customer: Customer, sku: str, units: int) -> Any:
        """The way it goes most days."""
        order_id = self.town.buys(customer, sku, units, "pm_card_visa")
        for work in self.town.asked():
            self.town.reports(work, "packed", 0)
        self.town.goes_on()
        return multiple() if order_id is None else order_id

    @rule(work=works)
    def the_parcel_is_refused(self, work: Any) -> None:
        self.town.reports(work, "rejected", 0)

    @rule(one=returns, verdict=st.sampled_from(Verdict))
    def an_inspector_decides(self, one: str, verdict: Verdict) -> None:
        self.town.inspects(one, verdict)

    @rule(sku=SKUS, available=st.integers(0, 6))
    def stock_is_corrected(self, sku: str, available: int) -> None:
        self.town.corrects_stock(sku, available)

    @rule()
    def the_sweep_comes(self) -> None:
        assert self.stage.sweeps().error is None

    @rule()
    def the_operator_comes(self) -> None:
        self.town.operator()

    @rule(seconds=st.sampled_from([1, 70, DUE_SECONDS, DAY, 6 * DAY]))
    def time_passes(self, seconds: int) -> None:
        self.stage.time_passes(seconds)
        while self.stage.machines.expire():
            pass

    # the promises

    @invariant()
    def the_promises_hold(self) -> None:
        wrong = self.town.broken()
        assert not wrong, wrong

    def teardown(self) -> None:
        wrong = self.town.ends_well()
        assert not wrong, wrong


def test_whatever_happens_the_promises_hold(stage: Stage) -> None:
    stage.reset()
    stage.sells("margherita", stock=5, shards=2, price=PRICES["margherita"])
    stage.sells("funghi", stock=2, price=PRICES["funghi"])
    stage.warm()
    History.stage, History.scene = stage, stage.cloud.snapshot()
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=COUNT,
            stateful_step_count=STEPS,
            derandomize="HISTORIES" not in os.environ,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
