"""POST /ops/stuck/{id}/settle."""

from typing import Annotated, Any

from pydantic import Field

from functions.operations.explain_refund import Notes
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed
from functions.operations.settle_stuck import settle_stuck
from functions.shared import api

MAX_AMOUNT = 999_999_999

app = api.resolver(PROBLEMS)


class SettleBody(Reason):
    """`given_back`: what the operator states to have given back by other ways than the provider, in minor
    units."""

    given_back: Annotated[int, Field(ge=0, le=MAX_AMOUNT)] | None = None


@app.post("/ops/stuck/<subject>/settle")
def post_settle(subject: str) -> api.Response:
    """`{id, status, settled, notes}`."""
    body = parsed(app, SettleBody)
    asked = asked_by(app, body)
    notes: Notes = []
    return answer_once(
        asked, lambda: settle_stuck(subject, asked.signed, body.given_back, notes) | {"notes": notes}
    )


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
