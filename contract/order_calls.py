"""Calls about orders."""

from contract.call import CURSOR, LIMIT, LOCATION, ORDER_ID, Call, Success
from contract.order_models import Order, OrderPage, OrderSummary, ReceiptLink

ORDER_CALLS = [
    Call(
        "get",
        "/orders",
        "listOrders",
        "My orders, newest first; they follow what happened at a short distance",
        {200: Success(OrderPage, "A page of orders")},
        {422: ["invalid-request"]},
        [LIMIT, CURSOR],
    ),
    Call(
        "get",
        "/orders/{order_id}",
        "getOrder",
        "One of my orders, with its timeline",
        {200: Success(Order, "The order")},
        {404: ["not-found"]},
        [ORDER_ID],
    ),
    Call(
        "post",
        "/orders/{order_id}/cancel",
        "cancelOrder",
        "Cancel my order, at any time until it is packed; again is fine",
        {
            200: Success(OrderSummary, "CANCELLED", LOCATION),
            202: Success(OrderSummary, "On its way to be cancelled", LOCATION),
        },
        {404: ["not-found"], 409: ["already-packed"]},
        [ORDER_ID],
    ),
    Call(
        "get",
        "/orders/{order_id}/receipt",
        "getReceipt",
        "A link to the receipt (HTML) of my completed order, good for five minutes",
        {200: Success(ReceiptLink, "The link")},
        {404: ["not-found"], 409: ["not-completed"]},
        [ORDER_ID],
    ),
]
