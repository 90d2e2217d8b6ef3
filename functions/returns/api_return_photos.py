"""POST /orders/{order_id}/returns/{return_id}/photos."""

from http import HTTPStatus
from typing import Any, Literal

from functions.order.store import OrderUnknown
from functions.returns.add_photo import add_photo
from functions.returns.returns import MOST_PHOTOS, Stage
from functions.returns.store import ReturnMoved
from functions.returns.writes import ReturnUnknown
from functions.shared import api, clock
from functions.shared.problems import Problem, not_found

PROBLEMS: api.Problems = {
    OrderUnknown: lambda _: not_found("order"),
    ReturnUnknown: lambda _: not_found("return"),
    ReturnMoved: lambda moved: _refusal(moved.found.stage),
}

app = api.resolver(PROBLEMS)


class PhotoBody(api.Body):
    content_type: Literal["image/jpeg", "image/png", "image/webp"]


@app.post("/orders/<order_id>/returns/<return_id>/photos")
def post_photo(order_id: str, return_id: str) -> api.Response:
    """A form by which one photo can be uploaded."""
    content_type = api.parse(app, PhotoBody).content_type
    form = add_photo(order_id, return_id, api.reader(app), content_type)
    shown = {"url": form.url, "fields": form.fields, "expires_at": clock.timestamp(form.expires_at)}
    return api.respond(shown, HTTPStatus.CREATED)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _refusal(stage: Stage) -> Problem:
    if stage is not Stage.REQUESTED:
        return Problem(409, "already-inspected", "The return was inspected; no more photos are looked at.")
    return Problem(409, "too-many-photos", f"A return has at most {MOST_PHOTOS} photos.")
