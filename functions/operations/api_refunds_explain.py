"""POST /ops/refunds/{refund_id}/explain."""

from typing import Annotated, Any

from functions.operations.errors import TargetUnknown
from functions.operations.explain_refund import Notes, explain_refund
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed
from functions.shared import api, ids

ORDER_ID = api.Form(r"^ord_[a-z2-7]{32}$", "An order's id (ord_...)")
RETURN_ID = api.Form(r"^ret_[a-z2-7]{32}_[a-z2-7]{8}$", "A return's id (ret_...)")

app = api.resolver(PROBLEMS)


class ExplainBody(Reason):
    """`return_id`: the return of which it is the refund."""

    order_id: Annotated[str, ORDER_ID]
    return_id: Annotated[str, RETURN_ID] | None = None


@app.post("/ops/refunds/<refund_id>/explain")
def post_explanation(refund_id: str) -> api.Response:
    """`{order_id, refund_id, amount, made_at, return_id, stated, notes}`."""
    body = parsed(app, ExplainBody)
    asked = asked_by(app, body)
    if not ids.is_refund_id(refund_id):
        raise TargetUnknown("there is no such refund")
    notes: Notes = []
    return answer_once(
        asked,
        lambda: (
            explain_refund(body.order_id, refund_id, asked.signed, body.return_id, notes) | {"notes": notes}
        ),
    )


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
