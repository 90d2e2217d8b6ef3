"""GET /orders and GET /orders/{order_id}."""

from typing import Any

from functions.order.store import OrderUnknown
from functions.session.signed_text import SignatureBroken
from functions.shared import api
from functions.shared.problems import cursor_refused, not_found
from functions.storefront.list_orders import list_orders
from functions.storefront.show_order import show_order

PROBLEMS: api.Problems = {
    OrderUnknown: lambda _: not_found("order"),
    SignatureBroken: lambda _: cursor_refused(),
}

app = api.resolver(PROBLEMS)

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


@app.get("/orders")
def get_orders() -> api.Response:
    return api.respond(
        list_orders(api.owner(app), api.limit(app, DEFAULT_LIMIT, MAX_LIMIT), api.parameter(app, "cursor"))
    )


@app.get("/orders/<order_id>")
def get_order(order_id: str) -> api.Response:
    return api.respond(show_order(order_id, api.reader(app)))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
