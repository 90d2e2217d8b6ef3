"""The edge of an API function: routes, strict bodies, problems instead of stack traces."""

import base64
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler import ApiGatewayResolver, APIGatewayRestResolver
from aws_lambda_powertools.event_handler import Response as RouterResponse
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

from functions.shared import cors, trace
from functions.shared.errors import TransientError
from functions.shared.observe import about, count_unexpected, logger
from functions.shared.problems import (
    CONTENT_TYPE,
    MAX_BODY_BYTES,
    Problem,
    body_too_large,
    not_found,
    one_order_only,
    try_again,
    unprocessable,
)

JSON = "application/json"
REPLAYED = "Idempotent-Replayed"
VIEWER = "Paidonce-Viewer"
_KEY = re.compile(r"[\x20-\x7e]{1,255}")
_LIMIT = re.compile(r"[0-9]{1,4}", re.ASCII)
MAX_FIELDS_NAMED = 20
MAX_FIELD_NAME = 200

_SUBJECTS = ("return_id", "order_id", "id", "conversation")
"""Parameters of paths that may name a return or an order."""

Model = TypeVar("Model", bound=BaseModel)
Problems = Mapping[type[Exception], Callable[[Any], Problem]]
"""By the class of an error, or of one that it derives from: the problem that is answered."""

Response = RouterResponse[Any]


@dataclass(frozen=True)
class Form:
    """Text of which all matches `pattern`. Whoever sends another is told `says`, and never the pattern."""

    pattern: str
    says: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        matches = re.compile(self.pattern).fullmatch

        def check(text: str) -> str:
            if not matches(text):
                raise PydanticCustomError("form", "{says}", {"says": self.says})
            return text

        return no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema) | {"pattern": self.pattern}


PRINTABLE = Form(r"^[^\x00-\x1f\x7f]*$", "Line breaks, tabs and other control characters are not taken")
Text = Annotated[str, StringConstraints(min_length=1, max_length=200), PRINTABLE]


class Body(BaseModel):
    """A request's JSON object: types are strict, unknown fields are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Router(APIGatewayRestResolver):
    """Pages from elsewhere are let in where they are allowed. Routes end where the path ends: upstream's `$`
    would take `/orders/%0A` for `/orders`."""

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with about(_subject_of(event)):
            return cors.preflight(event) or cors.allow(event, super().resolve(event, context))

    @staticmethod
    def _compile_regex(rule: str, base_regex: str = r"^{}/*\Z") -> re.Pattern[str]:
        rule_to_the_end: re.Pattern[str] = ApiGatewayResolver._compile_regex(rule, base_regex)
        return rule_to_the_end


def resolver(problems: Problems | None = None) -> APIGatewayRestResolver:
    """A router that answers every exception as problem+json; `problems` says which of the domain's errors is
    answered as what."""
    app = _Router()

    def refused_by_the_domain(error: Exception) -> Response:
        made = next(table[kind] for kind in type(error).__mro__ if kind in table)
        return _problem(made(error))

    table = problems or {}
    app.exception_handler(list(table))(refused_by_the_domain)

    @app.exception_handler(Problem)
    def refuse(problem: Problem) -> Response:
        return _problem(problem)

    @app.exception_handler(NotFoundError)
    def no_such_call(_: NotFoundError) -> Response:
        return _problem(not_found("call"))

    @app.exception_handler([ClientError, BotoCoreError, TransientError])
    def busy(error: Exception) -> Response:
        logger.exception("a service did not answer", extra={"error": type(error).__name__})
        count_unexpected(error)
        return _problem(try_again("A service behind the shop is busy. Repeat the request."))

    @app.exception_handler(Exception)
    def unexpected(error: Exception) -> Response:
        logger.exception("unexpected error")
        count_unexpected(error)
        return _problem(Problem(500, "internal-error", "Something broke on our side; it has been logged."))

    return app


def respond(body: Any, status: int = HTTPStatus.OK, **headers: str) -> Response:
    """A JSON answer; underscores in header names become dashes (`Cache_Control`)."""
    named = {"Cache-Control": "no-store"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return RouterResponse(
        status_code=int(status), content_type=JSON, body=json.dumps(body), headers=_multi(named)
    )


def replayed(repeats: bool) -> dict[str, str]:
    """For an answer or a problem: the header that says that it repeats an earlier outcome; none if not."""
    return {REPLAYED: "true"} if repeats else {}


def parse(app: APIGatewayRestResolver, model: type[Model]) -> Model:
    """The request's body as `model`; 415, 413, 400 or 422 as a Problem that names each wrong field."""
    _require_json(app)
    raw = _raw_body(app)
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)
        if first[0]["type"] == "json_invalid":
            raise Problem(400, "malformed-json", f"The body is not JSON: {first[0]['msg']}.") from error
        raise invalid_fields(error) from error


def json_body(app: APIGatewayRestResolver) -> Any:
    """The request's body as plain values, for who checks it by rules of their own; 415, 413 or 400 as a
    Problem."""
    _require_json(app)
    try:
        return json.loads(_raw_body(app))
    except (ValueError, RecursionError) as error:
        raise Problem(400, "malformed-json", "The body is not JSON.") from error


def invalid_fields(error: ValidationError) -> Problem:
    """422 naming the first wrong fields. The client makes names up: their number and length are bounded."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    fields = [
        {"field": ".".join(str(part) for part in one["loc"])[:MAX_FIELD_NAME], "message": one["msg"]}
        for one in found[:MAX_FIELDS_NAMED]
    ]
    first = fields[0]
    where = f"{first['field']}: " if first["field"] else ""
    return unprocessable(f"{where}{first['message']}.", errors=fields)


def owner(app: APIGatewayRestResolver) -> str:
    """Who the authorizer found the session token to belong to.

    Raises Problem 403 where the session was opened by an order's link: that is for calls about the order,
    which ask `reader`.
    """
    if app.current_event.request_context.authorizer.get("order"):
        raise one_order_only()
    return reader(app)


def reader(app: APIGatewayRestResolver) -> str:
    """The same for a call about one order, which finds out whether it is this caller's.

    Sessions by an order's link may make such a call.
    """
    found: str = app.current_event.request_context.authorizer["owner"]
    return found


def session(app: APIGatewayRestResolver) -> str:
    """The id of the session that the request came with. Empty where the authorizer names none: one of a
    release before may still answer while this one goes live."""
    return str(app.current_event.request_context.authorizer.get("session") or "")


def viewer(app: APIGatewayRestResolver) -> str:
    """The network address that the request came from, never one that the client says.

    Behind an edge that nobody gets past, which VIEWER_BY_EDGE says, it is what the edge saw; else what API
    Gateway sees.
    """
    if os.environ.get("VIEWER_BY_EDGE"):
        return header(app, VIEWER) or ""
    return app.current_event.request_context.identity.source_ip or ""


def header(app: APIGatewayRestResolver, name: str) -> str | None:
    """The one value of a header, None if it was not sent. Raises Problem 422 if it was sent with several."""
    values = set(header_values(app, name))
    if len(values) > 1:
        raise unprocessable(f"{name}: sent {len(values)} times with different values; send it once.")
    return values.pop() if values else None


def idempotency_key(app: APIGatewayRestResolver) -> str | None:
    """The header Idempotency-Key, if it was sent. Raises Problem 422 if it is no key."""
    given = header(app, "Idempotency-Key")
    if given is not None and not _KEY.fullmatch(given):
        raise unprocessable("Idempotency-Key: 1 to 255 printable ASCII characters.")
    return given


def limit(app: APIGatewayRestResolver, default: int, most: int) -> int:
    """How many a page has, at most: the query parameter `limit`. Raises Problem 422."""
    given = parameter(app, "limit")
    if given is None:
        return default
    if not _LIMIT.fullmatch(given) or not 1 <= int(given) <= most:
        raise unprocessable(f"limit: a whole number from 1 to {most} is expected.")
    return int(given)


def header_values(app: APIGatewayRestResolver, name: str) -> list[str]:
    """All values of a header, in the order in which they were sent."""
    sent = app.current_event.resolved_headers_field
    values = sent.get(name.lower(), [])
    return [values] if isinstance(values, str) else list(values)


def _subject_of(event: Mapping[str, Any]) -> str | None:
    """The return, or else the order, that the path names."""
    named = event.get("pathParameters") or {}
    return next((named[name] for name in _SUBJECTS if trace.order_of(named.get(name))), None)


def _require_json(app: APIGatewayRestResolver) -> None:
    """A body without a Content-Type is taken for JSON; one that says it is something else is not."""
    given = header(app, "Content-Type")
    media = (JSON if given is None else given).partition(";")[0].strip().lower()
    if media != JSON:
        raise Problem(415, "unsupported-media-type", f"The body must be sent as {JSON}.")


def parameter(app: APIGatewayRestResolver, name: str) -> str | None:
    """A query parameter. Raises Problem 422 if it is given more than once."""
    given = app.current_event.resolved_query_string_parameters.get(name, [])
    if len(given) > 1:
        raise unprocessable(f"{name}: give it once.")
    return given[0] if given else None


def _raw_body(app: APIGatewayRestResolver) -> bytes:
    event = app.current_event
    text = event.body or ""
    try:
        raw = base64.b64decode(text, validate=True) if event.is_base64_encoded else text.encode()
    except ValueError as error:  # not base64, or text that no encoding can hold
        raise Problem(400, "malformed-json", "The body is not UTF-8 text.") from error
    if len(raw) > MAX_BODY_BYTES:
        raise body_too_large()
    if not raw.strip():
        raise Problem(400, "malformed-json", "The body is empty; a JSON object is expected.")
    return raw


def _problem(problem: Problem) -> Response:
    headers = {"Cache-Control": "no-store", **problem.headers}
    return RouterResponse(
        status_code=problem.status,
        content_type=CONTENT_TYPE,
        body=json.dumps(problem.as_dict()),
        headers=_multi(headers),
    )


def _multi(headers: dict[str, str]) -> dict[str, str | list[str]]:
    return dict(headers)
