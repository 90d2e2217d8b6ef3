"""The OpenAPI 3.1 document of the API, from the models that its handlers validate with."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from contract.call import BY_LINK, RETRY, Call
from contract.every_call import CALLS
from contract.look_words import LOOK_WORDS
from contract.problem_model import Problem
from contract.version import VERSION
from contract.words import TAGS, WORDS

REFERENCE = "#/components/schemas/{model}"
PROBLEM_JSON = "application/problem+json"
Problems = dict[int, list[str]]
# What the parts between a client and a function answer, and any function.
ANY_CALL: Problems = {
    400: ["bad-request"],
    403: ["forbidden"],
    413: ["body-too-large"],
    414: ["bad-request"],
    429: ["too-many-requests"],
    431: ["bad-request"],
    500: ["internal-error", "try-again"],
    502: ["try-again"],
    503: ["try-again"],
    504: ["try-again"],
}
PERSONAL_CALL: Problems = {401: ["unauthorized"]}
NOT_BY_LINK: Problems = {403: ["one-order-only"]}
TO_BE_REPEATED = (429, 502, 503, 504)
"""Statuses of answers that say with Retry-After when to repeat the request."""
DESCRIPTION = """\
A checkout that charges once, never oversells and cleans up after itself. Money is in integer minor units. \
Bodies have at most 65536 bytes; unknown fields are refused. Every error is problem+json (RFC 9457).

429, 502, 503 and 504 say that the shop, or what stands in front of it, could not answer now; after 502 and \
504 something may have come of the request all the same. A client repeats the very same request, with the \
same Idempotency-Key where it had one, no sooner than the seconds in Retry-After, and less often the longer \
it lasts. Every call may be repeated: the same again finds what the first has done. (POST /sessions without \
a token opens one more session without a trace, and each form for a photo is one of ten.)

Pages of the shop's own host need not hold a token. They say `Paidonce-Session: session` (`operator` in the \
console, an order's id on a page that a mail linked to), and the session is a cookie that no page can read; \
what they change then has to come with the Origin of that host.\
"""


def build() -> dict[str, Any]:
    """The whole document."""
    refs, schemas = _schemas()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PaidOnce",
            "version": VERSION,
            "description": DESCRIPTION,
            "contact": {"name": "Whoever runs this shop", "url": "/"},
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api", "description": "This shop"}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": _paths(refs),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": {"type": "http", "scheme": "bearer", "description": "A token from POST /sessions"}
            },
        },
    }


Refs = dict[type[BaseModel], dict[str, Any]]


def _schemas() -> tuple[Refs, dict[str, Any]]:
    bodies: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for call in CALLS:
        if call.body is not None:
            bodies.append((call.body, "validation"))
        bodies += [(success.shape, "serialization") for success in call.successes.values()]
    bodies.append((Problem, "serialization"))
    references, definitions = models_json_schema(list(dict.fromkeys(bodies)), ref_template=REFERENCE)
    refs: Any = {model: ref for (model, _), ref in references.items()}
    return refs, definitions["$defs"]


def _paths(refs: Refs) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for call in CALLS:
        paths.setdefault(call.path, {})[call.method] = _operation(call, refs)
    return paths


def _operation(call: Call, refs: Refs) -> dict[str, Any]:
    words = (WORDS | LOOK_WORDS)[call.name]
    operation: dict[str, Any] = {
        "operationId": call.name,
        "tags": [words.tag],
        "summary": call.summary,
        "description": words.description,
        "responses": _responses(call, refs),
        "security": _security(call),
    }
    if call.parameters:
        operation["parameters"] = call.parameters
    if call.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": refs[call.body]}},
        }
    return operation


def _security(call: Call) -> list[dict[str, list[str]]]:
    """OpenAPI's alternatives: the empty one stands for a caller without a session."""
    session: dict[str, list[str]] = {"session": []}
    if call.renews:
        return [{}, session]
    return [session] if call.personal else []


def _responses(call: Call, refs: Refs) -> dict[str, Any]:
    responses = {}
    for status, success in call.successes.items():
        responses[str(status)] = {
            "description": success.description,
            "headers": _headers(success.headers),
            "content": {"application/json": {"schema": refs[success.shape]}},
        }
    for status, names in _problems(call).items():
        types = [f"/api/problems/{name}" for name in names]
        responses[str(status)] = {
            "description": ", ".join(names),
            "headers": _headers(call.problem_headers.get(status, {}))
            | (_headers(RETRY, required=True) if status in TO_BE_REPEATED else {}),
            "content": {
                PROBLEM_JSON: {
                    "schema": {"allOf": [refs[Problem], {"properties": {"type": {"enum": types}}}]}
                }
            },
        }
    return responses


def _problems(call: Call) -> Problems:
    """By status, in order: the call's own, and what may be answered to any."""
    found: Problems = {}
    personal = PERSONAL_CALL if call.personal else {}
    for problems in (call.problems, personal, _closed_to_links(call), ANY_CALL):
        for status, names in problems.items():
            found[status] = list(dict.fromkeys([*found.get(status, []), *names]))
    return dict(sorted(found.items()))


def _closed_to_links(call: Call) -> Problems:
    """Under /ops they are refused like every customer's session."""
    customers = call.personal and not call.path.startswith("/ops/")
    return NOT_BY_LINK if customers and call.name not in BY_LINK else {}


def _headers(headers: dict[str, str], *, required: bool = False) -> dict[str, Any]:
    """OpenAPI's header objects by name; `required`: they are always there."""
    always = {"required": True} if required else {}
    return {
        name: {"description": text, "schema": {"type": "string"}} | always for name, text in headers.items()
    }
