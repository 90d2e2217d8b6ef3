"""Calls about carts."""

from contract.call import BODY_PROBLEMS, Call, Success
from contract.cart_models import Cart, MergedCart
from functions.storefront.api_cart import CreditBody, DeliveryBody, LineBody
from functions.storefront.api_cart_merge import MergeBody

LINE_ID = {
    "name": "line_id",
    "in": "path",
    "required": True,
    "description": "Picked by the client: putting the same line again changes nothing",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{1,64}$"},
}

CODE = {
    "name": "code",
    "in": "path",
    "required": True,
    "description": "As it is printed, or otherwise in small and capital letters",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9-]{1,31}$"},
}

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "Change the cart only if it is at this version",
    "schema": {"type": "string", "pattern": '^("[0-9]{1,12}"|[0-9]{1,12})$'},
}

ETAG = {"ETag": "The cart's version, for If-Match"}

CODE_PROBLEMS = {
    404: ["not-found"],
    409: ["checkout-in-progress"],
    412: ["cart-changed"],
    422: ["invalid-request"],
}

CART_CALLS = [
    Call("get", "/cart", "getCart", "My cart", {200: Success(Cart, "The cart", ETAG)}),
    Call(
        "put",
        "/cart/lines/{line_id}",
        "putCartLine",
        "Put a line into my cart, or change it",
        {200: Success(Cart, "The whole cart", ETAG)},
        BODY_PROBLEMS | {404: ["not-found"], 409: ["checkout-in-progress"], 412: ["cart-changed"]},
        [LINE_ID, IF_MATCH],
        LineBody,
    ),
    Call(
        "delete",
        "/cart/lines/{line_id}",
        "deleteCartLine",
        "Take a line out of my cart; one that is not there is fine",
        {200: Success(Cart, "The whole cart", ETAG)},
        {
            404: ["not-found"],
            409: ["checkout-in-progress"],
            412: ["cart-changed"],
            422: ["invalid-request"],
        },
        [LINE_ID, IF_MATCH],
    ),
    Call(
        "put",
        "/cart/delivery",
        "putCartDelivery",
        "Choose how my cart is delivered, and where to",
        {200: Success(Cart, "The whole cart", ETAG)},
        BODY_PROBLEMS | {409: ["checkout-in-progress"], 412: ["cart-changed"]},
        [IF_MATCH],
        DeliveryBody,
    ),
    Call(
        "put",
        "/cart/codes/{code}",
        "putCartCode",
        "Enter a code; one that is there already is fine",
        {200: Success(Cart, "The whole cart", ETAG)},
        CODE_PROBLEMS | {422: ["invalid-request", "code-not-applicable"]},
        [CODE, IF_MATCH],
    ),
    Call(
        "delete",
        "/cart/codes/{code}",
        "deleteCartCode",
        "Take a code out of my cart; one that is not there is fine",
        {200: Success(Cart, "The whole cart", ETAG)},
        CODE_PROBLEMS,
        [CODE, IF_MATCH],
    ),
    Call(
        "put",
        "/cart/credit",
        "putCartCredit",
        "Say how much of my credit is to be used",
        {200: Success(Cart, "The whole cart", ETAG)},
        BODY_PROBLEMS
        | {
            409: ["checkout-in-progress"],
            412: ["cart-changed"],
            503: ["try-again", "prices-unavailable"],
        },
        [IF_MATCH],
        CreditBody,
    ),
    Call(
        "delete",
        "/cart/credit",
        "deleteCartCredit",
        "Use none of my credit",
        {200: Success(Cart, "The whole cart", ETAG)},
        {409: ["checkout-in-progress"], 412: ["cart-changed"], 422: ["invalid-request"]},
        [IF_MATCH],
    ),
    Call(
        "post",
        "/cart/merge",
        "mergeCarts",
        "After a login: a guest's lines move into my cart, and the guest's orders are mine too",
        {200: Success(MergedCart, "My whole cart", ETAG)},
        BODY_PROBLEMS | {409: ["checkout-in-progress"]},
        body=MergeBody,
    ),
]
