"""GET /ops/returns/{return_id}: apart from the other looks, since it alone may see photos."""

from functools import partial
from typing import Any

from functions.operations.looks import look
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.show_return import show_return
from functions.shared import api

app = api.resolver(PROBLEMS)


@app.get("/ops/returns/<return_id>")
def get_return(return_id: str) -> api.Response:
    return look(app, partial(show_return, return_id))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
