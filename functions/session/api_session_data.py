"""GET, PUT and DELETE /sessions/current/data, kept in DynamoDB."""

from typing import Any

from functions.session import data_store
from functions.session.data_calls import routes
from functions.session.keep_data import DataKeeper

app = routes(DataKeeper(data_store))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
