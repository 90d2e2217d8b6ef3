"""A clock that stands still, and a trace id: what would otherwise differ from run to run."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from aws_lambda_powertools.utilities.circuit_breaker.persistence import base as circuit

from functions.fulfilment import begin_fulfilment
from functions.shared import clock

HOLD = timedelta(days=7)
MOMENT = datetime(2026, 11, 21, 11, 11, 11, 111000, tzinfo=UTC)
TRACE = "Root=1-65a1b2c3-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1"
"""Lambda sets one for every invocation, and the logger names it in every line."""


@contextmanager
def standing_still() -> Iterator[None]:
    hold_ends = begin_fulfilment._hold_ends

    def held(order_id: str) -> datetime:
        """The provider's clock goes on."""
        hold_ends(order_id)
        return MOMENT + HOLD

    with ExitStack() as stack:
        stack.enter_context(patch.object(clock, "now", lambda: MOMENT))
        stack.enter_context(patch.object(clock, "monotonic", lambda: 1000.0))
        # The circuit breaker's own: what it read grows old on a busy machine.
        stands = SimpleNamespace(datetime=SimpleNamespace(now=lambda: MOMENT))
        stack.enter_context(patch.object(circuit, "dt", stands))
        stack.enter_context(patch.object(begin_fulfilment, "_hold_ends", held))
        os.environ["_X_AMZN_TRACE_ID"] = TRACE
        stack.callback(os.environ.pop, "_X_AMZN_TRACE_ID", None)
        yield


@contextmanager
def a_minute_later() -> Iterator[None]:
    """For who is slowed when two things happen at one moment."""
    with patch.object(clock, "now", lambda: MOMENT + timedelta(minutes=1)):
        yield
