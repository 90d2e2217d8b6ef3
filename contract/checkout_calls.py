"""Calls about ordering and paying."""

from contract.call import BODY_PROBLEMS, LOCATION, REPLAYED, Call, Success
from contract.order_models import Heard, OrderSummary, ProviderEvent
from functions.checkout.bodies import CheckoutBody

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "One key is one order: repeating it, with the same body, repeats the answer. A key under "
    "which nothing was ordered stays free",
    "schema": {"type": "string", "pattern": "^[ -~]{1,255}$"},
}

PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "RFC 7240: wait=N waits up to N seconds, at most 10, for the order to be decided",
    "schema": {"type": "string", "examples": ["wait=10"]},
}

CHECKOUT_CALLS = [
    Call(
        "post",
        "/checkouts",
        "checkOut",
        "Order what is in my cart and pay for it",
        {
            201: Success(OrderSummary, "CONFIRMED: paid and sold", LOCATION | REPLAYED),
            202: Success(
                OrderSummary,
                "PENDING: not decided yet, or the customer must act",
                LOCATION | REPLAYED,
            ),
        },
        BODY_PROBLEMS
        | {
            402: ["payment-declined"],
            409: [
                "out-of-stock",
                "code-used-up",
                "credit-short",
                "checkout-failed",
                "cancelled-by-customer",
                "rejected-by-shop",
                "not-packed-in-time",
                "price-changed",
                "cart-empty",
                "unavailable",
                "cart-changed",
                "checkout-in-progress",
            ],
            429: ["too-many-declines"],
            422: ["invalid-request", "idempotency-key-reused", "amount-too-small", "amount-too-large"],
            503: ["try-again", "payments-not-configured", "payments-unavailable", "prices-unavailable"],
        },
        [IDEMPOTENCY_KEY, PREFER],
        CheckoutBody,
        problem_headers={402: REPLAYED, 409: REPLAYED},
    ),
    Call(
        "post",
        "/payments/webhook",
        "hearOfPayment",
        "For the payment provider: a payment has changed. Whatever is not 200 is to be delivered again",
        {200: Success(Heard, "Handled, or nothing that concerns an order")},
        {
            400: ["webhook-refused"],
            413: ["body-too-large"],
            503: ["try-again", "payments-not-configured"],
        },
        body=ProviderEvent,
        personal=False,
    ),
]
