"""Logs and metrics. Logs carry ids and outcomes, never tokens, addresses, payment methods or secrets.

Whatever is written about an order says about which: an entry point says so once (`about`, `concerns`), and
every line and metric that follows from it has the order's id, and its trace's (trace.py).
"""

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from traceback import format_tb
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from botocore.exceptions import BotoCoreError, ClientError

from functions.shared import clock, trace
from functions.shared.errors import BusinessError, TransientError, without_data

NAMESPACE = "PaidOnce"
UNEXPECTED = "UnexpectedErrors"
"""Counts what broke in our own code: whatever goes live meanwhile is taken back (infra/parts/releases.py)."""
_OURS = ("AccessDenied", "AccessDeniedException", "ValidationException", "ResourceNotFoundException")
"""Answers of services that say that we asked for the wrong thing, not that they are busy."""
COUNT = "Count"
MILLISECONDS = "Milliseconds"

_subject: ContextVar[str | None] = ContextVar("subject", default=None)
"""The order, or the return, that is being worked on."""

_NAMES_AN_ORDER = ("order_id", "return_id", "subject", "conversation")
"""Fields of a line that do, each before what is being worked on."""


@contextmanager
def about(subject: object = None) -> Iterator[None]:
    """What is written within is about this order, or this return; about none, until somebody says which it
    concerns, if it names none."""
    before = _subject.set(_named(subject))
    try:
        yield
    finally:
        _subject.reset(before)


def concerns(subject: object) -> None:
    """From here on it is known which order the work is about, until the `about` around it ends."""
    _subject.set(_named(subject))


def _named(subject: object) -> str | None:
    return str(subject) if trace.order_of(subject) else None


class PlainErrors(LambdaPowertoolsFormatter):
    """Powertools' JSON lines, in which an error is its class, its text without what it quotes, and the lines
    of code that it went through. Services repeat in their errors what they were sent."""

    def serialize(self, log: Any) -> str:
        return super().serialize(log | ids_of(log))

    def formatException(self, ei: Any) -> str:
        """The error and what led to it, the first cause first."""
        return "\n".join(reversed([_told(error) for error in _chain(ei[1])]))


def ids_of(line: Mapping[str, Any]) -> dict[str, str]:
    """By which the line is found, beside those of its order. A step's line belongs to the span of its state,
    the first time that the machine was in it."""
    subject = next((line[name] for name in _NAMES_AN_ORDER if trace.order_of(line.get(name))), _subject.get())
    order_id = trace.order_of(subject)
    if order_id is None:
        return {}
    found = {"order_id": order_id, "trace_id": trace.trace_id(order_id)}
    if subject != order_id:
        found["return_id"] = str(subject)
    if "step" in line:
        found["span_id"] = trace.span_id(str(subject), line["step"])
    return found


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    return f"{''.join(format_tb(error.__traceback__))}{type(error).__name__}: {without_data(str(error))}"


logger = Logger(service="paidonce", logger_formatter=PlainErrors(serialize_stacktrace=False))

Handler = Callable[[dict[str, Any], Any], Any]


def count(name: str, **dimensions: str) -> None:
    """Add one to a metric."""
    measure({name: (1, COUNT)}, **dimensions)


def measure(metrics: Mapping[str, tuple[float, str]], **dimensions: str) -> None:
    """Write a value and its unit for each of these metrics."""
    write_line(metric_line(metrics, **dimensions))


def metric_line(metrics: Mapping[str, tuple[float, str]], **dimensions: str) -> dict[str, Any]:
    """One line of CloudWatch's embedded metric format. The order that it is about stands beside the metrics
    and is no dimension: those are paid for by each value."""
    declared = {
        "Namespace": NAMESPACE,
        "Dimensions": [list(dimensions)],
        "Metrics": [{"Name": name, "Unit": unit} for name, (_, unit) in metrics.items()],
    }
    order_id = trace.order_of(_subject.get())
    at = int(clock.now().timestamp() * 1000)
    line: dict[str, Any] = {"_aws": {"Timestamp": at, "CloudWatchMetrics": [declared]}, **dimensions}
    line |= {"order_id": order_id} if order_id else {}
    return line | {name: value for name, (value, _) in metrics.items()}


def write_line(line: Mapping[str, Any]) -> None:
    """Lambda hands what is printed to the function's log."""
    print(json.dumps(line, separators=(",", ":")), flush=True)


def count_unexpected(error: Exception) -> None:
    """Count an error that no rule foresees, unless a service behind the shop is merely busy or silent."""
    busy = isinstance(error, TransientError | BotoCoreError)
    if isinstance(error, ClientError):
        busy = error.response.get("Error", {}).get("Code") not in _OURS
    if not busy:
        count(UNEXPECTED)


@contextmanager
def plain_failures() -> Iterator[None]:
    """Whatever is raised within says no more what it quotes: Lambda writes an error's text down, hands it to
    state machines, whose executions keep it, and puts it beside a dead letter. An outcome's text is ours, and
    what the next step reads."""
    try:
        yield
    except BusinessError:
        raise
    except Exception as failure:
        failure.args = (without_data(str(failure)),)
        raise


def saga_step(handler: Handler) -> Handler:
    """A state machine's task: logs how it ended unless all went well, with its order id. What it raises keeps
    its class and loses what it quotes.

    A business error is an outcome and logged as such; anything else is logged with its traceback. Of a step
    that went well the execution's history says as much, and a line for each would be most of the logs' price.
    """

    @functools.wraps(handler)
    def observed(event: dict[str, Any], context: Any) -> Any:
        logger.append_keys(step=handler.__name__)
        with about(event.get("return_id") or event.get("order_id")):
            try:
                with plain_failures():
                    result = handler(event, context)
            except BusinessError as outcome:
                logger.info("step ended", extra={"outcome": type(outcome).__name__})
                raise
            except Exception as failure:
                logger.exception("step failed")
                count_unexpected(failure)
                raise
            logger.debug("step ended", extra={"outcome": "done"})
            return result

    return observed
