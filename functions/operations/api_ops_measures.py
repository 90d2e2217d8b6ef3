"""GET /ops/measures and GET /ops/dead-letters."""

from typing import Any

from functions.operations import looks
from functions.operations.dead_letters import deployed_queues, entry_or_why_not
from functions.operations.looks import look, number
from functions.operations.show_measures import show_measures
from functions.shared import api

DEFAULT_HOURS = 24
MAX_HOURS = 168

app = api.resolver(looks.PROBLEMS)


@app.get("/ops/measures")
def get_measures() -> api.Response:
    return look(app, lambda: show_measures(number(app, "hours", DEFAULT_HOURS, MAX_HOURS)))


@app.get("/ops/dead-letters")
def get_dead_letters() -> api.Response:
    """What lies there is looked at, and stays."""
    return look(app, lambda: {"queues": [entry_or_why_not(queue) for queue in deployed_queues()]})


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
