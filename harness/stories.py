"""What can become of an order: the stories that lead through every state of the machines.

A story is what it starts with and how the people around the shop act; nothing in it speaks of faults, except
that some begin with a step that failed for a day, since that is how an order comes before an operator.
"""

from dataclasses import dataclass
from typing import Any

from functions.inventory.uses import sku_of
from functions.payment.provider import provider
from functions.pricing.shop import Code
from harness.actors import Actors
from harness.customers import ASKING_CARD, DECLINED_CARD, PRICE, VISA
from harness.prices import FEW, TEN
from harness.records import CHECKOUT, FULFILMENT, REFUND, SKU

WATER = "water"

End = tuple[str, str]
"""Status and reason of an order, or `RETURN` and what became of its return, or `REFUND` and what became of
its refund of an amount."""

CONFIRMED: End = ("CONFIRMED", "")
COMPLETED: End = ("COMPLETED", "")
FAILED: End = ("CANCELLED", "checkout-failed")
DECLINED: End = ("CANCELLED", "payment-declined")
SOLD_OUT: End = ("CANCELLED", "out-of-stock")
CODE_USED_UP: End = ("CANCELLED", "code-used-up")
CREDIT_SHORT: End = ("CANCELLED", "credit-short")
CANCELLED: End = ("CANCELLED", "cancelled-by-customer")
REJECTED: End = ("CANCELLED", "rejected-by-shop")
TOO_LATE: End = ("CANCELLED", "not-packed-in-time")
REFUNDED: End = ("RETURN", "REFUNDED")
TURNED_DOWN: End = ("RETURN", "REJECTED")
GIVEN_BACK: End = ("REFUND", "GIVEN_BACK")


@dataclass(frozen=True)
class Story:
    """`machine`: whose states it is told for; it starts as that machine does. `end`: how it ends if nothing
    goes wrong, and if it does but not too often; `others`: how it may end when something never works.

    `units` ordered of `stock` in `shards`, at `price` each, and one of another product of which there are
    `other`, at `other_price`. `code`: in a shop with a file, with this code of it (prices.py); `used_up`:
    others use it up once the order is placed. `credit`: how much of it is to pay, in minor units; `short`: it
    is somebody else's once the order is placed. `bank`: what the customer does there (success, failure, or
    nothing); `told`: whether the provider's events arrive.
    `warehouse`: packed, partly, other (nothing but the other product), rejected, silent (until the sweep
    gives it up) or asleep (until its machine does, as no sweep comes). `cancels`: when the customer does: at
    once, at the bank, or while it is packed. `back`: how many units come back; `inspector`: accepted,
    rejected, in part or broken. `amount`: what an operator gives back `to` the card or as credit. `hold`:
    what the provider's side has done to it. `stuck`: the step that fails for a day before the story goes on;
    `lost`: the step whose every answer is lost, until it is given up.
    """

    name: str
    machine: str
    end: End
    others: tuple[End, ...] = ()
    card: str = VISA
    units: int = 1
    price: int = PRICE
    other: int | None = None
    other_price: int = PRICE
    stock: int = 10
    shards: int = 1
    code: Code | None = None
    used_up: bool = False
    credit: int = 0
    short: bool = False
    bank: str = ""
    told: bool = True
    warehouse: str = "packed"
    cancels: str = ""
    back: int = 1
    inspector: str = ""
    amount: int = 0
    to: str = "card"
    hold: str = ""
    stuck: str = ""
    lost: str = ""

    @property
    def total(self) -> int:
        return self.units * self.price + (0 if self.other is None else self.other_price)

    @property
    def packed(self) -> dict[str, int] | None:
        """Units by line that the warehouse reports; None for all."""
        return {"partly": {SKU: self.units - 1}, "other": {WATER: 1}}.get(self.warehouse)

    @property
    def unanswered(self) -> bool:
        """Whether somebody in it is waited for in vain."""
        at_bank = self.card == ASKING_CARD and (not self.bank or not self.told) and not self.cancels
        return at_bank or (self.warehouse == "asleep" and not self.cancels)


PAYING = "CompleteOrder"
"""The step that takes the money and then goes on: it is tried for a day, and gets `stuck`, only once the
money is taken. Where all its answers are `lost`, the money is taken and it never hears so."""
TAKES, ASKS, GOES_ON = "capture", "read", "TransactWriteItems"
"""Its calls: the money is taken; whether it was is asked; what comes once it is."""

CREDIT = 500
"""Less than any of it costs."""

CHECKOUTS = (
    Story("sold", "Checkout", COMPLETED, (FAILED,)),
    Story("sold from two shards", "Checkout", COMPLETED, (FAILED,), units=4, stock=5, shards=2),
    Story("out of stock", "Checkout", SOLD_OUT, (FAILED,), units=3, stock=2, shards=2),
    Story("two products sold", "Checkout", COMPLETED, (FAILED,), other=3),
    Story("the second product out of stock", "Checkout", SOLD_OUT, (FAILED,), other=0),
    Story("declined", "Checkout", DECLINED, (FAILED,), card=DECLINED_CARD),
    Story("3-D Secure passed", "Checkout", COMPLETED, (FAILED,), card=ASKING_CARD, bank="success"),
    Story("3-D Secure failed", "Checkout", DECLINED, (FAILED,), card=ASKING_CARD, bank="failure"),
    Story("3-D Secure left open", "Checkout", DECLINED, (FAILED,), card=ASKING_CARD),
    Story(
        "3-D Secure passed, nobody told", "Checkout", COMPLETED, (FAILED, DECLINED),
        card=ASKING_CARD, bank="success", told=False,
    ),
    Story("nothing to pay", "Checkout", COMPLETED, (FAILED,), price=0),
    Story("nothing to pay, out of stock", "Checkout", SOLD_OUT, (FAILED,), price=0, units=3, stock=2),
    Story("paid in part by credit", "Checkout", COMPLETED, (FAILED,), credit=CREDIT),
    Story("paid by credit alone", "Checkout", COMPLETED, (FAILED,), credit=PRICE),
    Story("credit short", "Checkout", CREDIT_SHORT, (FAILED,), credit=CREDIT, short=True),
    Story("sold by a limited code", "Checkout", COMPLETED, (FAILED,), code=FEW, credit=CREDIT),
    Story("limited code, declined", "Checkout", DECLINED, (FAILED,), code=FEW, card=DECLINED_CARD),
    Story("code used up", "Checkout", CODE_USED_UP, (FAILED,), code=FEW, used_up=True),
    Story(
        "paid in part by credit, declined", "Checkout", DECLINED, (FAILED,),
        card=DECLINED_CARD, credit=CREDIT,
    ),
    Story(
        "paid in part by credit, cancelled at the bank", "Checkout", CANCELLED, (FAILED,),
        card=ASKING_CARD, cancels="at the bank", credit=CREDIT,
    ),
    Story("cancelled at once, nothing to pay", "Checkout", CANCELLED, cancels="at once", price=0),
    Story("cancelled at once", "Checkout", CANCELLED, cancels="at once"),
    Story("cancelled at the bank", "Checkout", CANCELLED, (FAILED,), card=ASKING_CARD, cancels="at the bank"),
    Story("stuck on its way back", "Checkout", DECLINED, card=DECLINED_CARD, stuck="VoidPayment"),
)  # fmt: skip
FULFILMENTS = (
    Story("packed", "Fulfilment", COMPLETED, (FAILED, DECLINED, TOO_LATE)),
    Story(
        "partly packed", "Fulfilment", COMPLETED, (FAILED, DECLINED, TOO_LATE),
        units=3, warehouse="partly",
    ),
    Story("nothing to pay", "Fulfilment", COMPLETED, (FAILED, TOO_LATE), price=0),
    Story("nothing to pay, rejected", "Fulfilment", REJECTED, (TOO_LATE,), price=0, warehouse="rejected"),
    Story(
        "packed in part, worth nothing", "Fulfilment", COMPLETED, (FAILED, TOO_LATE),
        other=3, other_price=0, warehouse="other",
    ),
    Story(
        "packed in part, worth too little", "Fulfilment", COMPLETED, (FAILED, TOO_LATE),
        other=3, other_price=40, warehouse="other",
    ),
    Story("paid in part by credit", "Fulfilment", COMPLETED, (FAILED, DECLINED, TOO_LATE), credit=CREDIT),
    Story("paid by credit alone", "Fulfilment", COMPLETED, (FAILED, TOO_LATE), credit=PRICE),
    Story(
        "packed in part, above its credit", "Fulfilment", COMPLETED, (FAILED, DECLINED, TOO_LATE),
        units=3, warehouse="partly", credit=CREDIT,
    ),
    Story(
        "packed in part, below its credit", "Fulfilment", COMPLETED, (FAILED, TOO_LATE),
        units=3, warehouse="partly", credit=2 * PRICE + CREDIT,
    ),
    Story(
        "quoted, packed in part, above its credit", "Fulfilment", COMPLETED, (FAILED, DECLINED, TOO_LATE),
        units=3, warehouse="partly", code=TEN, credit=CREDIT,
    ),
    Story(
        "limited code, packed in part", "Fulfilment", COMPLETED, (FAILED, DECLINED, TOO_LATE),
        units=3, warehouse="partly", code=FEW,
    ),
    Story(
        "limited code, rejected", "Fulfilment", REJECTED, (TOO_LATE,), warehouse="rejected", code=FEW,
    ),
    Story(
        "paid by credit alone, rejected", "Fulfilment", REJECTED, (TOO_LATE,),
        warehouse="rejected", credit=PRICE,
    ),
    Story(
        "hold let go by hand, credit held", "Fulfilment", DECLINED, (FAILED,),
        hold="let go", credit=CREDIT,
    ),
    Story("rejected", "Fulfilment", REJECTED, (TOO_LATE,), warehouse="rejected"),
    Story(
        "cancelled while packed", "Fulfilment", CANCELLED, (TOO_LATE,),
        cancels="while packed", warehouse="asleep",
    ),
    Story("not packed in time", "Fulfilment", TOO_LATE, warehouse="silent"),
    Story("no sign of life, and no sweep", "Fulfilment", TOO_LATE, warehouse="asleep"),
    Story("captured in vain", "Fulfilment", FAILED, lost="CompleteOrder"),
    Story("hold let go by hand", "Fulfilment", DECLINED, (FAILED,), hold="let go"),
    Story("stuck on its way back", "Fulfilment", REJECTED, warehouse="rejected", stuck="VoidPayment"),
    Story("stuck after its payment", "Fulfilment", COMPLETED, (FAILED,), stuck="CompleteOrder"),
)  # fmt: skip
RETURNS = (
    Story("returned", "Return", REFUNDED, units=2, inspector="accepted"),
    Story("returned, nothing paid", "Return", REFUNDED, units=2, price=0, inspector="accepted"),
    Story(
        "returned, worth too little", "Return", REFUNDED,
        units=1, other=3, other_price=40, warehouse="other", inspector="accepted",
    ),
    Story("accepted in part", "Return", REFUNDED, units=3, back=2, inspector="in part"),
    Story("quoted, accepted in part", "Return", REFUNDED, units=3, back=2, inspector="in part", code=TEN),
    Story("quoted, all returned", "Return", REFUNDED, units=2, back=2, inspector="accepted", code=TEN),
    Story("limited code, accepted", "Return", REFUNDED, inspector="accepted", code=FEW),
    Story("arrived broken", "Return", REFUNDED, units=2, inspector="broken"),
    Story("turned down", "Return", TURNED_DOWN, units=2, inspector="rejected"),
    Story(
        "stuck before its refund", "Return", REFUNDED,
        units=2, inspector="accepted", stuck="RefundPayment",
    ),
)  # fmt: skip
REFUNDS = (
    Story("given back", "Refund", GIVEN_BACK, amount=100),
    Story("given as credit", "Refund", GIVEN_BACK, amount=100, to="credit"),
    Story("stuck before it is given back", "Refund", GIVEN_BACK, amount=100, stuck="GiveMoneyBack"),
)
STORIES = (*CHECKOUTS, *FULFILMENTS, *RETURNS, *REFUNDS)


def reported(story: Story) -> dict[str, Any]:
    """The lines of the warehouse's report, none where all was packed."""
    if story.packed is None:
        return {}
    return {"lines": [{"line_id": line, "quantity": units} for line, units in story.packed.items()]}


def act_out_before(story: Story, shop: Actors, back: int = 0) -> tuple[str, str]:
    """What comes before the story's machine, which is about to go on: the order, and what the machine's
    execution is named after. `back`: how many units are returned, if not as many as the story says."""
    order_id = _placed(story, shop)
    if story.machine == CHECKOUT:
        if story.cancels == "at once":
            assert shop.cancels(order_id).status in (200, 202)
        return order_id, order_id
    shop.run_to_rest()
    if story.hold:
        provider.cancel_hold(shop.hold(order_id).hold_id)
    shop.relays()
    if story.machine == FULFILMENT:
        return order_id, order_id
    shop.run_to_rest()
    shop.reports(shop.offer(), **reported(story))
    shop.run_to_rest()
    if story.machine == REFUND:
        return order_id, _refund(story, shop, order_id)
    answer = shop.asks_back(shop.order(order_id), story.packed or {SKU: back or story.back})
    assert answer.status == 201, answer
    return order_id, answer.json["return_id"]


def _refund(story: Story, shop: Actors, order_id: str) -> str:
    body = {"amount": story.amount, "to": story.to, "why": "it came cold"}
    headers, operator = {"Idempotency-Key": "once"}, {"owner": "op_ada", "groups": "operators"}
    answer = shop.api("POST", f"/ops/orders/{order_id}/refunds", body, headers, **operator)
    assert answer.status == 201, answer
    refund_id: str = answer.json["refund_id"]
    return refund_id


def _placed(story: Story, shop: Actors) -> str:
    there, wanted, prices = {SKU: story.stock}, {SKU: story.units}, {SKU: story.price}
    if story.other is not None:
        there[WATER], wanted[WATER], prices[WATER] = story.other, 1, story.other_price
    for sku, stock in there.items():
        shop.sells(sku, price=prices[sku], stock=max(stock, wanted[sku]), shards=story.shards)
    owner, total = shop.fills_cart(wanted), story.total
    if story.code:
        shop.has_prices()
        total = shop.enters_code(owner, story.code.code)
    if story.credit:
        shop.uses_credit(owner, story.credit)
    answer = shop.checkout(
        owner, total=total, to_pay=total - story.credit if story.credit else None, payment_method=story.card
    )
    assert answer.status == 202, answer
    if story.short:
        shop.loses_credit(owner, story.credit)
    if story.code and story.used_up:
        shop.leaves(0, sku_of(story.code.code))
    for sku, stock in there.items():
        if stock < wanted[sku]:
            shop.leaves(stock, sku)  # it was there when the order was placed
    order_id: str = answer.json["order_id"]
    return order_id
