"""Logs and metrics. Logs carry ids and outcomes, never tokens, addresses, payment methods or secrets."""

import functools
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from functions.shared.errors import BusinessError

NAMESPACE = "PaidOnce"

logger = Logger(service="paidonce")

Handler = Callable[[dict[str, Any], Any], Any]


def count(name: str, **dimensions: str) -> None:
    """Add one to a metric."""
    with single_metric(name=name, unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
        for key, value in dimensions.items():
            metric.add_dimension(name=key, value=value)


def saga_step(handler: Handler) -> Handler:
    """A state machine's task: logs how it ended unless all went well, with its order id.

    A business error is an outcome and logged as such; anything else is logged with its traceback. Of a step
    that went well the execution's history says as much, and a line for each would be most of the logs' price.
    """

    @functools.wraps(handler)
    def observed(event: dict[str, Any], context: Any) -> Any:
        logger.append_keys(order_id=event.get("order_id"), step=handler.__name__)
        try:
            result = handler(event, context)
        except BusinessError as outcome:
            logger.info("step ended", extra={"outcome": type(outcome).__name__})
            raise
        except Exception:
            logger.exception("step failed")
            raise
        logger.debug("step ended", extra={"outcome": "done"})
        return result

    return observed
