"""GET /orders/{order_id}/receipt."""

from typing import Any

from functions.fulfilment.show_receipt import show_receipt
from functions.shared import api, clock

app = api.resolver()


@app.get("/orders/<order_id>/receipt")
def get_receipt(order_id: str) -> api.Answer:
    link = show_receipt(order_id, api.owner(app))
    return api.answer({"url": link.url, "expires_at": clock.timestamp(link.expires_at)})


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
