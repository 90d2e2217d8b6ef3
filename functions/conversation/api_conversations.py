"""GET /conversations, GET and POST /conversations/{conversation}/messages,
PUT /conversations/{conversation}/read."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from functions.conversation.access import Caller, ConversationUnknown
from functions.conversation.announce import announce_message, announce_read
from functions.conversation.conversation import ClientIdReused, NotSaidYet
from functions.conversation.list_conversations import list_conversations
from functions.conversation.mark_read import mark_read
from functions.conversation.messages import ReadBody, SayBody
from functions.conversation.present import place_of, present_head, present_message
from functions.conversation.say import say
from functions.conversation.show_messages import show_messages
from functions.session.groups import OPERATORS
from functions.session.signed_text import SignatureBroken
from functions.shared import api
from functions.shared.contention import Contended
from functions.shared.errors import TransientError
from functions.shared.observe import count, logger
from functions.shared.problems import Problem, cursor_refused, not_found, try_again, unprocessable

PROBLEMS: api.Problems = {
    ConversationUnknown: lambda _: not_found("conversation"),
    ClientIdReused: lambda _: Problem(
        409, "client-id-reused", "This client_id was used with another text: pick a new one for each message."
    ),
    NotSaidYet: lambda ahead: unprocessable(f"upto: the last message is {ahead.seq}.", seq=ahead.seq),
    SignatureBroken: lambda _: cursor_refused(),
    Contended: lambda _: try_again("The conversation is being changed from many places at once."),
}

app = api.resolver(PROBLEMS)

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

_WORDS = {None: False, "false": False, "true": True}


@app.get("/conversations")
def get_conversations() -> api.Response:
    api.owner(app)  # not for who came by an order's link
    caller, unread_only = _caller(), _unread_only()
    if unread_only and not caller.operator:
        raise unprocessable("unread: only operators may ask for it; each conversation says what is unread.")
    found = list_conversations(
        caller,
        api.limit(app, DEFAULT_LIMIT, MAX_LIMIT),
        api.parameter(app, "cursor"),
        unread_only=unread_only,
    )
    return api.respond(found)


@app.get("/conversations/<conversation>/messages")
def get_messages(conversation: str) -> api.Response:
    return api.respond(
        show_messages(
            conversation, _caller(), api.limit(app, DEFAULT_LIMIT, MAX_LIMIT), api.parameter(app, "cursor")
        )
    )


@app.post("/conversations/<conversation>/messages")
def post_message(conversation: str) -> api.Response:
    """What is answered is stored. Whoever is connected hears of it, and finds it later where that fails."""
    caller = _caller()
    body = api.parse(app, SayBody)
    said = say(conversation, caller, body.client_id, body.text)
    _announce(lambda: announce_message(said.head, said.message))
    shown = place_of(said.head, caller.side, caller.owner) | present_message(said.message, caller.side)
    return api.respond(shown, HTTPStatus.CREATED, **api.replayed(said.replayed))


@app.put("/conversations/<conversation>/read")
def put_read(conversation: str) -> api.Response:
    caller = _caller()
    head, moved = mark_read(conversation, caller, api.parse(app, ReadBody).upto)
    if moved:
        _announce(lambda: announce_read(head, caller.side))
    return api.respond(present_head(head, caller))


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _caller() -> Caller:
    found = app.current_event.request_context.authorizer
    return Caller(api.reader(app), OPERATORS in (found.get("groups") or "").split(","))


def _announce(tell: Callable[[], None]) -> None:
    try:
        tell()
    except TransientError as failure:
        logger.warning("not everybody was told", extra={"error": type(failure).__name__})
        count("ConversationsNotAnnounced")


def _unread_only() -> bool:
    given = api.parameter(app, "unread")
    if given not in _WORDS:
        raise unprocessable("unread: true or false is expected.")
    return _WORDS[given]
