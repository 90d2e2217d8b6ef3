"""POST /fulfilments/{callback_id}: where a foreign warehouse answers. The id is the credential."""

from typing import Any

from functions.fulfilment.callback import CallbackUnknown
from functions.fulfilment.decide_packing import DecidedOtherwise
from functions.fulfilment.fulfilment import Fulfilment, LinesRefused
from functions.fulfilment.report import ReportMalformed, report_from
from functions.fulfilment.report_packing import PackingOver, report_packing
from functions.shared import api
from functions.shared.problems import Problem, invalid_field, not_found, unprocessable

PROBLEMS: api.Problems = {
    CallbackUnknown: lambda _: not_found("offer"),
    PackingOver: lambda over: _expired(over.fulfilment),
    LinesRefused: lambda refused: unprocessable(f"{refused}."),
    ReportMalformed: lambda wrong: invalid_field(wrong.field, wrong.message),
    DecidedOtherwise: lambda earlier: _already_decided(earlier.fulfilment),
}

app = api.resolver(PROBLEMS)


@app.post("/fulfilments/<callback_id>")
def post_report(callback_id: str) -> api.Response:
    report = report_from(api.json_body(app))
    return api.respond(present(report_packing(callback_id, report)))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def present(fulfilment: Fulfilment) -> dict[str, Any]:
    """Where the order stands, in the warehouse's own words, and what is to be done with it: `{order_id,
    outcome, lines, instruction}`."""
    decision = fulfilment.decision
    shown: dict[str, Any] = {"order_id": fulfilment.order_id, "instruction": fulfilment.instruction}
    if decision is None:
        return shown | {"outcome": "accepted", "lines": []}
    lines = [{"line_id": line_id, "quantity": units} for line_id, units in sorted(decision.lines.items())]
    return shown | {"outcome": decision.outcome.lower(), "lines": lines}


def _expired(fulfilment: Fulfilment) -> Problem:
    detail = "The time to pack this order is over."
    return Problem(410, "offer-expired", detail, instruction=fulfilment.instruction)


def _already_decided(fulfilment: Fulfilment) -> Problem:
    """`decided` is packed, rejected, cancelled (by the customer) or abandoned (it took too long)."""
    decided = present(fulfilment)
    return Problem(
        409,
        "already-decided",
        f"This order was {decided['outcome']} before.",
        decided=decided["outcome"],
        lines=decided["lines"],
        instruction=fulfilment.instruction,
    )
