"""POST /ops/breaker/open, POST /ops/breaker/close."""

from functools import partial
from typing import Any

from functions.operations.move_breaker import close_breaker, open_breaker
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed
from functions.shared import api

app = api.resolver(PROBLEMS)


@app.post("/ops/breaker/open")
def post_open() -> api.Response:
    """`{circuit, opened_at, probes_from, failures}`."""
    asked = asked_by(app, parsed(app, Reason))
    return answer_once(asked, partial(open_breaker, asked.signed))


@app.post("/ops/breaker/close")
def post_close() -> api.Response:
    """Likewise."""
    asked = asked_by(app, parsed(app, Reason))
    return answer_once(asked, partial(close_breaker, asked.signed))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
