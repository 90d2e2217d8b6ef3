"""GET /orders/{order_id}."""

from typing import Any

from functions.checkout.show_order import show_order
from functions.shared import api

app = api.resolver()


@app.get("/orders/<order_id>")
def get_order(order_id: str) -> api.Answer:
    return api.answer(show_order(order_id, api.owner(app)))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
