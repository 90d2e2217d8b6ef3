"""POST /ops/credit/{owner}/grant."""

from typing import Annotated, Any

from pydantic import Field

from functions.operations.grant_credit import grant_credit
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed
from functions.payment import provider_limits
from functions.shared import api

app = api.resolver(PROBLEMS)


class GrantBody(Reason):
    """`amount`: minor units of the shop's currency. The owner is shown `why`."""

    amount: Annotated[int, Field(ge=1, le=provider_limits.MAXIMUM)]


@app.post("/ops/credit/<owner>/grant")
def post_grant(owner: str) -> api.Response:
    """`{owner, granted, balance, held}`."""
    body = parsed(app, GrantBody)
    asked = asked_by(app, body)
    return answer_once(asked, lambda: grant_credit(owner, body.amount, asked.signed, asked.receipt))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
