"""POST /ops/stock/{sku}/available, POST /ops/stock/{sku}/shards. (Counting is a job: it reads all orders.)"""

from typing import Annotated, Any

from pydantic import Field

from functions.operations.change_stock import MAX_SHARDS, MAX_STOCK, set_shards, set_stock
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed
from functions.shared import api

Units = Annotated[int, Field(ge=0, le=MAX_STOCK)]

app = api.resolver(PROBLEMS)


class AvailableBody(Reason):
    """`available`: what is to be for sale, in units."""

    available: Units


class ShardsBody(Reason):
    """`active`: over how many shards orders are spread."""

    active: Annotated[int, Field(ge=1, le=MAX_SHARDS)]


@app.post("/ops/stock/<sku>/available")
def post_available(sku: str) -> api.Response:
    """`{sku, available, received}`."""
    body = parsed(app, AvailableBody)
    asked = asked_by(app, body)
    return answer_once(asked, lambda: set_stock(sku, body.available, asked.signed, receipt=asked.receipt))


@app.post("/ops/stock/<sku>/shards")
def post_shards(sku: str) -> api.Response:
    """`{sku, active, shards}`."""
    body = parsed(app, ShardsBody)
    asked = asked_by(app, body)
    return answer_once(asked, lambda: set_shards(sku, body.active, asked.signed))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
