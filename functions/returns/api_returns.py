"""POST and GET /orders/{order_id}/returns."""

import re
from http import HTTPStatus
from typing import Any

from functions.order.access import own_order, readable_order
from functions.returns import store as returns_store
from functions.returns.request import ReturnBody
from functions.returns.request_return import request_return
from functions.returns.returns import present
from functions.shared import api
from functions.shared.items import Aside
from functions.shared.observe import count, logger
from functions.shared.problems import unprocessable

app = api.resolver()

_KEY = re.compile(r"[\x20-\x7e]{1,255}")


@app.post("/orders/<order_id>/returns")
def post_return(order_id: str) -> api.Answer:
    key = _idempotency_key()
    body = api.parse(app, ReturnBody)
    one = request_return(own_order(order_id, api.owner(app)), key, body)
    return api.answer(present(one), HTTPStatus.CREATED)


@app.get("/orders/<order_id>/returns")
def get_returns(order_id: str) -> api.Answer:
    order = readable_order(order_id, api.owner(app))
    aside: Aside = {}
    found = returns_store.of_order(order.order_id, aside)
    for return_id, why in aside.items():
        logger.error("return not listed", extra={"return_id": return_id, "error": why})
        count("ReturnsNotListed")
    return api.answer({"returns": [present(one) for one in found]})


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _idempotency_key() -> str | None:
    given = api.header(app, "Idempotency-Key")
    if given is not None and not _KEY.fullmatch(given):
        raise unprocessable("Idempotency-Key: 1 to 255 printable ASCII characters, or none at all.")
    return given
