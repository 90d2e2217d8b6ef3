"""The edge of a function behind socket routes: strict messages, and refusals instead of silence.

What is answered goes back on the very connection, as the route's response.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, ValidationError

from functions.live import gateway, store
from functions.live.connection import Connection, Pace
from functions.live.end_connection import end_connection, say_gone
from functions.live.messages import CLIENT_ID, HAS_ENDED, NOT_CONNECTED, TOO_MANY_MESSAGES, Refused, Told
from functions.live.store import NotConnected
from functions.live.tell_presence import tell_who_left
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.observe import about, concerns, count_unexpected, logger

Event = dict[str, Any]
Answer = dict[str, Any]
Message = TypeVar("Message", bound=BaseModel)

MOST_SHOWN = 64
_CLIENT_ID = re.compile(CLIENT_ID)


class Refusal(Exception):
    """A message is not taken: a code in kebab case, and what to change."""

    def __init__(self, why: str, detail: str) -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


Refusals = Mapping[type[Exception], Callable[[Any], Refusal]]
"""By the class of an error, or of one that it derives from: how the message is refused."""


class _Flood(Exception):
    """So many messages that their connection was ended."""


_COMMON: Refusals = {
    ClientError: lambda _: Refusal("try-again", "A service behind the shop is busy. Say it again."),
    BotoCoreError: lambda _: Refusal("try-again", "A service behind the shop is busy. Say it again."),
    TransientError: lambda _: Refusal("try-again", "A service behind the shop is busy. Say it again."),
    Exception: lambda _: Refusal("internal-error", "Something broke on our side; it has been logged."),
}


def connection_id(event: Event) -> str:
    found: str = event["requestContext"]["connectionId"]
    return found


def take(
    event: Event,
    model: type[Message],
    work: Callable[[Connection, Message], Told | None],
    refusals: Refusals | None = None,
) -> Answer:
    """Hand a client's message, read as `model`, to `work`, and answer what that says: nothing, a message or a
    refusal. Every message counts, whatever is in it: who is too fast is refused, and in the end closed."""
    with about():
        return _take(event, model, work, refusals)


def _take(
    event: Event,
    model: type[Message],
    work: Callable[[Connection, Message], Told | None],
    refusals: Refusals | None,
) -> Answer:
    said = _said(event)
    try:
        connection = _admitted(connection_id(event))
        message = _read(event, model)
        concerns(getattr(message, "conversation", None))
        told = work(connection, message)
        return _answer(told.as_dict() if told else None)
    except NotConnected as unknown:
        return _ended(connection_id(event), unknown.why)
    except _Flood:
        return _answer(None)
    except Refusal as refusal:
        return _answer(_refused(said, refusal))
    except Exception as error:  # noqa: BLE001 - whatever it is, the client is told that it was not taken
        return _answer(_refused(said, _refusal(error, {**_COMMON, **(refusals or {})})))


def _admitted(connection: str) -> Connection:
    found, pace = store.admit(connection, clock.now())
    if pace is Pace.FLOOD:
        tell_who_left(end_connection(found, TOO_MANY_MESSAGES))
        raise _Flood
    if pace is Pace.TOO_FAST:
        raise Refusal("too-many-messages", "Five messages a second are taken, and twenty at once. Slow down.")
    return found


def _ended(connection: str, why: str | None) -> Answer:
    """What is answered to who speaks on no connection. One that was ended is told why, as it was before, and
    should not be open."""
    if why is None:
        return _answer(NOT_CONNECTED.as_dict())
    say_gone(connection, HAS_ENDED[why])
    with suppress(gateway.ConnectionGone, gateway.NotHeard):
        gateway.close(connection)
    return _answer(None)


def _read(event: Event, model: type[Message]) -> Message:
    try:
        return model.model_validate_json(_body(event))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise Refusal("malformed-json", "A message is a JSON object.") from error
        field = ".".join(str(part) for part in first["loc"])[:MOST_SHOWN]
        where = f"{field}: " if field else ""
        raise Refusal("invalid-message", f"{where}{first['msg']}.") from error


def _body(event: Event) -> bytes:
    """The message as it was sent; one of bytes comes in base64."""
    text: str = event.get("body") or ""
    try:
        return base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except ValueError as error:
        raise Refusal("malformed-json", "A message is a JSON object.") from error


def _said(event: Event) -> dict[str, str]:
    """What of a message a refusal may repeat: its type and its client_id, where they can be such."""
    try:
        message = json.loads(_body(event))
    except (Refusal, ValueError, RecursionError):
        return {}
    if not isinstance(message, dict):
        return {}
    found = {name: message.get(name) for name in ("type", "client_id")}
    return {
        name: given for name, given in found.items() if isinstance(given, str) and _CLIENT_ID.fullmatch(given)
    }


def _refusal(error: Exception, refusals: Refusals) -> Refusal:
    made = next(refusals[kind] for kind in type(error).__mro__ if kind in refusals)
    refusal = made(error)
    if refusal.why in ("try-again", "internal-error"):
        logger.exception("message not taken", extra={"why": refusal.why})
        count_unexpected(error)
    return refusal


def _refused(said: dict[str, str], refusal: Refusal) -> dict[str, Any]:
    return Refused(
        to=said.get("type"), why=refusal.why, detail=refusal.detail, client_id=said.get("client_id")
    ).as_dict()


def _answer(message: dict[str, Any] | None) -> Answer:
    return {"statusCode": 200} if message is None else {"statusCode": 200, "body": gateway.text_of(message)}
