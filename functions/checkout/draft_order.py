"""An order as the cart stands, before anything is written: what is ordered, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

from functions.cart.cart import Cart, CartChanged, CheckoutInProgress
from functions.cart.pricing import goods_of, price
from functions.catalog import store as catalog
from functions.checkout.look_at_address import look_at_address
from functions.order.lines import MissingLine, OrderLine, missing
from functions.order.order import Head, Order, Status
from functions.payment import provider_limits
from functions.pricing.quote import Goods, Quote, Wishes, method_for
from functions.pricing.quoting import Quoting
from functions.pricing.shop import Place, Shop
from functions.pricing.store import shop_of
from functions.pricing.totals import Total, less_credit
from functions.shared import clock, ids
from functions.shared.errors import BusinessError
from functions.shared.money import Money
from functions.storefront.uses_left import with_uses_left


class CartEmpty(BusinessError):
    """There is nothing in the cart."""


class Unavailable(BusinessError):
    """The shop no longer sells some lines as they were chosen: `missing`."""

    def __init__(self, lines: tuple[MissingLine, ...]) -> None:
        super().__init__(f"{len(lines)} lines are no longer sold")
        self.missing = lines


class AmountTooSmall(BusinessError):
    """Less than the payment provider takes, and more than nothing: `minimum` is what it takes."""

    def __init__(self, minimum: Money) -> None:
        super().__init__(f"at least {minimum.text()}")
        self.minimum = minimum


class AmountTooLarge(BusinessError):
    """More than the payment provider takes at once: `maximum` is what it takes."""

    def __init__(self, maximum: Money) -> None:
        super().__init__(f"at most {maximum.text()}")
        self.maximum = maximum


class PaymentMethodMissing(BusinessError):
    """There is something to pay, and it is not said with what."""


class ExpectedToPayMissing(BusinessError):
    """The cart uses credit, and it is not said what the customer was shown as left to pay."""


class PriceChanged(BusinessError):
    """The cart costs something else than the customer was shown, or leaves something else to pay: `total`,
    `to_pay`, and how they come about, `totals`."""

    def __init__(self, total: Money, to_pay: Money, totals: tuple[Total, ...]) -> None:
        super().__init__(f"the total is {total.text()}, to pay {to_pay.text()}")
        self.total = total
        self.to_pay = to_pay
        self.totals = totals


@dataclass(frozen=True)
class CheckoutRequest:
    """What a customer asks for. A repeat is held against `compared`. `payment_method` may be left out where
    there is nothing to pay, and is ignored there. `expected_to_pay` may be left out where no credit is used.
    `cart_version` is what the customer saw, if the client tells; `email` is where to tell of what becomes of
    the order; `asked_by` under what the request is counted (session/attempts_store.py)."""

    payment_method: str | None = field(repr=False)
    expected_total: Money
    shipping_address: dict[str, Any] = field(repr=False)
    compared: dict[str, Any] = field(repr=False)
    cart_version: int | None = None
    expected_to_pay: Money | None = None
    email: str | None = field(default=None, repr=False)
    asked_by: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What stands for all of it with the order."""
        return ids.digest(self.compared)


def draft_order(
    order_id: str, cart: Cart, request: CheckoutRequest, now: datetime, quoting: Quoting
) -> Order:
    """The order as the cart stands. Raises what keeps it from being placed."""
    if cart.checkout is not None:
        raise CheckoutInProgress(cart.checkout)
    if request.cart_version is not None and request.cart_version != cart.version:
        raise CartChanged(cart.version)
    if not cart.lines:
        raise CartEmpty(cart.owner)
    offer = catalog.offer()
    priced = price(cart.lines, offer)
    if priced.withdrawn:
        raise Unavailable(missing(priced.withdrawn, {line.sku: 0 for line in priced.withdrawn}))
    goods, shop, wishes = goods_of(priced.offered, offer), shop_of(offer), _wishes(cart, request)
    look_at_address(request.shipping_address, goods, method_for(goods, shop, wishes))
    quoted = _quoted(cart, goods, shop, wishes, request.expected_total.amount, quoting)
    total, credit = Money(quoted.total), cart.credit_for(quoted.total)
    to_pay = Money(total.amount - credit, total.currency)
    _require_expected(request, total, to_pay, less_credit(quoted.totals(), credit))
    return Order(
        head=Head(order_id, Status.PENDING, 1),
        owner=cart.owner,
        lines=tuple(
            OrderLine.agreed(line, cost, quoted.tax_included, quoting.step)
            for line, cost in zip(priced.offered, quoted.lines, strict=True)
        ),
        total=total,
        placed_at=clock.timestamp(now),
        payment_method=request.payment_method if to_pay.amount else None,
        shipping_address=request.shipping_address,
        request_digest=request.digest,
        email=request.email,
        asked_by=request.asked_by,
        delivery=quoted.delivery,
        tax_name=quoted.tax_name,
        codes=tuple(one.code for one in quoted.codes if one.applied),
        uses=quoted.uses,
        credit=credit,
    )


def _quoted(
    cart: Cart, goods: Sequence[Goods], shop: Shop, wishes: Wishes, expected: int, quoting: Quoting
) -> Quote:
    """A cart is shown without codes that are used up. So where it does not cost what was expected, or would
    cost the same without a code that may be used up, it is looked which of its codes are; who expects what it
    costs with them finds out at the door. A function of the shop's own is asked once, and so about what is
    left."""
    if not quoting.by_function:
        quoted = quoting(goods, shop, wishes)
        limited = [use.code for use in quoted.uses]
        may_be_gone = (set(some) for n in range(len(limited)) for some in combinations(limited, n + 1))
        others = (quoting(goods, shop.without_uses(gone), wishes).total for gone in may_be_gone)
        if quoted.total == expected and expected not in others:
            return quoted
    return quoting(goods, with_uses_left(shop, cart.owner, cart.codes), wishes)


def _wishes(cart: Cart, request: CheckoutRequest) -> Wishes:
    """What the cart says; the goods go to the address, wherever that was to be."""
    address = request.shipping_address
    method = cart.delivery.method if cart.delivery else None
    return Wishes(cart.codes, method, Place(address["country"], address.get("region")))


def _require_expected(
    request: CheckoutRequest, total: Money, to_pay: Money, totals: tuple[Total, ...]
) -> None:
    """The customer was shown these amounts. What is left to pay need not be said where it is all."""
    if total != request.expected_total or request.expected_to_pay not in (None, to_pay):
        raise PriceChanged(total, to_pay, totals)
    if to_pay != total and request.expected_to_pay is None:
        raise ExpectedToPayMissing


def require_payable(order: Order) -> None:
    """What is to be paid is an amount that the provider takes, and it is said with what; or it is nothing."""
    to_pay = order.to_pay
    if to_pay.amount == 0:
        return
    limits = provider_limits.limits(to_pay.currency)
    if to_pay.amount < limits.minimum:
        raise AmountTooSmall(Money(limits.minimum, to_pay.currency))
    if to_pay.amount > limits.maximum:
        raise AmountTooLarge(Money(limits.maximum, to_pay.currency))
    if order.payment_method is None:
        raise PaymentMethodMissing(order.order_id)
