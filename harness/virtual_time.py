"""Time that passes without being waited for: retries, and timeouts of functions, move a shared offset.

Who reads the clock to compare it with something stored sees it moved: the product's own clock, Powertools'
idempotency, whose in-progress records expire with the function that made them, and its circuit breaker.
"""

import datetime
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

from aws_lambda_powertools.utilities.circuit_breaker import base as breaker_base
from aws_lambda_powertools.utilities.circuit_breaker.persistence import base as breaker_cache
from aws_lambda_powertools.utilities.circuit_breaker.persistence import dynamodb as breaker_dynamodb
from aws_lambda_powertools.utilities.idempotency import base as idempotency
from aws_lambda_powertools.utilities.idempotency.persistence import base, datarecord, dynamodb

from functions.shared import clock

READERS: tuple[ModuleType, ...] = (
    idempotency,
    base,
    datarecord,
    dynamodb,
    breaker_base,
    breaker_cache,
    breaker_dynamodb,
)


class VirtualTime:
    def __init__(self) -> None:
        self._offset = datetime.timedelta()
        self._lock = threading.Lock()

    def pass_by(self, seconds: float) -> None:
        with self._lock:
            self._offset += datetime.timedelta(seconds=seconds)

    def reset(self) -> None:
        self._offset = datetime.timedelta()

    def offset(self) -> datetime.timedelta:
        return self._offset


@contextmanager
def moved_by(time: VirtualTime) -> Iterator[None]:
    real_now = clock.now

    class Moved(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return datetime.datetime.now(tz) + time.offset()

    moved = ModuleType("datetime")
    vars(moved).update(vars(datetime), datetime=Moved)
    with ExitStack() as stack:
        stack.enter_context(patch.object(clock, "now", lambda: real_now() + time.offset()))
        for reader in READERS:
            assert vars(reader)["dt"] is datetime
            stack.enter_context(patch.object(reader, "dt", moved))
        yield
