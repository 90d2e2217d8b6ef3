"""GET /ops/orders/{order_id}/graph."""

from functools import partial
from typing import Any

from functions.operations import looks
from functions.operations.looks import look
from functions.operations.show_graph import show_graph
from functions.order.store import OrderUnknown
from functions.shared import api
from functions.shared.problems import not_found

PROBLEMS: api.Problems = {**looks.PROBLEMS, OrderUnknown: lambda _: not_found("order")}

app = api.resolver(PROBLEMS)


@app.get("/ops/orders/<order_id>/graph")
def get_graph(order_id: str) -> api.Response:
    return look(app, partial(show_graph, order_id))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
