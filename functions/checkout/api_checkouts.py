"""POST /checkouts."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from functions.cart.cart import CartChanged, CheckoutInProgress
from functions.checkout import place_once, workflow
from functions.checkout.bodies import CheckoutBody
from functions.checkout.draft_order import (
    AmountTooLarge,
    AmountTooSmall,
    CartEmpty,
    ExpectedToPayMissing,
    PaymentMethodMissing,
    PriceChanged,
    Unavailable,
)
from functions.checkout.look_at_address import AddressIncomplete
from functions.checkout.look_at_declines import TooManyDeclines
from functions.checkout.look_at_stock import NotInStock
from functions.checkout.place_once import ShopBusy
from functions.credit.account import CreditShort
from functions.inventory.uses import CodeUsedUp, codes_in
from functions.order import order as orders
from functions.order import store as order_store
from functions.order.order import Order, Reason, Status, present_missing
from functions.payment.decline import ADVICE
from functions.payment.errors import PaymentsNotConfigured, PaymentsUnavailable
from functions.pricing.quote import NotDelivered
from functions.pricing.quoting import PricesUnavailable
from functions.pricing.totals import present_totals
from functions.session.attempts_store import who
from functions.shared import api
from functions.shared.contention import Contended
from functions.shared.errors import KeyReused
from functions.shared.observe import concerns
from functions.shared.problems import (
    Problem,
    cart_changed,
    checkout_in_progress,
    invalid_field,
    key_reused,
    not_delivered,
    payments_not_configured,
    payments_unavailable,
    prices_unavailable,
    too_many,
    try_again,
    unprocessable,
)
from functions.storefront.show_order import decline_of, present


def _lines_missing(name: str, detail: str) -> Callable[[Any], Problem]:
    return lambda refused: Problem(409, name, detail, lines=[line.as_dict() for line in refused.missing])


def _address_incomplete(lacking: list[str]) -> Problem:
    errors = [{"field": f"shipping_address.{member}", "message": "Required"} for member in lacking]
    return unprocessable("shipping_address: these goods need a whole one.", errors=errors)


_OUT_OF_STOCK = "There is not enough in stock."
_USED_UP = "A code of the cart was used as often as it may be; look at the cart again."
_CREDIT_SHORT = "There is not enough credit; use less of it."

PROBLEMS: api.Problems = {
    CartEmpty: lambda _: Problem(409, "cart-empty", "The cart is empty; put something into it first."),
    PriceChanged: lambda changed: Problem(
        409,
        "price-changed",
        "The total, or what is left to pay, is not what was expected.",
        total=changed.total.as_dict(),
        to_pay=changed.to_pay.as_dict(),
        totals=present_totals(changed.totals, changed.total.currency),
    ),
    AddressIncomplete: lambda incomplete: _address_incomplete(incomplete.lacking),
    NotDelivered: lambda refused: not_delivered("shipping_address", refused.as_dicts()),
    ExpectedToPayMissing: lambda _: invalid_field("expected_to_pay", "required, since the cart uses credit"),
    AmountTooSmall: lambda small: Problem(
        422,
        "amount-too-small",
        f"No card takes so little: at least {small.minimum.text()}."
        " Put more into the cart, or use less credit.",
        minimum=small.minimum.as_dict(),
    ),
    AmountTooLarge: lambda large: Problem(
        422,
        "amount-too-large",
        f"No card takes so much at once: at most {large.maximum.text()}. Order in several parts.",
        maximum=large.maximum.as_dict(),
    ),
    PaymentMethodMissing: lambda _: invalid_field(
        "payment_method", "required, since there is something to pay"
    ),
    Unavailable: _lines_missing(
        "unavailable", "The shop no longer sells these lines as they were chosen; take them out of the cart."
    ),
    TooManyDeclines: lambda many: too_many(
        "declines", "Too many cards were declined. Nothing was ordered; try again later.", many.seconds
    ),
    NotInStock: _lines_missing(Reason.OUT_OF_STOCK, _OUT_OF_STOCK),
    CodeUsedUp: lambda gone: Problem(409, Reason.CODE_USED_UP, _USED_UP, codes=list(gone.codes)),
    CreditShort: lambda _: Problem(409, Reason.CREDIT_SHORT, _CREDIT_SHORT),
    CartChanged: lambda changed: cart_changed(409, changed.version),
    CheckoutInProgress: lambda busy: checkout_in_progress(busy.order_id),
    KeyReused: lambda _: key_reused(),
    PaymentsNotConfigured: lambda _: payments_not_configured(),
    PaymentsUnavailable: lambda silent: payments_unavailable(silent.seconds),
    PricesUnavailable: lambda silent: prices_unavailable(silent.seconds),
    Contended: lambda _: try_again("The cart is being changed from many places at once."),
    ShopBusy: lambda _: try_again("The shop is busy. Repeat the request with the same key."),
}

app = api.resolver(PROBLEMS)

LONGEST_WAIT_SECONDS = 10

_WAIT = re.compile(r'(?:^|[,;\s])wait\s*=\s*"?(\d{1,99})"?(?=$|[,;\s])', re.IGNORECASE | re.ASCII)

_CANCELLED = {
    Reason.PAYMENT_DECLINED: (HTTPStatus.PAYMENT_REQUIRED, "The payment was declined."),
    Reason.OUT_OF_STOCK: (HTTPStatus.CONFLICT, _OUT_OF_STOCK),
    Reason.CODE_USED_UP: (HTTPStatus.CONFLICT, _USED_UP),
    Reason.CREDIT_SHORT: (HTTPStatus.CONFLICT, _CREDIT_SHORT),
    Reason.CHECKOUT_FAILED: (HTTPStatus.CONFLICT, "The checkout failed; nothing was charged."),
    Reason.CANCELLED_BY_CUSTOMER: (HTTPStatus.CONFLICT, "The order was cancelled; nothing was charged."),
    Reason.REJECTED_BY_SHOP: (HTTPStatus.CONFLICT, "The shop could not pack it; nothing was charged."),
    Reason.NOT_PACKED_IN_TIME: (HTTPStatus.CONFLICT, "It was not packed in time; nothing was charged."),
}


@app.post("/checkouts")
def post_checkout() -> api.Response:
    """The answer depends on the order's state alone, first call and repeat alike; a header says which of the
    two it is."""
    key = api.idempotency_key(app)
    if key is None:
        raise unprocessable("Idempotency-Key: a header of 1 to 255 printable ASCII characters is required.")
    body = api.parse(app, CheckoutBody)
    request = body.request(who(api.session(app), api.viewer(app)))
    placed = place_once.place_once(api.owner(app), key, request)
    order, at_once = placed.order, not placed.repeated
    concerns(order.order_id)
    seconds = _wait_seconds()
    if seconds and order.head.undecided:
        workflow.wait(order.order_id, seconds)
        order, at_once = order_store.load(order.order_id), False
    return _answer(order, api.replayed(placed.repeated), at_once=at_once)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    place_once.begin(context)
    return app.resolve(event, context)


def _answer(order: Order, replayed: dict[str, str], *, at_once: bool) -> api.Response:
    """`at_once`: of an order that was placed just now, the bank can ask nothing yet: nobody looks."""
    headers = {"Location": f"/api/orders/{order.order_id}"} | replayed
    if order.status is Status.CANCELLED:
        reason = order.head.reason or Reason.CHECKOUT_FAILED
        raise _cancelled(order, reason).with_headers(replayed)
    status = HTTPStatus.ACCEPTED if order.head.undecided else HTTPStatus.CREATED
    shown = orders.present(order, None) if at_once else present(order)
    return api.respond(shown, status, **headers)


def _cancelled(order: Order, reason: Reason) -> Problem:
    status, detail = _CANCELLED[reason]
    more: dict[str, Any] = {}
    if reason is Reason.OUT_OF_STOCK:
        more = {"lines": present_missing(order)}
    elif reason is Reason.CODE_USED_UP:
        more = {"codes": codes_in(order.short)}
    if why := decline_of(order):
        more, detail = {"decline": why}, f"{detail} {ADVICE[why]}"
    return Problem(status, reason, detail, order_id=order.order_id, **more)


def _wait_seconds() -> int:
    """Seconds asked for by `Prefer: wait=N` (RFC 7240); what cannot be understood is ignored, as it says."""
    found = _WAIT.search(", ".join(api.header_values(app, "Prefer")))
    return min(int(found[1]), LONGEST_WAIT_SECONDS) if found else 0
