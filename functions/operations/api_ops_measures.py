"""GET /ops/measures, GET /ops/sales and GET /ops/dead-letters."""

from datetime import date, timedelta
from typing import Any

from functions.operations import looks
from functions.operations.dead_letters import deployed_queues, entry_or_why_not
from functions.operations.looks import day, look, number
from functions.operations.show_measures import show_measures
from functions.operations.show_sales import show_sales
from functions.shared import api, clock
from functions.shared.problems import unprocessable

DEFAULT_HOURS = 24
MAX_HOURS = 168
WEEK = timedelta(days=6)
"""Before its last day."""
MAX_DAYS = 366

app = api.resolver(looks.PROBLEMS)


@app.get("/ops/measures")
def get_measures() -> api.Response:
    return look(app, lambda: show_measures(number(app, "hours", DEFAULT_HOURS, MAX_HOURS)))


@app.get("/ops/sales")
def get_sales() -> api.Response:
    """The last week, where no days are named."""
    last = day(app, "to") or clock.now().date()
    first = day(app, "from") or last - min(WEEK, last - date.min)
    if not timedelta(0) <= last - first < timedelta(days=MAX_DAYS):
        raise unprocessable(f"from, to: `to` is to be `from`, or up to {MAX_DAYS - 1} days after it.")
    return look(app, lambda: show_sales(first, last))


@app.get("/ops/dead-letters")
def get_dead_letters() -> api.Response:
    """What lies there is looked at, and stays."""
    return look(app, lambda: {"queues": [entry_or_why_not(queue) for queue in deployed_queues()]})


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
