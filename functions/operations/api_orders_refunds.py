"""POST /ops/orders/{order_id}/refunds."""

from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from functions.operations.errors import NothingToRefund, OrderUnderDispute, RefundTooLarge
from functions.operations.operator_requests import PROBLEMS as COMMON
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed, sentence
from functions.operations.refund_order import refund_order
from functions.refunds.refund import To
from functions.refunds.request_refund import Wanted
from functions.shared import api
from functions.shared.problems import Problem

MAX_AMOUNT = 999_999_999

PROBLEMS: api.Problems = {
    **COMMON,
    NothingToRefund: lambda none: Problem(409, "nothing-captured", sentence(none)),
    OrderUnderDispute: lambda disputed: Problem(409, "order-disputed", sentence(disputed)),
    RefundTooLarge: lambda large: Problem(409, "more-than-left", sentence(large), left=large.left),
}

app = api.resolver(PROBLEMS)


class RefundBody(Reason):
    """`amount`: minor units of the order's currency. The customer is shown `why`."""

    amount: Annotated[int, Field(ge=1, le=MAX_AMOUNT)]
    to: To = To.CARD


@app.post("/ops/orders/<order_id>/refunds")
def post_refund(order_id: str) -> api.Response:
    """The refund, as it was asked for: its machine gives it back."""
    body = parsed(app, RefundBody)
    asked = asked_by(app, body)
    wanted = Wanted(body.amount, body.to, asked.signed)
    return answer_once(asked, lambda: refund_order(order_id, asked.key, wanted), HTTPStatus.CREATED)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
