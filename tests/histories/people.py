"""Who takes part in a history: customers with their carts and orders, a warehouse, an inspector, the bank,
the provider's courier, an operator, and mishaps; each in words that a story can be told in."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from functions.operations.grant_credit import grant_credit
from functions.operator import journal_store
from functions.payment import refunds_store
from functions.payment.errors import PaymentDeclined, ProviderRefused, ProviderUnavailable
from functions.payment.provider import provider
from functions.returns import store as returns_store
from functions.returns.inspect_return import AlreadyInspected, inspect_return
from functions.returns.returns import InspectionResult, Verdict
from harness.api import Answer
from harness.customers import ADDRESS, VISA
from harness.simulator.execution import Execution
from harness.simulator.mishaps import Died, Mishap, befalling
from harness.simulator.settle import comes_to_rest
from harness.simulator.simulator import Simulator
from ops.promises import violations as broken_promises
from ops.snapshot import read_snapshot

BESIDE = ("the cancellation", "the repeat", "the webhook", "the sweep", "the relay")
"""What a mishap may befall that is no step of a machine."""
UNIT_PRICES = {"margherita": 1250, "funghi": 990, "olives": 0, "sauce": 40}
"""The last two alone cost nothing, and less than a card takes."""

DATA = "/sessions/current/data"

LONGEST_INVOCATION = 120
"""Seconds after which whoever died while handling an event no longer keeps others from it."""


@dataclass
class Customer:
    """`shared`: the cart was merged with another's, or filled again, so nothing is said of how it ends.
    `known`: they have an account, and are no guest."""

    owner: str
    token: str
    shared: bool = False
    known: bool = False


@dataclass
class Request:
    """A checkout as it was asked for, to be asked again."""

    customer: Customer
    key: str
    body: dict[str, Any]
    order_id: str


@dataclass
class People:
    shop: Simulator
    customers: dict[str, Customer] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    tasks: list[tuple[str, Any]] = field(default_factory=list)
    keys: int = 0

    # customers

    def arrives(self) -> Customer:
        session = self.shop.api("POST", "/sessions").json
        customer = Customer(session["owner"], session["token"])
        self.customers[customer.owner] = customer
        return customer

    def buys(self, customer: Customer, sku: str, units: int, card: str) -> str | None:
        """The order's id; None if none was placed."""
        customer.shared |= any(one.customer is customer for one in self.requests.values())
        line = {"sku": sku, "options": {}, "quantity": units}
        put = self.shop.api("PUT", f"/cart/lines/{sku}", line, owner=customer.owner)
        assert put.status in (200, 409), put
        if put.status == 409:
            return None
        self.keys += 1
        body = {"payment_method": card, "expected_total": put.json["total"], "shipping_address": ADDRESS}
        body |= {"expected_to_pay": put.json["to_pay"]} if put.json["credit"] else {}
        answer = self._asks(customer.owner, f"key-{self.keys}", body)
        assert answer.status in (202, 409, 422), answer
        if answer.status == 422:
            assert answer.problem == "amount-too-small", answer
        if answer.status != 202:
            return None
        order_id: str = answer.json["order_id"]
        self.requests[order_id] = Request(customer, f"key-{self.keys}", body, order_id)
        return order_id

    def uses_credit(self, customer: Customer, amount: int) -> None:
        """That an operator has given; a merged guest's is elsewhere."""
        self.keys += 1
        signed = journal_store.signed("ops:bob", "a gift")
        grant_credit(customer.owner, amount, signed, f"grant-{self.keys}")
        answer = self.shop.api("PUT", "/cart/credit", {"amount": amount}, owner=customer.owner)
        assert answer.status in (200, 409, 422), answer

    def wishes(self, customer: Customer, method: str, code: str) -> None:
        """What the shop's file does not have is refused; so is a cart that is being bought."""
        delivery = {"method": method, "country": ADDRESS["country"]}
        for path, body in (("/cart/delivery", delivery), (f"/cart/codes/{code}", None)):
            answer = self.shop.api("PUT", path, body, owner=customer.owner)
            assert answer.status in (200, 409, 422, 429), answer

    def repeats(self, order_id: str) -> None:
        """The same request again is about the same order, whatever became of it."""
        answer = self._asks_again(order_id)
        assert answer.status in (201, 202, 402, 409), answer
        assert answer.json["order_id"] == order_id, answer

    def _asks_again(self, order_id: str) -> Answer:
        request = self.requests[order_id]
        return self._asks(request.customer.owner, request.key, request.body)

    def _asks(self, owner: str, key: str, body: dict[str, Any]) -> Answer:
        return self.shop.api("POST", "/checkouts", body, owner=owner, headers={"Idempotency-Key": key})

    def logs_in(self, guest: Customer, mine: Customer) -> None:
        answer = self.shop.api("POST", "/cart/merge", {"token": guest.token}, owner=mine.owner)
        assert answer.status in (200, 409, 422), answer
        guest.shared = mine.shared = True

    def comes_back_with_an_account(self, guest: Customer, name: str, draft: str) -> Customer | None:
        """By the issuer's code; what a guest has filled in is found by the new session, which alone goes on.
        None where too many have tried."""
        kept = self.shop.api("PUT", DATA, {"draft": draft}, token=guest.token)
        headers = {"Authorization": f"Bearer {guest.token}"}
        answer = self.shop.api("POST", "/sessions/login", self.shop.cloud.issuer.login(name), headers)
        assert answer.status in (201, 429), answer
        if answer.status == 429:
            return None
        opened = answer.json
        follows = kept.status == 200 and not guest.known
        found = self.shop.api("GET", DATA, token=opened["token"])
        assert found.json == ({"draft": draft} if follows else {}), found
        assert self.shop.api("GET", "/cart", token=guest.token).status == 401
        guest.shared = True
        mine = self.customers.setdefault(opened["owner"], Customer(opened["owner"], "", True, True))
        mine.token = opened["token"]
        return mine

    def signs_out(self, customer: Customer) -> None:
        """Of this device: what they do afterwards they do from another."""
        headers = {"Authorization": f"Bearer {customer.token}"}
        answer = self.shop.api("DELETE", "/sessions/current", headers=headers)
        assert answer.status in (200, 401), answer
        assert self.shop.api("GET", "/cart", token=customer.token).status == 401

    def cancels(self, order_id: str) -> None:
        answer = self.shop.cancels(order_id)
        assert answer.status in (200, 202, 409), answer

    def confirms_by_secret(self, order_id: str) -> None:
        """With the client secret, behind everybody's back."""
        for hold in self.shop.holds(order_id):
            try:
                provider.confirm_hold(hold.hold_id, VISA, f"client {order_id} {hold.status}")
            except (ProviderRefused, PaymentDeclined, ProviderUnavailable):
                continue

    def asks_back(self, order_id: str, units: int) -> str | None:
        self.keys += 1
        order = self.shop.order(order_id)
        answer = self.shop.asks_back(order, {order.lines[0].line_id: units}, f"return-{self.keys}")
        assert answer.status in (201, 409, 422), answer
        return answer.json["return_id"] if answer.status == 201 else None

    # machines

    def moving(self) -> list[Execution]:
        """Those that are about to do a step."""
        found = self.shop.machines.executions.values()
        return [one for one in found if one.status == "RUNNING" and not one.token]

    def goes_on(self) -> None:
        for one in self.moving():
            self.remembers(one)
        self.shop.run_to_rest()

    def step(self, which: int, mishap: Mishap | None = None) -> None:
        """One step of one execution, perhaps with a mishap."""
        moving = self.moving()
        one = moving[which % len(moving)]
        self.remembers(one)
        if mishap is None:
            self.shop.machines.step(one)
            return
        with befalling(self.shop.cloud, mishap):
            self.shop.machines.step(one)

    def befalls(self, mishap: Mishap, what: str, order_id: str) -> None:
        """What is no step meets a mishap; whoever asked may hear anything, or nothing."""
        event = (self.shop.events_of(order_id) or [None])[-1]
        works = {
            "the cancellation": lambda: self.shop.cancels(order_id),
            "the repeat": lambda: self._asks_again(order_id),
            "the webhook": lambda: event and self.shop.delivers_event(event),
            "the sweep": self.shop.sweep,
            "the relay": self.shop.relay,
        }
        with befalling(self.shop.cloud, mishap), suppress(Died):
            works[what]()

    def asked(self) -> list[Any]:
        """What goes on by itself until the warehouse is asked."""
        self.goes_on()
        self.shop.relays()
        self.goes_on()
        return self.shop.offers()

    def remembers(self, one: Execution) -> None:
        self.tasks.append((one.state, one.given))

    def lands_late(self, number: int) -> None:
        """An invocation of a step from long ago, which everybody takes for dead, does its work now."""
        state, given = self.tasks[number % len(self.tasks)]
        if state in self.shop.cloud.template.functions and "Await" not in state:
            self.shop.invoke(state, given)

    def aborts(self, order_id: str) -> None:
        for one in list(self.shop.machines.executions.values()):
            if one.status == "RUNNING" and order_id.removeprefix("ord_") in one.name:
                self.shop.machines.abort(one.machine, one.name)

    def patience_ends(self, order_id: str) -> None:
        for one in list(self.shop.machines.executions.values()):
            if one.waits and order_id.removeprefix("ord_") in one.name:
                self.shop.machines.time_out(one.machine, one.name)

    # others

    def webhook(self, order_id: str, number: int) -> None:
        events = self.shop.events_of(order_id)
        if events:
            answer = self.shop.delivers_event(events[number % len(events)])
            assert answer.status in (200, 503), answer

    def turns_back(self, return_id: str) -> None:
        """A return's refund that is recorded as done fails, and the shop is told. Until then the audit says
        that the return was not refunded, which is so."""
        order_id = returns_store.load(return_id).order_id
        done = refunds_store.load(order_id).refunds.get(return_id)
        if done is None or done.refund_id is None:
            return
        self.shop.fails_refund(done.refund_id)
        told = [one for one in self.shop.provider.events() if one["type"] == "refund.failed"]
        assert self.shop.delivers_event(told[-1]).status == 200

    def reports(self, work: dict[str, Any], outcome: str, units: int, most_lines: int = 50) -> None:
        lines = [
            {"line_id": one["line_id"], "quantity": min(units, one["quantity"])}
            for one in work["items"][-most_lines:]
        ]
        more = {"lines": lines} if outcome == "packed" and units else {}
        assert self.shop.report(work, outcome, **more).answer == {"batchItemFailures": []}

    def inspects(self, return_id: str, verdict: InspectionResult) -> None:
        try:
            inspect_return(return_id, Verdict(verdict), "inspector")
        except AlreadyInspected:
            return

    def operator(self) -> None:
        for one in list(self.shop.machines.executions.values()):
            if one.waits and "Operator" in one.state:
                self.shop.machines.call("SendTaskSuccess", {"taskToken": one.token, "output": "{}"})

    # then

    def broken(self) -> list[str]:
        """The promises, which hold at every moment."""
        return broken_promises(read_snapshot())

    def ends_well(self) -> list[str]:
        """Everything that waits is told, everything that is due is done; what is wrong then."""
        for one in returns_store.load_all():
            if one.open:
                self.inspects(one.return_id, InspectionResult.ACCEPTED)
        for _ in range(3):
            comes_to_rest(self.shop)
            self.shop.relays()
            self.shop.offers()
            self.the_failed_are_refunded()
        comes_to_rest(self.shop)
        self.shop.time_passes(LONGEST_INVOCATION)
        for order in self.shop.orders():
            for event in self.shop.events_of(order.order_id):
                assert self.shop.delivers_event(event).status == 200
        comes_to_rest(self.shop)
        wrong = [one for one in self.shop.violations() if not self._excused(one)]
        open_returns = [one.return_id for one in returns_store.load_all() if one.open]
        return wrong + [f"{one} is still open" for one in open_returns]

    def the_failed_are_refunded(self) -> None:
        """The sweep puts returns whose refund failed before an operator."""
        assert self.shop.sweep().error is None
        self.shop.run_to_rest()
        self.operator()

    def _excused(self, wrong: str) -> bool:
        """Whose cart was merged, or filled again after a purchase, may find it otherwise than it was."""
        return wrong.startswith("the cart of") and any(
            customer.shared and customer.owner in wrong for customer in self.customers.values()
        )
