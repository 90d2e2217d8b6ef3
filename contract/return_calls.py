"""Calls about returns."""

from contract.call import BODY_PROBLEMS, ORDER_ID, REPLAYED, RETURN_ID, Call, Success
from contract.return_models import PhotoUpload, Return, Returns
from functions.returns.api_return_photos import PhotoBody
from functions.returns.api_returns import ReturnBody

RETURN_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "One key is one return of the order: two that say the same are two under two keys",
    "schema": {"type": "string", "pattern": "^[ -~]{1,255}$"},
}

RETURN_CALLS = [
    Call(
        "post",
        "/orders/{order_id}/returns",
        "requestReturn",
        "Announce that units of a delivered order come back",
        {201: Success(Return, "The return; a repeat meets it again, as it then stands", REPLAYED)},
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
        {200: Success(Returns, "The returns")},
        {404: ["not-found"]},
        [ORDER_ID],
    ),
    Call(
        "post",
        "/orders/{order_id}/returns/{return_id}/photos",
        "addReturnPhoto",
        "A form to upload a photo by, for who inspects the return; at most ten",
        {201: Success(PhotoUpload, "The form")},
        BODY_PROBLEMS | {404: ["not-found"], 409: ["already-inspected", "too-many-photos"]},
        [ORDER_ID, RETURN_ID],
        PhotoBody,
    ),
]
