"""GET, PUT and DELETE /sessions/current/data, kept in Valkey: a start of this never loads AWS's library."""

from typing import Any

from functions.session import valkey_store
from functions.session.data_calls import routes
from functions.session.keep_data import DataKeeper

app = routes(DataKeeper(valkey_store))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
