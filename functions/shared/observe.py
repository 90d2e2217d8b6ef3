"""Logs and metrics. Logs carry ids and outcomes, never tokens, addresses, payment methods or secrets."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import format_tb
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from botocore.exceptions import BotoCoreError, ClientError

from functions.shared.errors import BusinessError, TransientError, without_data

NAMESPACE = "PaidOnce"
UNEXPECTED = "UnexpectedErrors"
"""Counts what broke in our own code: whatever goes live meanwhile is taken back (infra/parts/releases.py)."""
_OURS = ("AccessDenied", "AccessDeniedException", "ValidationException", "ResourceNotFoundException")
"""Answers of services that say that we asked for the wrong thing, not that they are busy."""


class PlainErrors(LambdaPowertoolsFormatter):
    """Powertools' JSON lines, in which an error is its class, its text without what it quotes, and the lines
    of code that it went through. Services repeat in their errors what they were sent."""

    def formatException(self, ei: Any) -> str:
        """The error and what led to it, the first cause first."""
        return "\n".join(reversed([_told(error) for error in _chain(ei[1])]))


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
    with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
        for key, value in dimensions.items():
            metric.add_dimension(name=key, value=value)


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
        logger.append_keys(order_id=event.get("order_id"), step=handler.__name__)
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
