"""GET, PUT and DELETE /sessions/current/data, before whichever store keeps the data."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from functions.session.data import DataRefused
from functions.session.keep_data import Caller, DataKeeper
from functions.session.session_store import StoreSilent
from functions.shared import api, clock
from functions.shared.observe import count, count_unexpected, logger
from functions.shared.problems import unprocessable

PROBLEMS: api.Problems = {
    DataRefused: lambda wrong: unprocessable(f"{wrong}."),
}


def routes(keeper: DataKeeper) -> APIGatewayRestResolver:
    """The three calls, for the data that `keeper` keeps. What is gone, for whatever reason, is an empty
    object and never an error; a header says where it is only out of reach. Nothing rests on these data, so
    that a change which may not have been kept is none, either: 202 with that header."""
    app = api.resolver(PROBLEMS)

    @app.get("/sessions/current/data")
    def get_data() -> api.Response:
        return _answer(lambda: keeper.find(_caller(app), clock.now()), HTTPStatus.OK)

    @app.put("/sessions/current/data")
    def put_data() -> api.Response:
        return _answer(
            lambda: keeper.keep(_caller(app), api.json_body(app), clock.now()), HTTPStatus.ACCEPTED
        )

    @app.delete("/sessions/current/data")
    def delete_data() -> api.Response:
        return _answer(lambda: keeper.forget(_caller(app), clock.now()), HTTPStatus.ACCEPTED)

    return app


def _answer(call: Callable[[], dict[str, Any]], out_of_reach: HTTPStatus) -> api.Response:
    """What the call answers; where the store is silent an empty object, under the status for that."""
    try:
        return api.respond(call())
    except StoreSilent as silent:
        _tell(silent)
        return api.respond({}, out_of_reach, Paidonce_Session_Data="unavailable")


def _caller(app: APIGatewayRestResolver) -> Caller:
    """Who calls, as the authorizer told it. Raises StoreSilent where it did not: one of the release before
    may still answer while this one goes live."""
    owner, told = api.owner(app), app.current_event.request_context.authorizer
    session = api.session(app)
    if not session:
        raise StoreSilent("the authorizer names no session yet")
    began = datetime.fromtimestamp(int(told["began"]), UTC)
    return Caller(owner, session, began, told.get("follows"))


def _tell(silent: StoreSilent) -> None:
    cause = silent.__cause__
    logger.warning("session data is out of reach", extra={"error": type(cause or silent).__name__})
    count("SessionDataOutOfReach")
    if isinstance(cause, Exception) and not isinstance(cause, OSError):
        count_unexpected(cause)
