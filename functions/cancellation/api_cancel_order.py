"""POST /orders/{order_id}/cancel."""

from http import HTTPStatus
from typing import Any

from functions.cancellation.cancel_order import AlreadyPacked, cancel_order
from functions.order.order import Status
from functions.order.store import OrderUnknown
from functions.shared import api
from functions.shared.contention import Contended
from functions.shared.problems import Problem, not_found, try_again
from functions.storefront.show_order import present

PACKED = "The order is packed: it cannot be cancelled, only returned."

PROBLEMS: api.Problems = {
    OrderUnknown: lambda _: not_found("order"),
    AlreadyPacked: lambda _: Problem(409, "already-packed", PACKED),
    Contended: lambda _: try_again("The order is moving. Repeat the request."),
}

app = api.resolver(PROBLEMS)


@app.post("/orders/<order_id>/cancel")
def post_cancel(order_id: str) -> api.Response:
    """202 while it is on its way, 200 once it is cancelled."""
    order = cancel_order(order_id, api.reader(app))
    cancelled = order.status is Status.CANCELLED
    status = HTTPStatus.OK if cancelled else HTTPStatus.ACCEPTED
    return api.respond(present(order), status, Location=f"/api/orders/{order_id}")


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
