"""Makes moto 5.2.5 run the real handlers and the shipped machine. It takes private names, so it asserts them.

- Lambda: every invocation, from boto3 or from a state machine, ends in `LambdaFunction._invoke_lambda`.
- Step Functions: the executing backend, no real waits between retries, and one start at a time (on AWS, two
  starts under one name meet; in moto they race), by the machine or by its alias. Definitions and paths are
  parsed once. An answer that comes before the wait for it is heard.
- boto3: one client per configuration (moto makes a new one for every task).
- DynamoDB: one call at a time, because moto's transactions are not atomic across threads, and 100 items read
  in a transaction, as DynamoDB allows since 2022.
"""

import inspect
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
import moto.dynamodb.responses
import moto.stepfunctions.models
from botocore.config import Config
from moto import mock_aws
from moto.awslambda.models import LambdaFunction
from moto.dynamodb.responses import DynamoHandler
from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackEndpoint
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends

from harness.environment import one_per_configuration
from harness.invocation import Outcome
from harness.moto.expressions import wrapped
from harness.moto.shortcuts import shortened_moto
from harness.template import HASH, unqualified

Invoke = Callable[[str, object], Outcome]

_clients: dict[str, Any] = {}
_parsed = cache(AmazonStateLanguageParser.parse)
"""moto parses the definition for every execution (50 ms). What it parsed is never changed: executions note
their tries in heaps of their own, under a key of what counts them."""


@contextmanager
def patched_moto(invoke: Invoke, wait: Callable[[float], None]) -> Iterator[None]:
    """`wait` is called with the seconds between two tries of a state."""
    _assert_anchors()
    with ExitStack() as stack:
        stack.enter_context(mock_aws(config={"stepfunctions": {"execute_state_machine": True}}))
        stack.enter_context(shortened_moto())
        for change in (
            patch.object(LambdaFunction, "_invoke_lambda", _answering(invoke)),
            wrapped(DynamoHandler, "call_action", _serialised),
            patch.object(moto.dynamodb.responses, "TRANSACTION_MAX_ITEMS", 100),
            patch.object(moto.stepfunctions.models, "stepfunctions_backends", stepfunctions_parser_backends),
            patch.object(retrier_decl, "time", SimpleNamespace(sleep=wait)),
            wrapped(StepFunctionsParserBackend, "start_execution", _serialised),
            wrapped(StepFunctionsParserBackend, "start_execution", _by_alias),
            wrapped(CallbackEndpoint, "setup_heartbeat_endpoint", _answered_before),
            patch.object(AmazonStateLanguageParser, "parse", _parsed),
            patch.object(EvalComponent, "heap_key", property(lambda one: str(id(one)))),
            wrapped(json_path, "parse", cache),
            wrapped(result_path, "parse", cache),
            patch.object(boto3.Session, "client", one_per_configuration(boto3.Session.client, _clients)),
        ):
            stack.enter_context(change)
        yield


def _assert_anchors() -> None:
    assert list(inspect.signature(LambdaFunction._invoke_lambda).parameters) == ["self", "event"]
    assert "self._invoke_lambda(event=body)" in inspect.getsource(LambdaFunction.invoke)
    assert list(inspect.signature(DynamoHandler.call_action).parameters) == ["self"]
    assert "time.sleep(interval_seconds)" in inspect.getsource(retrier_decl.RetrierDecl._eval_body)
    assert vars(retrier_decl)["time"] is time
    assert "stepfunctions_backends[" in inspect.getsource(moto.stepfunctions.models)
    assert "if self._heartbeat_endpoint:" in inspect.getsource(CallbackEndpoint.notify)
    entrypoint = inspect.getsource(ExecutionWorker._get_evaluation_entrypoint)
    assert "AmazonStateLanguageParser.parse(" in entrypoint
    assert "self.__heap_key = long_uid()" in inspect.getsource(EvalComponent)
    assert hasattr(Config(), "_user_provided_options")


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


def _by_alias(start: Callable[..., Any]) -> Callable[..., Any]:
    """moto knows no aliases of machines. Here each stands for the one definition that there is."""

    def start_execution(backend: Any, state_machine_arn: str, *args: Any, **kwargs: Any) -> Any:
        return start(backend, unqualified(state_machine_arn), *args, **kwargs)

    return start_execution


def _answered_before(setup: Callable[..., Any]) -> Callable[..., Any]:
    """A token that is answered before moto waits for its heartbeat would be waited for all the same."""

    def setup_heartbeat_endpoint(callback: Any, *args: Any, **kwargs: Any) -> Any:
        heartbeat = setup(callback, *args, **kwargs)
        if callback._notify_event.is_set():
            heartbeat.notify()
        return heartbeat

    return setup_heartbeat_endpoint
