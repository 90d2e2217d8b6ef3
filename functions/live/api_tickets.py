"""POST /live/tickets."""

from http import HTTPStatus
from typing import Any

from functions.live.issue_ticket import issue_ticket
from functions.live.ticket_store import Holder
from functions.session.groups import OPERATORS
from functions.shared import api, clock

app = api.resolver()


@app.post("/live/tickets")
def post_ticket() -> api.Response:
    """`{ticket, expires_at}`: it opens one connection, within a minute. Whoever needs none lets it expire."""
    caller = app.current_event.request_context.authorizer
    groups = (caller.get("groups") or "").split(",")
    holder = Holder(api.reader(app), OPERATORS in groups, caller["session"], int(caller["began"]))
    ticket, expires_at = issue_ticket(holder)
    body = {"ticket": ticket, "expires_at": clock.timestamp(expires_at)}
    return api.respond(body, HTTPStatus.CREATED)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
