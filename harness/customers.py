"""A shop's customers, their bank and the provider's courier, whatever the shop runs on."""

import itertools
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stripe import PaymentIntent, StripeClient, WebhookSignature

from functions.cart import store as carts
from functions.cart.cart import Line
from functions.credit import writes as credit_writes
from functions.operations.grant_credit import grant_credit
from functions.operator import journal_store
from functions.order.order import Order
from functions.payment.hold import Hold
from functions.payment.stripe.kept_connections import KeptConnections
from functions.session import owners_store
from functions.shared import clock
from functions.shared.money import Money
from functions.shared.table import transact, write
from functions.shared.write import Write
from harness.api import Answer, Api
from harness.environment import STRIPE_KEYS
from harness.invocation import Outcome
from harness.records import SKU, Provider, Records
from harness.routes import read_routes
from harness.runner import Runner
from harness.template import Template

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Via Roma 1",
    "city": "Napoli",
    "postal_code": "80100",
    "country": "IT",
}
EMAIL = "ada@example.com"
"""They can be told from everything else, wherever they turn up (leaks.py)."""
VISA = "pm_card_visa"
DECLINED_CARD = "pm_card_visa_chargeDeclined"
ASKING_CARD = "pm_card_authenticationRequired"
CAPTURABLE = "payment_intent.amount_capturable_updated"
FAILED = "payment_intent.payment_failed"
PRICE = 1250
PATIENT_SECONDS = 80
_OF_DISPUTES = "charge.dispute."
_OF_REFUNDS = ("charge.refunded", "refund.created", "refund.failed", "refund.updated")


class Customers(Records, ABC):
    def __init__(self, template: Template, runner: Runner, provider: Provider) -> None:
        super().__init__(template, runner, provider)
        self._api = Api(read_routes(template), runner)
        self._numbers = itertools.count(1)

    @abstractmethod
    def run_to_rest(self) -> None:
        """Let executions go on until each has ended or waits for a token."""

    @abstractmethod
    def messages(self, queue: str) -> list[dict[str, Any]]:
        """Take what waits in a queue (at most ten of moto's), as a Lambda's event source would."""

    def invoke(self, function: str, event: Any) -> Outcome:
        """Invoke a function by its construct id, as a duplicate or a late message would."""
        return self.runner.invoke(function, event)

    def api(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **who: Any,
    ) -> Answer:
        """Call the shop as an `owner` or with a `token`; see Api.call."""
        return self._api.call(method, path, body, headers, **who)

    # customers

    def new_owner(self) -> str:
        return f"own_test{next(self._numbers)}"

    def fills_cart(self, lines: Mapping[str, int], owner: str | None = None) -> str:
        """An owner with these units by SKU in the cart."""
        owner = owner or self.new_owner()
        chosen = tuple(Line(sku, sku, {}, quantity) for sku, quantity in lines.items())
        seen = carts.load(owner, clock.now())
        carts.save(replace(seen, lines=chosen, version=seen.version + 1), seen, clock.now())
        return owner

    def uses_credit(self, owner: str, amount: int) -> None:
        """The owner is granted so much, and the cart is to use it."""
        grant = f"grant-{next(self._numbers)}"
        grant_credit(owner, amount, journal_store.signed("ops:bob", "for a test"), grant)
        seen = carts.load(owner, clock.now())
        carts.save(seen.with_credit(amount), seen, clock.now())

    def enters_code(self, owner: str, code: str) -> int:
        """What the cart costs with it, in minor units."""
        answer = self.api("PUT", f"/cart/codes/{code}", owner=owner)
        assert answer.status == 200, answer
        total: int = answer.json["total"]["amount"]
        return total

    def loses_credit(self, owner: str, amount: int) -> None:
        """So much of the owner's free credit is somebody else's: another order came first."""
        taken = Write.update(
            credit_writes.TABLE,
            credit_writes.ACCOUNT,
            credit_writes.head_key(owner),
            "SET #balance = #balance - :amount",
            condition="#balance >= :amount",
            values={"amount": amount},
        )
        at = clock.timestamp(clock.now())
        transact([taken, *credit_writes._move(amount, owner, self.new_owner(), at)])

    def links(self, owner: str, guest: str) -> None:
        """The owner has merged the guest's cart: the guest's orders are the owner's too."""
        write(owners_store.link(owner, guest))

    def checkout(
        self,
        owner: str,
        *,
        total: int = PRICE,
        to_pay: int | None = None,
        payment_method: str | None = VISA,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """POST /checkouts for what is in the owner's cart; what is None is left out."""
        body: dict[str, Any] = {
            "expected_total": Money(total).as_dict(),
            "shipping_address": ADDRESS,
            "email": EMAIL,
        }
        if payment_method is not None:
            body["payment_method"] = payment_method
        if to_pay is not None:
            body["expected_to_pay"] = Money(to_pay).as_dict()
        named = {"Idempotency-Key": key or f"key-{next(self._numbers)}", **(headers or {})}
        return self.api("POST", "/checkouts", body, named, owner=owner)

    def places_order(
        self, payment_method: str = VISA, *, sku: str = SKU, quantity: int = 1, credit: int = 0
    ) -> str:
        """A new customer buys at PRICE, so much of it for credit; the order's id, its saga started."""
        owner, total = self.fills_cart({sku: quantity}), PRICE * quantity
        if credit:
            self.uses_credit(owner, credit)
        to_pay = total - credit
        answer = self.checkout(
            owner,
            total=total,
            to_pay=to_pay if credit else None,
            payment_method=payment_method if to_pay else None,
        )
        assert answer.status == 202, answer
        order_id: str = answer.json["order_id"]
        return order_id

    def cancels(self, order_id: str) -> Answer:
        return self.api("POST", f"/orders/{order_id}/cancel", owner=self.order(order_id).owner)

    def asks_back(
        self, order: Order, lines: Mapping[str, int] | None = None, key: str | None = None, **more: Any
    ) -> Answer:
        """POST the return of these units (of one margherita), under a new key unless one is given."""
        listed = [{"line_id": line, "quantity": units} for line, units in (lines or {SKU: 1}).items()]
        headers = {"Idempotency-Key": key or f"return-{next(self._numbers)}"}
        body = {"reason": "cold", "lines": listed} | more
        return self.api("POST", f"/orders/{order.order_id}/returns", body, headers, owner=order.owner)

    def requested(self, order: Order, lines: Mapping[str, int] | None = None, key: str | None = None) -> str:
        """The id of a return that waits for its inspection."""
        answer = self.asks_back(order, lines, key)
        assert answer.status == 201, answer
        self.run_to_rest()
        return_id: str = answer.json["return_id"]
        return return_id

    # the bank and the provider

    def customer_answers(self, order_id: str, outcome: str = "success") -> Hold:
        """Success or failure at the bank; nobody is told. The intent before."""
        hold = self.hold(order_id)
        self.answers_bank(order_id, outcome)
        return hold

    def answers_bank(self, order_id: str, outcome: str = "success") -> None:
        """For each intent of the order, however many there are."""
        for hold in self.holds(order_id):
            self.provider.customer_answers_bank(hold.hold_id, outcome)

    def delivers_event(self, event: dict[str, Any]) -> Answer:
        """As the provider delivers: signed, now."""
        body = json.dumps(event, indent=2)
        signature = WebhookSignature.generate_signature_header(body, STRIPE_KEYS["webhook_secret"])
        return self.api("POST", "/payments/webhook", body, {"Stripe-Signature": signature})

    def tells(self, hold: Hold, event_type: str = CAPTURABLE) -> Answer:
        return self.delivers_event(self.event(hold.hold_id, event_type))

    def merchant(self) -> StripeClient:
        """Somebody else at the provider: its own pages, or a customer with a client secret."""
        base = {"api": self.provider.api_base}
        return StripeClient(
            "sk_test_world",
            http_client=KeptConnections(PATIENT_SECONDS),
            base_addresses=base,  # type: ignore[arg-type]
            max_network_retries=0,
        )

    def refunds_by_hand(self, order_id: str, amount: int) -> str:
        """Somebody of the shop gives money back in the provider's own pages; nobody is told. The refund's
        id."""
        params: Any = {"payment_intent": self.hold(order_id).hold_id, "amount": amount}
        return str(self.merchant().v1.refunds.create(params).id)

    def fails_refund(self, refund_id: str) -> None:
        """The customer's bank turns a refund back, days later; nobody is told."""
        self.merchant().raw_request("post", f"/v1/refunds/{refund_id}/fail")

    def disputes(self, order_id: str, action: str, amount: int | None = None) -> str:
        """What the customer's bank does about the order's charge, in the sandbox's words; nobody is told. The
        dispute's id."""
        ordered = {"payment_intent": self.hold(order_id).hold_id, "action": action}
        more = {} if amount is None else {"amount": amount}
        return self.provider.disputes(ordered | more)

    def tells_of_disputes(self, order_id: str) -> list[Answer]:
        """Every event that the provider has recorded about disputes of the order."""
        hold_id = self.hold(order_id).hold_id
        told = [one for one in self.provider.events() if one["type"].startswith(_OF_DISPUTES)]
        about = [one for one in told if one["data"]["object"]["payment_intent"] == hold_id]
        return [self.delivers_event(one) for one in about]

    def tells_of_refunds(self, order_id: str) -> list[Answer]:
        """Every event that the provider has recorded about what was given back of the order."""
        told = [one for one in self.provider.events() if one["type"] in _OF_REFUNDS]
        hold_id = self.hold(order_id).hold_id
        about = [one for one in told if one["data"]["object"]["payment_intent"] == hold_id]
        return [self.delivers_event(one) for one in about]

    def pays(self, order_id: str, **more: Any) -> PaymentIntent:
        """An intent for the order that is none of ours, paid at once."""
        params: Any = {
            "amount": PRICE,
            "currency": "eur",
            "capture_method": "manual",
            "payment_method": VISA,
            "payment_method_types": ["card"],
            "confirm": True,
            "metadata": {"order_id": order_id},
        }
        return self.merchant().v1.payment_intents.create(params | more)
