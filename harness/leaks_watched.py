"""Looks for leaks (leaks.py) in every log record, metric and call to AWS of this process, whosever it is."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import ClientCreator

from functions.shared import observe
from harness import leaks, order_lines
from harness.invocation import current

OURS: Any = observe.logger.registered_formatter
"""How our own lines are written, also where a suite writes none."""
OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({})))
READS = ("Get", "List", "Describe", "Receive", "Delete", "Query", "Scan", "BatchGet", "TransactGet", "Head")
"""Who reads tells nobody anything."""


@contextmanager
def watched() -> Iterator[None]:
    observe.logger.setLevel("DEBUG")  # what is only written down when somebody looks for a fault, too
    with ExitStack() as stack:
        stack.enter_context(patch.object(logging.Logger, "handle", _handle(logging.Logger.handle)))
        stack.enter_context(
            patch.object(ClientCreator, "_create_api_method", _method(ClientCreator._create_api_method))
        )
        stack.enter_context(
            patch.object(pytest.CaptureFixture, "readouterr", _read(pytest.CaptureFixture.readouterr))
        )
        stack.enter_context(patch.object(observe, "measure", _dimensions(observe.measure)))
        yield


def _handle(handle: Callable[..., None]) -> Callable[..., None]:
    def looked_at(logger: logging.Logger, record: logging.LogRecord) -> None:
        for text in told_by(record):
            leaks.look(f"the log ({record.name}: {record.msg})", text)
        if record.name == observe.logger.name:
            order_lines.look(record)
        handle(logger, record)

    return looked_at


def told_by(record: logging.LogRecord) -> Iterator[str]:
    """The message, every field of `extra` and of `append_keys`, and an error with what led to it as it is
    written down."""
    yield record.getMessage()
    for name, value in vars(record).items():
        if name not in OF_EVERY_RECORD:
            yield f"{name}={value}"
    ours = record.name == observe.logger.name
    if ours:
        yield str(OURS.log_format)
    if record.exc_info and record.exc_info[1]:
        yield (OURS if ours else logging.Formatter()).formatException(record.exc_info)


def _read(read: Callable[..., Any]) -> Callable[..., Any]:
    def looked_at(fixture: Any) -> Any:
        found = read(fixture)
        leaks.look("what was printed", f"{found.out}{found.err}", leaks.PRINTED)
        return found

    return looked_at


def _dimensions(measure: Callable[..., None]) -> Callable[..., None]:
    def looked_at(metrics: Any, **dimensions: str) -> None:
        for name, value in dimensions.items():
            leaks.look(f"a metric's dimension {name}", str(value))
        measure(metrics, **dimensions)

    return looked_at


def _method(create: Callable[..., Any]) -> Callable[..., Any]:
    def created(creator: Any, name: str, operation: str, model: Any) -> Any:
        method = create(creator, name, operation, model)
        if operation.startswith(READS):
            return method

        def looked_at(client: Any, *args: Any, **params: Any) -> Any:
            service = client.meta.service_model.service_name
            leaks.look_at_call(service, operation, params, within_a_function=current() is not None)
            return method(client, *args, **params)

        looked_at.__name__ = name
        return looked_at

    return created
