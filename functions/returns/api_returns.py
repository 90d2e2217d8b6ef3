"""POST and GET /orders/{order_id}/returns."""

from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.catalog.priced_line import LINE_ID, MAX_LINES, MAX_QUANTITY
from functions.order.access import readable_order
from functions.order.lines import Quantities
from functions.order.order import NotCompleted
from functions.order.store import OrderUnknown
from functions.returns.claim import NothingLeft, TooMany, UnknownLine
from functions.returns.list_returns import list_returns
from functions.returns.request_return import ReturnRequest, request_return
from functions.returns.returns import present
from functions.shared import api, ids
from functions.shared.contention import Contended
from functions.shared.errors import KeyReused
from functions.shared.problems import (
    Problem,
    key_reused,
    not_completed,
    not_found,
    try_again,
    unprocessable,
)

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
LineId = Annotated[str, StringConstraints(pattern=rf"^{LINE_ID}$")]

PROBLEMS: api.Problems = {
    OrderUnknown: lambda _: not_found("order"),
    NotCompleted: lambda _: not_completed("Only what was delivered can be returned."),
    NothingLeft: lambda nothing: _nothing_left(str(nothing)),
    UnknownLine: lambda unknown: unprocessable(f"lines: the order has no line {unknown}."),
    TooMany: lambda many: unprocessable(
        f"lines: of line {many.line_id} only {many.left} can be returned.", left=many.left
    ),
    KeyReused: lambda _: key_reused(),
    Contended: lambda _: try_again("The order is being changed from many places at once."),
}

app = api.resolver(PROBLEMS)


class ReturnLine(api.Body):
    line_id: LineId
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)]


class ReturnBody(api.Body):
    reason: Reason
    lines: Annotated[list[ReturnLine], Field(min_length=1, max_length=MAX_LINES)]

    def request(self) -> ReturnRequest:
        return ReturnRequest(self.reason, self._quantities(), ids.digest(self.model_dump(mode="json")))

    def _quantities(self) -> Quantities:
        lines = {line.line_id: line.quantity for line in self.lines}
        if len(lines) < len(self.lines):
            raise unprocessable("lines: each line_id may stand there once.")
        return lines


@app.post("/orders/<order_id>/returns")
def post_return(order_id: str) -> api.Response:
    key = _key()
    body = api.parse(app, ReturnBody)
    order = readable_order(order_id, api.reader(app))
    return_, replayed = request_return(order, key, body.request())
    return api.respond(present(return_), HTTPStatus.CREATED, **api.replayed(replayed))


@app.get("/orders/<order_id>/returns")
def get_returns(order_id: str) -> api.Response:
    found = list_returns(order_id, api.reader(app))
    return api.respond({"returns": [present(return_) for return_ in found]})


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _key() -> str:
    key = api.idempotency_key(app)
    if key is None:
        raise unprocessable("Idempotency-Key: a header of 1 to 255 printable ASCII characters is required.")
    return key


def _nothing_left(line_id: str) -> Problem:
    what = f"Every unit of line {line_id}" if line_id else "All that was delivered"
    return Problem(409, "nothing-to-return", f"{what} has come back, or is on its way back already.")
