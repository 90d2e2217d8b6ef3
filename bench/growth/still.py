"""A clock that begins at the same moment in every run, and moves by what is done alone: numbers are then as
long in every run, times of Powertools' records included."""

import datetime
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch

from bench.frozen_clock import MOMENT
from harness.virtual_time import READERS, VirtualTime


@contextmanager
def begun_at_once(time: VirtualTime) -> Iterator[None]:
    """To be entered once the cloud runs, whose own patches move a real clock."""

    class Still(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return datetime.datetime.fromtimestamp(MOMENT.timestamp(), tz) + time.offset()

    still = ModuleType("datetime")
    vars(still).update(vars(datetime), datetime=Still)
    with ExitStack() as stack:
        for reader in READERS:
            stack.enter_context(patch.object(reader, "dt", still))
        yield
