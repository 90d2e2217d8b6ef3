"""GET /ops/keys, POST /ops/keys/rotate, POST /ops/keys/{key_id}/revoke, POST /ops/sessions/{owner}/end."""

from functools import partial
from typing import Any

from functions.operations.change_keys import revoke_session_key, rotate_session_keys, show_session_keys
from functions.operations.end_sessions import end_sessions
from functions.operations.looks import look
from functions.operations.operator_requests import PROBLEMS as PROBLEMS
from functions.operations.operator_requests import Reason, answer_once, asked_by, parsed
from functions.shared import api

app = api.resolver(PROBLEMS)


@app.get("/ops/keys")
def get_keys() -> api.Response:
    return look(app, show_session_keys)


@app.post("/ops/keys/rotate")
def post_rotation() -> api.Response:
    """`{added, dropped, keys: [{id, signs_from, signs, needed_until}]}`: ids and times, no secrets."""
    asked = asked_by(app, parsed(app, Reason))
    return answer_once(asked, partial(rotate_session_keys, asked.signed))


@app.post("/ops/keys/<key_id>/revoke")
def post_revocation(key_id: str) -> api.Response:
    """Likewise."""
    asked = asked_by(app, parsed(app, Reason))
    return answer_once(asked, partial(revoke_session_key, key_id, asked.signed))


@app.post("/ops/sessions/<owner>/end")
def post_end(owner: str) -> api.Response:
    """`{owner, ended_until}`."""
    asked = asked_by(app, parsed(app, Reason))
    return answer_once(asked, partial(end_sessions, owner, asked.signed))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
