"""The cloud without its wires: what DynamoDB and Lambda are asked goes to moto's backends as it is, instead
of through botocore's serializers, signatures and parsers and back. A saga costs a third.

Everything above the wire (the product, the Switchboard and its faults) and below it (moto's conditions and
transactions) is what it always is; botocore validates the parameters, and errors are its own. What the wire
itself may get wrong is held by the suites that keep it: tests/wires, tests/bench, tests/handlers, tests/e2e.
"""

import copy
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.validate import validate_parameters
from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models import table
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.parsing import validators
from moto.dynamodb.parsing.validators import UpdateExpressionValidator
from moto.dynamodb.responses import DynamoHandler
from moto.stepfunctions.exceptions import ExecutionDoesNotExist
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from harness.invocation import Outcome
from harness.moto.executions import history
from harness.moto.expressions import copied
from harness.template import ACCOUNT, REGION, function_named

Invoke = Callable[[str, object], Outcome]


@contextmanager
def direct(invoke: Invoke) -> Iterator[None]:
    """To be entered before the Switchboard, which stands above."""
    through = BaseClient._make_api_call
    lock = threading.RLock()

    def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        service = client.meta.service_model.service_name
        if service == "dynamodb" and hasattr(DynamoHandler, _snake(operation)) and operation != "CreateTable":
            with lock:
                return _dynamodb(client, operation, params)
        if service == "lambda" and operation == "Invoke":
            return _invoked(invoke, params)
        if operation == "GetExecutionHistory":
            try:
                return {"events": _events(params["executionArn"])}
            except ExecutionDoesNotExist as unknown:
                raise client.exceptions.ExecutionDoesNotExist(
                    {"Error": {"Code": "ExecutionDoesNotExist", "Message": str(unknown)}}, operation
                ) from None
        return through(client, operation, params)

    def silent(*_: Any, **__: Any) -> None:
        """moto describes the whole machine for each error that it logs."""

    with ExitStack() as stack:
        stack.enter_context(patch.object(BaseClient, "_make_api_call", call))
        stack.enter_context(patch.object(EvalComponent, "_log_failure_event_exception", silent))
        stack.enter_context(patch.object(EvalComponent, "_log_exception", silent))
        stack.enter_context(patch.object(UpdateExpressionValidator, "get_ast_processors", _resolvers))
        stack.enter_context(patch.object(Item, "size", lambda _: 1))  # no page and no item is too large
        stack.enter_context(patch.object(table, "copy", SimpleNamespace(copy=copy.copy, deepcopy=_as_it_is)))
        yield


def _resolvers(validator: Any) -> list[Any]:
    """Those that work out what an update comes to, without those that only check how it is written."""
    return [
        validators.ExpressionAttributeValueProcessor(validator.expression_attribute_values),
        validators.ExpressionAttributeResolvingProcessor(
            validator.expression_attribute_names, validator.item
        ),
        validators.UpdateExpressionFunctionEvaluator(),
        validators.NoneExistingPathChecker(),
        validators.ExecuteOperations(),
    ]


def _dynamodb(client: Any, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    validate_parameters(params, client.meta.service_model.operation_model(operation).input_shape)
    handler = copy.copy(_handler())
    handler.current_account, handler.region = ACCOUNT, REGION
    handler.body = handler.params = copied(params)
    try:
        found: Any = getattr(handler, _snake(operation))()
    except JsonRESTError as refused:
        raise _as_botocore(client, operation, json.loads(refused.description)) from None
    answer: dict[str, Any] = found.result
    return answer


@cache
def _handler() -> DynamoHandler:
    return DynamoHandler()


def _as_it_is(found: Any) -> Any:
    """What is found is made into plain values before anybody else may change it."""
    return found


def _as_botocore(client: Any, operation: str, told: dict[str, Any]) -> Exception:
    code = told.pop("__type").rpartition("#")[2]
    message = told.pop("message", None) or told.pop("Message", "")
    error = {"Code": code, "Message": message}
    response = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": "direct"}, **told}
    raised: Exception = client.exceptions.from_code(code)(response, operation)
    return raised


def _invoked(invoke: Invoke, params: dict[str, Any]) -> dict[str, Any]:
    event = json.loads(params.get("Payload") or "{}")
    outcome = invoke(function_named(params["FunctionName"]), event)
    answer: dict[str, Any] = {"StatusCode": 200, "Payload": io.BytesIO(outcome.payload().encode())}
    return answer if outcome.error is None else answer | {"FunctionError": "Unhandled"}


def _events(execution_arn: str) -> list[dict[str, Any]]:
    """moto writes and reads the dates of thousands of events over its wire."""
    backend = stepfunctions_parser_backends[ACCOUNT][REGION]
    execution = backend.describe_execution(execution_arn)
    return [event | {"timestamp": datetime.fromisoformat(event["timestamp"])} for event in history(execution)]


def _snake(operation: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation).lstrip("_")
