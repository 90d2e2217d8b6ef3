"""The AsyncAPI 3.0 document of the socket, from the models that its handlers read and write messages with."""

from types import ModuleType
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from contract.order_models import OrderMessage
from contract.version import VERSION
from functions.conversation import messages as conversation_messages
from functions.live import messages
from functions.live.messages import Sent, Told

MODULES: tuple[ModuleType, ...] = (messages, conversation_messages)
"""Where messages are: clients' derive from Sent, the shop's from Told."""

EDGE = "(of the edge)"
"""What stands for a type where there is none."""


class EdgeAnswer(BaseModel):
    """What API Gateway says by itself, in words of its own and without a `type`, where it could not hand a
    message on or got no answer: `Internal server error`, `Forbidden`, `Too Many Requests`. The connection
    stands, and the message it is about may have been taken or not: a client that waits for an answer says the
    same again (a `say` under its client_id) after a second, and after twice as long each time."""

    model_config = ConfigDict(extra="allow")

    message: str
    connectionId: str | None = None
    requestId: str | None = None


ASSEMBLED: tuple[type[BaseModel], ...] = (OrderMessage, EdgeAnswer)
"""Messages of the shop that no model writes: tests hold the two together."""

REFERENCE = "#/components/schemas/{model}"
DESCRIPTION = """\
Connect to /live?ticket=..., with a ticket from POST /api/live/tickets, and say `hello` first. A message is \
a JSON object with a `type`, of at most 131072 bytes, in frames of at most 32768. What is malformed, unknown \
or too fast is answered with `refused`; of one connection five messages a second are taken, and twenty at \
once. A connection ends after two hours, and after ten minutes in which nothing was said: `ping` every five \
minutes; `hello` is as good a sign of life, and finds what could not be told. What the edge says by itself \
has no `type`. Whoever reads `gone` with \
`reconnect` opens another connection within a random part of a minute, says `hello` there with the versions \
it has, and has missed nothing. The same holds after a connection that broke. A handshake without a good \
ticket is refused with 403, and so is one of an owner who opens more than ten tabs at once; 502, 503 and 504 \
mean that another ticket may work in a moment.\
"""


def sent() -> list[type[BaseModel]]:
    """What clients send."""
    return _derived(Sent)


def told() -> list[type[BaseModel]]:
    """What they are sent."""
    return [*_derived(Told), *ASSEMBLED]


def build() -> dict[str, Any]:
    """The whole document."""
    schemas = _schemas()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "PaidOnce",
            "version": VERSION,
            "description": DESCRIPTION,
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "channels": {"live": _channel()},
        "operations": {
            "hear": _operation("receive", "What a client sends", sent()),
            "tell": _operation("send", "What a client is sent", told()),
        },
        "components": {
            "messages": {one.__name__: _message(one, schemas) for one in (*sent(), *told())},
            "schemas": schemas,
        },
    }


def _derived(base: type[BaseModel]) -> list[type[BaseModel]]:
    return [
        one
        for module in MODULES
        for one in vars(module).values()
        if isinstance(one, type)
        and issubclass(one, base)
        and one.__module__ == module.__name__
        and "type" in one.model_fields
    ]


def _channel() -> dict[str, Any]:
    ticket = {"type": "string", "description": "From POST /api/live/tickets; good once, within a minute"}
    query = {"type": "object", "properties": {"ticket": ticket}, "required": ["ticket"]}
    return {
        "address": "/live",
        "messages": {one.__name__: {"$ref": _reference(one)} for one in (*sent(), *told())},
        "bindings": {"ws": {"query": query, "bindingVersion": "0.1.0"}},
    }


def _operation(action: str, summary: str, models: list[type[BaseModel]]) -> dict[str, Any]:
    channel = "#/channels/live"
    return {
        "action": action,
        "summary": summary,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{one.__name__}"} for one in models],
    }


def _message(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    kind = schemas[model.__name__]["properties"].get("type", {"const": EDGE})["const"]
    summary = " ".join((model.__doc__ or "").split())
    return {
        "name": kind,
        "title": kind,
        "summary": summary,
        "payload": {"$ref": REFERENCE.format(model=model.__name__)},
    }


def _schemas() -> dict[str, Any]:
    modes: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((one, "validation") for one in sent()),
        *((one, "serialization") for one in told()),
    ]
    _, definitions = models_json_schema(modes, ref_template=REFERENCE)
    found: dict[str, Any] = definitions["$defs"]
    return found


def _reference(model: type[BaseModel]) -> str:
    return f"#/components/messages/{model.__name__}"
