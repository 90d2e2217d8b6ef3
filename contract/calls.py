"""Every call of the API: what it takes, what it answers, how it refuses."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from contract import models
from functions.checkout.bodies import CheckoutBody
from functions.conversation.messages import ReadBody, SayBody
from functions.returns.api_return_photos import PhotoBody
from functions.returns.api_returns import ReturnBody
from functions.session import signed_text
from functions.session.api_sessions import LinkBody
from functions.shared import api
from functions.storefront.api_cart import LineBody
from functions.storefront.api_cart_merge import MergeBody
from functions.storefront.api_orders import DEFAULT_LIMIT, MAX_LIMIT

LINE_ID = {
    "name": "line_id",
    "in": "path",
    "required": True,
    "description": "Picked by the client: putting the same line again changes nothing",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{1,64}$"},
}
SKU = {"name": "sku", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
ORDER_ID = {"name": "order_id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
CALLBACK_ID = {
    "name": "callback_id",
    "in": "path",
    "required": True,
    "description": "From the offer; good until its pack_by",
    "schema": {"type": "string", "minLength": 1},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "Change the cart only if it is at this version",
    "schema": {"type": "string", "pattern": '^("[0-9]{1,12}"|[0-9]{1,12})$'},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "One key is one order: repeating it, with the same body, repeats the answer. A key under "
    "which nothing was ordered stays free",
    "schema": {"type": "string", "pattern": "^[ -~]{1,255}$"},
}
RETURN_ID = ORDER_ID | {"name": "return_id"}
RETURN_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "One key is one return of the order: two that say the same are two under two keys",
    "schema": {"type": "string", "pattern": "^[ -~]{1,255}$"},
}
PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "RFC 7240: wait=N waits up to N seconds, at most 10, for the order to be decided",
    "schema": {"type": "string", "examples": ["wait=10"]},
}
CONVERSATION = {
    "name": "conversation",
    "in": "path",
    "required": True,
    "description": "An order's id; `support` for my conversation about none; operators call that of a "
    "customer `support-<owner>`",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80},
}
UNREAD = {
    "name": "unread",
    "in": "query",
    "description": "For operators: only conversations in which the shop has not read all",
    "schema": {"type": "boolean", "default": False},
}
LIMIT = {
    "name": "limit",
    "in": "query",
    "description": "How many orders a page has at most",
    "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
}
CURSOR = {
    "name": "cursor",
    "in": "query",
    "description": "next_cursor of the page before, given back unchanged by the one it was given to",
    "schema": {"type": "string", "pattern": f"^[A-Za-z0-9_-]{{1,{signed_text.MAX_LENGTH}}}$"},
}

Headers = dict[str, str]
COOKIE = {"Set-Cookie": "For a browser's page, instead of the token"}
ETAG = {"ETag": "The cart's version, for If-Match"}
LOCATION = {"Location": "The order"}
REPLAYED = {
    api.REPLAYED: "true where the answer repeats an earlier outcome: this key's order, or return, was made "
    "by another request. It is not there on the answer to the request that made it, nor where none was made"
}
CACHED = {"Cache-Control": "How long it may be kept"}
RETRY = {"Retry-After": "Seconds, after which the same request may be repeated"}


@dataclass(frozen=True)
class Success:
    shape: type[BaseModel]
    description: str
    headers: Headers = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """`problems` maps a status to the names of the problems answered with it, `problem_headers` to what these
    may come with. `personal` calls need a session; one that `renews` takes it if there is one. What
    each is about, and what else one has to know, is in words.py."""

    method: str
    path: str
    name: str
    summary: str
    successes: dict[int, Success]
    problems: dict[int, list[str]] = field(default_factory=dict)
    parameters: list[dict[str, Any]] = field(default_factory=list)
    body: type[BaseModel] | None = None
    personal: bool = True
    renews: bool = False
    problem_headers: dict[int, Headers] = field(default_factory=dict)


BODY_PROBLEMS = {
    400: ["malformed-json"],
    413: ["body-too-large"],
    415: ["unsupported-media-type"],
    422: ["invalid-request"],
}

BY_LINK = frozenset(
    {
        "issueTicket",
        "getOrder",
        "cancelOrder",
        "getReceipt",
        "listMessages",
        "sayMessage",
        "markRead",
        "requestReturn",
        "listReturns",
        "addReturnPhoto",
    }
)
"""What a session that was opened by an order's link is good for, about that order."""

CALLS = [
    Call(
        "post",
        "/sessions",
        "openSession",
        "A session for a new, anonymous owner; with a token, the caller's own session, renewed",
        {
            200: Success(models.Session, "The session that the token stands for, renewed", COOKIE),
            201: Success(models.Session, "The session of a new owner", COOKIE),
        },
        {401: ["unauthorized"]},
        personal=False,
        renews=True,
    ),
    Call(
        "post",
        "/sessions/order",
        "openOrderSession",
        "A session for one order, by the link in a mail about it",
        {201: Success(models.Session, "The session, for a day", COOKIE)},
        BODY_PROBLEMS | {401: ["unauthorized"]},
        body=LinkBody,
        personal=False,
    ),
    Call(
        "delete",
        "/sessions/current",
        "dropSession",
        "A browser's page forgets its session",
        {200: Success(models.Dropped, "Done, or there was nothing to forget", COOKIE)},
        personal=False,
    ),
    Call(
        "get",
        "/catalog",
        "getCatalog",
        "All products, their options and whether they are in stock",
        {200: Success(models.Catalog, "The catalog", CACHED)},
        personal=False,
    ),
    Call(
        "get",
        "/catalog/{sku}",
        "getProduct",
        "One product",
        {200: Success(models.Product, "The product", CACHED)},
        {404: ["not-found"]},
        [SKU],
        personal=False,
    ),
    Call(
        "get",
        "/openapi.json",
        "getOpenApi",
        "This document",
        {200: Success(models.OpenApi, "OpenAPI 3.1", CACHED)},
        personal=False,
    ),
    Call(
        "get",
        "/asyncapi.json",
        "getAsyncApi",
        "The messages of the socket",
        {200: Success(models.AsyncApi, "AsyncAPI 3.0", CACHED)},
        personal=False,
    ),
    Call(
        "post",
        "/live/tickets",
        "issueTicket",
        "A ticket that opens one connection of the socket, within a minute",
        {201: Success(models.Ticket, "The ticket")},
    ),
    Call("get", "/cart", "getCart", "My cart", {200: Success(models.Cart, "The cart", ETAG)}),
    Call(
        "put",
        "/cart/lines/{line_id}",
        "putCartLine",
        "Put a line into my cart, or change it",
        {200: Success(models.Cart, "The whole cart", ETAG)},
        BODY_PROBLEMS | {404: ["not-found"], 409: ["checkout-in-progress"], 412: ["cart-changed"]},
        [LINE_ID, IF_MATCH],
        LineBody,
    ),
    Call(
        "delete",
        "/cart/lines/{line_id}",
        "deleteCartLine",
        "Take a line out of my cart; one that is not there is fine",
        {200: Success(models.Cart, "The whole cart", ETAG)},
        {
            404: ["not-found"],
            409: ["checkout-in-progress"],
            412: ["cart-changed"],
            422: ["invalid-request"],
        },
        [LINE_ID, IF_MATCH],
    ),
    Call(
        "post",
        "/cart/merge",
        "mergeCarts",
        "After a login: a guest's lines move into my cart, and the guest's orders are mine too",
        {200: Success(models.MergedCart, "My whole cart", ETAG)},
        BODY_PROBLEMS | {409: ["checkout-in-progress"]},
        body=MergeBody,
    ),
    Call(
        "post",
        "/checkouts",
        "checkOut",
        "Order what is in my cart and pay for it",
        {
            201: Success(models.OrderSummary, "CONFIRMED: paid and sold", LOCATION | REPLAYED),
            202: Success(
                models.OrderSummary,
                "PENDING: not decided yet, or the customer must act",
                LOCATION | REPLAYED,
            ),
        },
        BODY_PROBLEMS
        | {
            402: ["payment-declined"],
            409: [
                "out-of-stock",
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
            422: ["invalid-request", "idempotency-key-reused", "amount-too-small", "amount-too-large"],
            503: ["try-again", "payments-not-configured", "payments-unavailable"],
        },
        [IDEMPOTENCY_KEY, PREFER],
        CheckoutBody,
        problem_headers={402: REPLAYED, 409: REPLAYED},
    ),
    Call(
        "get",
        "/orders",
        "listOrders",
        "My orders, newest first; they follow what happened at a short distance",
        {200: Success(models.OrderPage, "A page of orders")},
        {422: ["invalid-request"]},
        [LIMIT, CURSOR],
    ),
    Call(
        "get",
        "/orders/{order_id}",
        "getOrder",
        "One of my orders, with its timeline",
        {200: Success(models.Order, "The order")},
        {404: ["not-found"]},
        [ORDER_ID],
    ),
    Call(
        "post",
        "/payments/webhook",
        "hearOfPayment",
        "For the payment provider: a payment has changed. Whatever is not 200 is to be delivered again",
        {200: Success(models.Heard, "Handled, or nothing that concerns an order")},
        {
            400: ["webhook-refused"],
            413: ["body-too-large"],
            503: ["try-again", "payments-not-configured"],
        },
        body=models.ProviderEvent,
        personal=False,
    ),
    Call(
        "post",
        "/orders/{order_id}/cancel",
        "cancelOrder",
        "Cancel my order, at any time until it is packed; again is fine",
        {
            200: Success(models.OrderSummary, "CANCELLED", LOCATION),
            202: Success(models.OrderSummary, "On its way to be cancelled", LOCATION),
        },
        {404: ["not-found"], 409: ["already-packed"]},
        [ORDER_ID],
    ),
    Call(
        "post",
        "/fulfilments/{callback_id}",
        "reportPacking",
        "A warehouse answers an offer; the id it was offered with is the credential. Again is fine",
        {200: Success(models.Reported, "Taken")},
        BODY_PROBLEMS | {404: ["not-found"], 409: ["already-decided"], 410: ["offer-expired"]},
        [CALLBACK_ID],
        models.ReportBody,
        personal=False,
    ),
    Call(
        "get",
        "/orders/{order_id}/receipt",
        "getReceipt",
        "A link to the receipt (HTML) of my completed order, good for five minutes",
        {200: Success(models.ReceiptLink, "The link")},
        {404: ["not-found"], 409: ["not-completed"]},
        [ORDER_ID],
    ),
    Call(
        "get",
        "/conversations",
        "listConversations",
        "My conversations, the one last active first; for operators everybody's",
        {200: Success(models.ConversationPage, "A page of conversations")},
        {422: ["invalid-request"]},
        [LIMIT | {"description": "How many conversations a page has at most"}, CURSOR, UNREAD],
    ),
    Call(
        "get",
        "/conversations/{conversation}/messages",
        "listMessages",
        "What was said in a conversation, with what happened to its order in between, from the end",
        {200: Success(models.Messages, "The conversation, and a page of its lines")},
        {404: ["not-found"], 422: ["invalid-request"]},
        [
            CONVERSATION,
            LIMIT | {"description": "How many lines a page has at most"},
            CURSOR | {"description": "An older_cursor or newer_cursor of this conversation, unchanged"},
        ],
    ),
    Call(
        "post",
        "/conversations/{conversation}/messages",
        "sayMessage",
        "Say something; the same client_id again meets the message as it was said",
        {
            201: Success(
                models.SaidMessage, "The message; it is stored, and whoever is connected was told", REPLAYED
            )
        },
        BODY_PROBLEMS | {404: ["not-found"], 409: ["client-id-reused"]},
        [CONVERSATION],
        SayBody,
    ),
    Call(
        "put",
        "/conversations/{conversation}/read",
        "markRead",
        "All messages up to this one were read; operators read for the whole shop. A mark never goes back",
        {200: Success(models.Conversation, "The conversation as it stands")},
        BODY_PROBLEMS | {404: ["not-found"]},
        [CONVERSATION],
        ReadBody,
    ),
    Call(
        "post",
        "/orders/{order_id}/returns",
        "requestReturn",
        "Announce that units of a delivered order come back",
        {201: Success(models.Return, "The return; a repeat meets it again, as it then stands", REPLAYED)},
        BODY_PROBLEMS
        | {
            404: ["not-found"],
            409: ["not-completed", "nothing-to-return"],
            422: ["invalid-request", "idempotency-key-reused"],
        },
        [ORDER_ID, RETURN_KEY],
        ReturnBody,
    ),
    Call(
        "get",
        "/orders/{order_id}/returns",
        "listReturns",
        "All returns of an order",
        {200: Success(models.Returns, "The returns")},
        {404: ["not-found"]},
        [ORDER_ID],
    ),
    Call(
        "post",
        "/orders/{order_id}/returns/{return_id}/photos",
        "addReturnPhoto",
        "A form to upload a photo by, for who inspects the return; at most ten",
        {201: Success(models.PhotoUpload, "The form")},
        BODY_PROBLEMS | {404: ["not-found"], 409: ["already-inspected", "too-many-photos"]},
        [ORDER_ID, RETURN_ID],
        PhotoBody,
    ),
]
