"""POST /ops/stuck/{id}/retry."""

from functools import partial
from typing import Any

from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed
from functions.operations.retry_stuck import retry_one
from functions.shared import api

app = api.resolver(PROBLEMS)


@app.post("/ops/stuck/<subject>/retry")
def post_retry(subject: str) -> api.Response:
    """`{id, status, answer, sweep_due}` with the answer that stands, which may be a colleague's."""
    asked = asked_by(app, parsed(app, Reason))
    return answer_once(asked, partial(retry_one, subject, asked.signed))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
