"""POST /orders/{order_id}/cancel."""

from http import HTTPStatus
from typing import Any

from functions.cancellation.cancel_order import cancel_order
from functions.order.order import Status
from functions.shared import api
from functions.storefront.show_order import present

app = api.resolver()


@app.post("/orders/<order_id>/cancel")
def post_cancel(order_id: str) -> api.Answer:
    """202 while it is on its way, 200 once it is cancelled."""
    order = cancel_order(order_id, api.owner(app))
    cancelled = order.status is Status.CANCELLED
    status = HTTPStatus.OK if cancelled else HTTPStatus.ACCEPTED
    return api.answer(present(order), status, Location=f"/api/orders/{order_id}")


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
