"""POST /ops/returns/{return_id}/accept, POST /ops/returns/{return_id}/reject."""

from functools import partial
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.catalog.priced_line import LINE_ID, MAX_QUANTITY
from functions.operations.decide_return import decide_return
from functions.operations.operator_requests import LINE, Reason, answer_once, asked_by, parsed
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.return_view import decision_of, entry_of, load_return
from functions.returns.returns import InspectionResult, Verdict
from functions.shared import api

LONGEST_NOTE = 500
LineId = Annotated[str, StringConstraints(pattern=f"^{LINE_ID}$")]
Units = Annotated[dict[LineId, Annotated[int, Field(ge=1, le=MAX_QUANTITY)]], Field(max_length=100)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE), LINE]

app = api.resolver(PROBLEMS)


class RejectBody(Reason):
    """`tell` is a sentence for the customer."""

    tell: Note | None = None


class AcceptBody(RejectBody):
    """`lines`: only these units are accepted, else all; `not_on_shelf`: of them, these cannot be sold
    again."""

    lines: Annotated[Units, Field(min_length=1)] | None = None
    not_on_shelf: Units = Field(default_factory=dict)


@app.post("/ops/returns/<return_id>/accept")
def post_acceptance(return_id: str) -> api.Response:
    """The return as it now stands, with its `decision`."""
    body = parsed(app, AcceptBody)
    asked = asked_by(app, body)

    def accept() -> dict[str, Any]:
        lines = body.lines or load_return(return_id).lines
        verdict = Verdict(InspectionResult.ACCEPTED, lines, body.not_on_shelf, body.why, body.tell)
        return _decided(return_id, verdict, asked.signed.by)

    return answer_once(asked, accept)


@app.post("/ops/returns/<return_id>/reject")
def post_rejection(return_id: str) -> api.Response:
    """Likewise."""
    body = parsed(app, RejectBody)
    asked = asked_by(app, body)
    verdict = Verdict(InspectionResult.REJECTED, why=body.why, note=body.tell)
    return answer_once(asked, partial(_decided, return_id, verdict, asked.signed.by))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _decided(return_id: str, verdict: Verdict, by: str) -> dict[str, Any]:
    one = decide_return(return_id, verdict, by)
    return entry_of(one) | {"decision": decision_of(one)}
