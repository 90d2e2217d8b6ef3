"""POST /orders/{order_id}/returns/{return_id}/photos."""

from http import HTTPStatus
from typing import Any

from functions.returns import photos
from functions.returns import store as returns_store
from functions.returns.own_return import own_return
from functions.returns.request import PhotoBody
from functions.returns.returns import MOST_PHOTOS, Stage
from functions.returns.store import ReturnMoved
from functions.shared import api, clock, ids
from functions.shared.problems import Problem

app = api.resolver()


@app.post("/orders/<order_id>/returns/<return_id>/photos")
def post_photo(order_id: str, return_id: str) -> api.Answer:
    """A form by which one photo can be uploaded."""
    body = api.parse(app, PhotoBody)
    one = own_return(order_id, return_id, api.owner(app))
    name = ids.new_photo() + photos.ENDINGS[body.content_type]
    try:
        returns_store.add_photo(one.return_id, name)
    except ReturnMoved as moved:
        raise _refusal(moved.found.stage) from None
    form = photos.upload_form(one.return_id, name, body.content_type)
    shown = {"url": form.url, "fields": form.fields, "expires_at": clock.timestamp(form.expires_at)}
    return api.answer(shown, HTTPStatus.CREATED)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _refusal(stage: Stage) -> Problem:
    if stage is not Stage.REQUESTED:
        return Problem(409, "already-inspected", "The return was inspected; no more photos are looked at.")
    return Problem(409, "too-many-photos", f"A return has at most {MOST_PHOTOS} photos.")
