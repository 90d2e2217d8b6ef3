"""The OpenAPI 3.1 document of the API, from the models that its handlers validate with."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from contract import models
from contract.calls import CALLS, RETRY, Call

REFERENCE = "#/components/schemas/{model}"
PROBLEM_JSON = "application/problem+json"
ANY_CALL = {429: ["too-many-requests"], 500: ["internal-error"], 503: ["try-again"]}
PERSONAL_CALL = {401: ["unauthorized"]}


def build() -> dict[str, Any]:
    """The whole document."""
    refs, schemas = _schemas()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PaidOnce",
            "version": "0.1.0",
            "description": (
                "A checkout that charges once, never oversells and cleans up after itself. Money is in"
                " integer minor units. Bodies have at most 65536 bytes; unknown fields are refused. Every"
                " error is problem+json (RFC 9457)."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/api"}],
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
    bodies.append((models.Problem, "serialization"))
    references, definitions = models_json_schema(list(dict.fromkeys(bodies)), ref_template=REFERENCE)
    refs: Any = {model: ref for (model, _), ref in references.items()}
    return refs, definitions["$defs"]


def _paths(refs: Refs) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for call in CALLS:
        paths.setdefault(call.path, {})[call.method] = _operation(call, refs)
    return paths


def _operation(call: Call, refs: Refs) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": call.name,
        "summary": call.summary,
        "responses": _responses(call, refs),
        "security": [{"session": []}] if call.personal else [],
    }
    if call.parameters:
        operation["parameters"] = call.parameters
    if call.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": refs[call.body]}},
        }
    return operation


def _responses(call: Call, refs: Refs) -> dict[str, Any]:
    responses = {}
    for status, success in call.successes.items():
        responses[str(status)] = {
            "description": success.description,
            "headers": _headers(success.headers),
            "content": {"application/json": {"schema": refs[success.shape]}},
        }
    problems = ANY_CALL | (PERSONAL_CALL if call.personal else {}) | call.problems
    for status, names in sorted(problems.items()):
        types = [f"/api/problems/{name}" for name in names]
        responses[str(status)] = {
            "description": ", ".join(names),
            "headers": _headers(RETRY) if "try-again" in names else {},
            "content": {
                PROBLEM_JSON: {
                    "schema": {"allOf": [refs[models.Problem], {"properties": {"type": {"enum": types}}}]}
                }
            },
        }
    return responses


def _headers(headers: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}
