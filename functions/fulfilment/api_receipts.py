"""GET /orders/{order_id}/receipt."""

from typing import Any

from functions.fulfilment.show_receipt import show_receipt
from functions.order.order import NotCompleted
from functions.order.store import OrderUnknown
from functions.shared import api, clock
from functions.shared.problems import not_completed, not_found

PROBLEMS: api.Problems = {
    OrderUnknown: lambda _: not_found("order"),
    NotCompleted: lambda _: not_completed("There is a receipt once the order is completed."),
}

app = api.resolver(PROBLEMS)


@app.get("/orders/<order_id>/receipt")
def get_receipt(order_id: str) -> api.Response:
    link = show_receipt(order_id, api.reader(app))
    return api.respond({"url": link.url, "expires_at": clock.timestamp(link.expires_at)})


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
