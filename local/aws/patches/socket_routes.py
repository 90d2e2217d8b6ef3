"""The functions behind a socket's routes run in our own workers; a template's route responses are taken; a
message in which no type can be found goes to `$default`, however deep it is nested.

Upstream starts workers of its own for them, which know neither class names of errors nor a cap, and knows no
resource AWS::ApiGatewayV2::RouteResponse, though it hands each function's answer back on the connection.
"""

import json
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import apigateway, lambda_svc
from ministack.services.cloudformation import provisioners

from local.aws.anchor import expect, replace
from local.aws.functions import Functions

WORKER_SOURCE = "e62a10a5f04e"
SELECTION_SOURCE = "b830318e61ab"
ROUTE_SOURCE = "a80872394b0b"
RESPONSE = "AWS::ApiGatewayV2::RouteResponse"


class _Worker:
    """What a route's function is invoked through."""

    def __init__(self, functions: Functions, config: dict[str, Any], code_zip: bytes) -> None:
        self._functions = functions
        self._config = config
        self._code_zip = code_zip

    def invoke(self, event: Any, request_id: str) -> dict[str, Any]:
        reserved = lambda_svc._reserved_concurrency({"config": self._config}, self._config)
        answer = self._functions.invoke(self._config, self._code_zip, event, request_id, reserved)
        if answer.error is not None:
            connection_id = event["requestContext"]["connectionId"]
            return {"status": "error", "error": _told(connection_id, request_id)}
        return {"status": "ok", "result": answer.value or {}}


def apply(functions: Functions) -> None:
    """Replace the workers of routes; let route responses pass."""

    def lease(_name: str, config: dict[str, Any], code_zip: bytes, **_options: Any) -> _Worker:
        return _Worker(functions, config, code_zip)

    def select(expression: str, text: str) -> str:
        try:
            found: str = selected(expression, text)
        except RecursionError:
            return "$default"
        return found

    selected = replace(apigateway, "_evaluate_route_selection", select, source=SELECTION_SOURCE)
    expect(apigateway, "_invoke_ws_lambda", source=ROUTE_SOURCE)
    replace(lambda_runtime, "get_or_create_worker", lease, source=WORKER_SOURCE)
    provisioners._RESOURCE_HANDLERS[RESPONSE] = {"create": _create, "delete": _delete}


def _told(connection_id: str, request_id: str) -> str:
    """What API Gateway sends a client where a function failed."""
    told = {"message": "Internal server error", "connectionId": connection_id, "requestId": request_id}
    return json.dumps(told)


def _create(logical_id: str, _props: dict[str, Any], stack_name: str) -> tuple[str, dict[str, Any]]:
    return f"{stack_name}-{logical_id}", {}


def _delete(_physical_id: str, _props: dict[str, Any]) -> None:
    return
