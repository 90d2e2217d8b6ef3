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

from functions.inventory.receive_stock import set_available
from functions.pricing.shop import Code, Method, Shop
from functions.returns.returns import InspectionResult
from harness.prices import COURIER, OTHER_PRICES, PICKUP, PRICES
from harness.simulator.mishaps import Kind, Mishap
from harness.simulator.simulator import DUE_SECONDS, Simulator
from tests.histories.people import BESIDE, UNIT_PRICES, Customer, People

COUNT = int(os.environ.get("HISTORIES", "40"))
STEPS = 30
DAY = 24 * 60 * 60

CARDS = st.sampled_from(["pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_authenticationRequired"])
SKUS = st.sampled_from(sorted(UNIT_PRICES))
FEW = st.integers(1, 3)
MISHAPS = st.builds(Mishap, st.integers(0, 6), st.sampled_from(Kind))


class History(RuleBasedStateMachine):
    shop: Simulator
    beginning: Any

    customers = Bundle("customers")
    orders = Bundle("orders")
    works = Bundle("works")
    delivered = Bundle("delivered")
    returns = Bundle("returns")

    def __init__(self) -> None:
        super().__init__()
        self.shop.restore(self.beginning)
        self.shop.warm()  # the last history may have replaced the shop's file
        self.people = People(self.shop)

    # how it begins

    @initialize(target=customers)
    def two_customers_arrive(self) -> Any:
        return multiple(self.people.arrives(), self.people.arrives())

    @initialize(target=orders, card=CARDS, sku=SKUS)
    def an_order_is_placed(self, card: str, sku: str) -> Any:
        order_id = self.people.buys(self.people.arrives(), sku, 1, card)
        return multiple() if order_id is None else order_id

    # customers

    @rule(target=customers)
    def a_customer_arrives(self) -> Customer:
        return self.people.arrives()

    @rule(target=orders, customer=customers, sku=SKUS, units=FEW, card=CARDS)
    def they_buy(self, customer: Customer, sku: str, units: int, card: str) -> Any:
        order_id = self.people.buys(customer, sku, units, card)
        return multiple() if order_id is None else order_id

    @rule(customer=customers, amount=st.integers(1, 3000))
    def they_are_given_credit_and_use_it(self, customer: Customer, amount: int) -> None:
        self.people.uses_credit(customer, amount)

    @rule(customer=customers, method=st.sampled_from([COURIER, PICKUP]), code=st.sampled_from(PRICES.codes))
    def they_choose_a_delivery_and_enter_a_code(self, customer: Customer, method: Method, code: Code) -> None:
        self.people.wishes(customer, method.method, code.code)

    @rule(order=orders)
    def they_repeat_the_request(self, order: str) -> None:
        self.people.repeats(order)

    @rule(guest=customers, mine=customers)
    def they_log_in(self, guest: Customer, mine: Customer) -> None:
        self.people.logs_in(guest, mine)

    @rule(target=customers, guest=customers, name=st.sampled_from(["ada", "eve"]), draft=st.text(max_size=9))
    def they_come_back_with_an_account(self, guest: Customer, name: str, draft: str) -> Any:
        customer = self.people.comes_back_with_an_account(guest, name, draft)
        return multiple() if customer is None else customer

    @rule(customer=customers)
    def they_sign_out(self, customer: Customer) -> None:
        self.people.signs_out(customer)

    @rule(order=orders)
    def they_cancel(self, order: str) -> None:
        self.people.cancels(order)

    @rule(order=orders, outcome=st.sampled_from(["success", "failure"]))
    def they_answer_the_bank(self, order: str, outcome: str) -> None:
        self.shop.answers_bank(order, outcome)

    @rule(order=orders)
    def they_confirm_by_client_secret(self, order: str) -> None:
        self.people.confirms_by_secret(order)

    @rule(target=returns, order=delivered, units=FEW)
    def they_ask_to_return(self, order: str, units: int) -> Any:
        return_id = self.people.asks_back(order, units)
        return multiple() if return_id is None else return_id

    # the machines

    @precondition(lambda self: self.people.moving())
    @rule(which=st.integers(0, 3))
    def a_step_is_done(self, which: int) -> None:
        self.people.step(which)

    @precondition(lambda self: self.people.moving())
    @rule(which=st.integers(0, 3), mishap=MISHAPS)
    def a_step_meets_a_mishap(self, which: int, mishap: Mishap) -> None:
        self.people.step(which, mishap)

    @rule(order=orders, what=st.sampled_from(BESIDE), mishap=MISHAPS)
    def a_mishap_befalls(self, order: str, what: str, mishap: Mishap) -> None:
        self.people.befalls(mishap, what, order)

    @rule()
    def everything_goes_on(self) -> None:
        self.people.goes_on()

    @rule(order=orders)
    def the_execution_is_aborted(self, order: str) -> None:
        self.people.aborts(order)

    @rule(order=orders)
    def patience_ends(self, order: str) -> None:
        self.people.patience_ends(order)

    @precondition(lambda self: self.people.tasks)
    @rule(number=st.integers(0, 30))
    def an_old_invocation_lands_late(self, number: int) -> None:
        self.people.lands_late(number)

    # the provider

    @rule(order=orders, number=st.integers(0, 3))
    def the_webhook_is_told(self, order: str, number: int) -> None:
        self.people.webhook(order, number)

    @rule(one=returns)
    def the_bank_turns_a_refund_back(self, one: str) -> None:
        self.people.turns_back(one)

    @rule(operation=st.sampled_from(["create", "confirm", "capture", "cancel", "refund"]))
    def the_provider_breaks(self, operation: str) -> None:
        self.shop.provider.fault(operation, "error_500")

    # the shop

    @rule()
    def the_relay_is_told(self) -> None:
        self.shop.relays()

    @rule(target=works)
    def the_warehouse_is_asked(self) -> Any:
        return multiple(*self.people.asked())

    @rule(target=delivered, work=works, units=st.integers(0, 2), most_lines=st.integers(1, 3))
    def the_parcel_is_packed(self, work: Any, units: int, most_lines: int) -> Any:
        self.people.reports(work, "packed", units, most_lines)
        return work["order_id"]

    @rule(target=delivered, customer=customers, sku=SKUS, units=FEW)
    def an_order_is_delivered(self, customer: Customer, sku: str, units: int) -> Any:
        """The way it goes most days."""
        order_id = self.people.buys(customer, sku, units, "pm_card_visa")
        for work in self.people.asked():
            self.people.reports(work, "packed", 0)
        self.people.goes_on()
        return multiple() if order_id is None else order_id

    @rule(work=works)
    def the_parcel_is_refused(self, work: Any) -> None:
        self.people.reports(work, "rejected", 0)

    @rule(one=returns, verdict=st.sampled_from(InspectionResult))
    def an_inspector_decides(self, one: str, verdict: InspectionResult) -> None:
        self.people.inspects(one, verdict)

    @rule(sku=SKUS, available=st.integers(0, 6))
    def stock_is_corrected(self, sku: str, available: int) -> None:
        set_available(sku, available, signed_by="history")

    @rule(prices=st.sampled_from([PRICES, OTHER_PRICES]))
    def the_shops_file_is_replaced(self, prices: Shop) -> None:
        self.shop.has_prices(prices)

    @rule()
    def the_sweep_comes(self) -> None:
        assert self.shop.sweep().error is None

    @rule()
    def the_operator_comes(self) -> None:
        self.people.operator()

    @rule(seconds=st.sampled_from([1, 70, DUE_SECONDS, DAY, 6 * DAY]))
    def time_passes(self, seconds: int) -> None:
        self.shop.time_passes(seconds)
        while self.shop.machines.expire():
            pass

    # the promises

    @invariant()
    def the_promises_hold(self) -> None:
        wrong = self.people.broken()
        assert not wrong, wrong

    def teardown(self) -> None:
        wrong = self.people.ends_well()
        assert not wrong, wrong


def test_whatever_happens_the_promises_hold(shop: Simulator) -> None:
    shop.reset()
    shop.sells("margherita", stock=5, shards=2, price=UNIT_PRICES["margherita"])
    for sku in ("funghi", "olives", "sauce"):
        shop.sells(sku, stock=2, price=UNIT_PRICES[sku])
    shop.warm()
    History.shop, History.beginning = shop, shop.cloud.snapshot()
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
