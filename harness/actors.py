"""Who acts in and around a shop, whatever it runs on: customers, the bank, the provider's courier, the
warehouse, inspectors, and time.

A verb in the third person (`reports`) is what must be taken; in the imperative (`report`) it may be refused,
and what the function answered is given back.
"""

import json
import math
from typing import Any

from functions.catalog import store as catalog
from functions.catalog.freshness import Copy
from functions.catalog.product import Product
from functions.fulfilment.warehouse import OFFER
from functions.inventory import known_levels
from functions.inventory import store as inventory
from functions.inventory.receive_stock import set_available, set_shards
from functions.inventory.receive_uses import receive_uses
from functions.order.order import Order
from functions.pricing import store as shop_file
from functions.pricing.shop import Shop
from functions.returns import store as returns_store
from functions.returns.inspect_return import inspect_return
from functions.returns.returns import InspectionResult, Return, Verdict
from functions.shared.money import Money
from harness.customers import PRICE, VISA, Customers
from harness.invocation import Outcome
from harness.prices import PRICES
from harness.records import SKU
from harness.sockets import Sockets
from harness.stream import records

MANY = 1_000
"""A level at which nobody looks closer."""

TAKEN: dict[str, list[Any]] = {"batchItemFailures": []}
"""What a consumer answers that leaves nothing for another try."""


class Actors(Customers):
    sockets: Sockets
    """What open pages are connected to."""

    # the shop

    def sells(self, sku: str = SKU, *, price: int = PRICE, stock: int = 10, shards: int = 1) -> None:
        """A product without options, and `stock` units of it received, spread over its shards."""
        catalog.save(Product(sku, sku.title(), "", Money(price), ()))
        set_available(sku, stock, signed_by="test")
        set_shards(sku, shards)
        inventory._counts.clear()  # it was another process that received it
        known_levels._copies.clear()

    def has_prices(self, prices: Shop = PRICES) -> None:
        """From now on the shop has a file, by which carts are quoted, and uses of its codes."""
        receive_uses({code.code: code.uses for code in prices.codes if code.uses}, signed_by="test")
        shop_file.replace(prices, shop_file.revision())
        catalog._cache.cache_clear()  # it was another process that loaded it

    def leaves(self, units: int, sku: str = SKU) -> None:
        """Of what was there, so many units are left: somebody else came first."""
        set_available(sku, units, signed_by="test")

    def sells_out(self, sku: str = SKU) -> None:
        """Nothing is left, which processes that looked a moment ago have not heard of: their door is open."""
        self.leaves(0, sku)
        known_levels._copies[sku] = Copy(MANY, 0.0, math.inf, math.inf)  # however slow the machine is

    def confirmed(self, payment_method: str = VISA, *, quantity: int = 1, credit: int = 0) -> str:
        """A paid order that nobody has begun to fulfil; its id."""
        order_id = self.places_order(payment_method, quantity=quantity, credit=credit)
        self.run_to_rest()
        assert self.outcome(order_id) == ("CONFIRMED", None)
        return order_id

    def asked(self, quantity: int = 1, *, credit: int = 0) -> str:
        """A paid order whose fulfilment waits; its message is still in the queue."""
        order_id = self.confirmed(quantity=quantity, credit=credit)
        self.relays()
        self.run_to_rest()
        return order_id

    def offered(self, quantity: int = 1, *, credit: int = 0) -> tuple[str, dict[str, Any]]:
        """A paid order that was offered to the warehouse, and the offer."""
        return self.asked(quantity, credit=credit), self.offer()

    def delivered_order(self, quantity: int = 2, *, delivered: int | None = None, credit: int = 0) -> Order:
        """An order of so many units, of which so many (all) were packed, handed over and paid for, so much of
        it by credit."""
        order_id, work = self.offered(quantity, credit=credit)
        lines = [{"line_id": SKU, "quantity": quantity if delivered is None else delivered}]
        self.reports(work, lines=lines)
        self.run_to_rest()
        order = self.order(order_id)
        assert order.status.value == "COMPLETED", order
        return order

    # the warehouse

    def offers(self) -> list[dict[str, Any]]:
        """Hand on what asks to be packed; what the warehouse is offered then. A last word that waits in its
        queue goes unheard."""
        waiting = self.messages("PackingRequests")
        if waiting:
            assert self.invoke("OfferPacking", {"Records": waiting}).answer == TAKEN
        return [told for told in self.hears() if told["type"] == OFFER]

    def hears(self) -> list[dict[str, Any]]:
        """All that waits for the warehouse in its queue."""
        return [json.loads(message["body"]) for message in self.messages("Warehouse")]

    def offer(self) -> dict[str, Any]:
        """The only one there is."""
        (work,) = self.offers()
        return work

    def report(self, work: dict[str, Any], outcome: str = "packed", **more: Any) -> Outcome:
        """By queue."""
        return self.invoke("ReportPacking", packing_report(work, outcome, **more))

    def reports(self, work: dict[str, Any], outcome: str = "packed", **more: Any) -> None:
        """It must be taken, whether or not it is too late."""
        assert (taken := self.report(work, outcome, **more)).answer == TAKEN, taken

    # what goes on by itself

    def sweep(self, ended: str = "") -> Outcome:
        """As every minute; or as it is told of the execution of this ARN, which ended by itself."""
        told = {"detail": {"executionArn": ended, "name": ended.rpartition(":")[2]}}
        return self.invoke("Sweep", told if ended else {})

    def relay(self) -> Outcome:
        """Everything in the logs, as the stream would bring it."""
        return self.invoke("Relay", {"Records": records()})

    def relays(self) -> None:
        assert (taken := self.relay()).answer == TAKEN, taken

    def time_passes(self, seconds: float) -> None:
        self.runner.time.pass_by(seconds)


def packing_report(work: dict[str, Any], outcome: str = "packed", **more: Any) -> dict[str, Any]:
    """The warehouse's message, as ReportPacking takes it from the queue."""
    body = json.dumps({"callback_id": work["callback_id"], "outcome": outcome, **more})
    return {"Records": [{"messageId": "m1", "body": body, "attributes": {}}]}


def accepts(return_id: str, **said: Any) -> Return:
    """`said`: what else a Verdict says."""
    return inspect_return(return_id, Verdict(InspectionResult.ACCEPTED, **said), "test")


def inspects(return_id: str, says: str) -> Return:
    """As a story's inspector: `accepted`, `rejected`, `in part` (one unit of the first line alone) or
    `broken` (all of it, and none of it goes back on the shelf)."""
    lines = returns_store.load(return_id).lines
    if says == "in part":
        return accepts(return_id, lines={min(lines): 1}, note="The other was eaten.")
    if says == "broken":
        return accepts(return_id, off_shelf=lines)
    return accepts(return_id) if says == "accepted" else rejects(return_id)


def rejects(return_id: str) -> Return:
    return inspect_return(return_id, Verdict(InspectionResult.REJECTED, why="eaten"), "test")
