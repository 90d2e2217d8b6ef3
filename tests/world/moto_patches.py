"""Makes moto 5.2.5 run the real handlers and the shipped machine. It takes private names, so it asserts them.

- Lambda: every invocation, from boto3 or from a state machine, ends in `LambdaFunction._invoke_lambda`.
- Step Functions: the executing backend, no real waits between retries, one client per service, and one
  start at a time (on AWS, two starts under one name meet; in moto they race).
- DynamoDB: one call at a time, because moto's transactions are not atomic across threads.
"""

import inspect
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
import moto.stepfunctions.models
from moto import mock_aws
from moto.awslambda.models import LambdaFunction
from moto.dynamodb.responses import DynamoHandler
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends

from tests.world.invocation import Outcome
from tests.world.template import HASH

Invoke = Callable[[str, object], Outcome]


@contextmanager
def patched_moto(invoke: Invoke) -> Iterator[None]:
    _assert_anchors()
    with ExitStack() as stack:
        stack.enter_context(mock_aws(config={"stepfunctions": {"execute_state_machine": True}}))
        for change in (
            patch.object(LambdaFunction, "_invoke_lambda", _answering(invoke)),
            patch.object(DynamoHandler, "call_action", _serialised(DynamoHandler.call_action)),
            patch.object(moto.stepfunctions.models, "stepfunctions_backends", stepfunctions_parser_backends),
            patch.object(retrier_decl, "time", SimpleNamespace(sleep=_no_wait)),
            patch.object(
                StepFunctionsParserBackend,
                "start_execution",
                _serialised(StepFunctionsParserBackend.start_execution),
            ),
            patch.object(boto3, "client", _serialised(boto3.client)),
        ):
            stack.enter_context(change)
        _share_clients(stack)
        yield


def _assert_anchors() -> None:
    assert list(inspect.signature(LambdaFunction._invoke_lambda).parameters) == ["self", "event"]
    assert "self._invoke_lambda(event=body)" in inspect.getsource(LambdaFunction.invoke)
    assert list(inspect.signature(DynamoHandler.call_action).parameters) == ["self"]
    assert "time.sleep(interval_seconds)" in inspect.getsource(retrier_decl.RetrierDecl._eval_body)
    assert retrier_decl.time is time
    assert "stepfunctions_backends[" in inspect.getsource(moto.stepfunctions.models)
    assert list(inspect.signature(boto_client.boto_client_for).parameters) == [
        "region",
        "service",
        "state_credentials",
    ]


def _answering(invoke: Invoke) -> Callable[..., tuple[str, bool, str]]:
    def _invoke_lambda(function: Any, event: Any = None) -> tuple[str, bool, str]:
        outcome = invoke(HASH.sub("", function.function_name), {} if event is None else event)
        return outcome.payload(), outcome.error is not None, ""

    return _invoke_lambda


def _serialised(call: Callable[..., Any]) -> Callable[..., Any]:
    lock = threading.RLock()

    def one_at_a_time(*args: Any, **kwargs: Any) -> Any:
        with lock:
            return call(*args, **kwargs)

    return one_at_a_time


def _no_wait(_seconds: float) -> None:
    time.sleep(0)


def _share_clients(stack: ExitStack) -> None:
    """A new client for every task is moto's main cost."""
    make = boto_client.boto_client_for

    @cache
    def client(region: str, service: str) -> Any:
        return make(region=region, service=service)

    lock = threading.Lock()

    def shared(region: str, service: str, state_credentials: Any = None) -> Any:
        with lock:
            return client(region, service)

    users = [module for module in list(sys.modules.values()) if vars(module).get("boto_client_for") is make]
    assert users, "moto makes its clients elsewhere now"
    for module in users:
        stack.enter_context(patch.object(module, "boto_client_for", shared))
